"""A unit as a task of Label Studio: its text, its plan beside it, and what is filled in already."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from pipeline.annotations import Annotation
from pipeline.codebook import Codebook
from pipeline.correction.labelstudio.answers import shared_result, to_result
from pipeline.correction.labelstudio.page import Question
from pipeline.correction.worklist import Codes, PlanLine, WorkList, WorkUnit
from pipeline.domain import Eenheid

UNIT_ID = "unit_id"
RESTORED = "weergave_hersteld"
VERSION = "plancoder"  # one for all predictions: Label Studio hides those of a second version
_MARGINS = {Eenheid.HOOFDDOEL: "0 0 10px", Eenheid.SUBDOEL: "10px 0 2px", Eenheid.AFSPRAAK: "2px 0 2px 22px"}
_HERE = ";background:rgba(31,111,235,.16);border-left:4px solid #1f6feb;padding:2px 8px"
_GREY = "color:#6e7781;font-size:12px"


@dataclass(frozen=True)
class TaskMaker:
    """Makes the tasks of a work list; ``asked`` are the questions of the page."""

    worklist: WorkList
    asked: Sequence[Question]
    codebook: Codebook

    def task(self, unit: WorkUnit, done: Annotation | None = None) -> dict[str, Any]:
        """The task for ``unit``; ``done``: as coded before. It names no file and no person."""
        data: dict[str, Any] = {
            UNIT_ID: unit.id,
            "kop": heading(unit),
            "tekst": unit.tekst,
            "weergave_plan": "".join(_plan_html(self.worklist.plannen[unit.plan], unit)),
        }
        if unit.reden:
            data["weergave_reden"] = "".join(_reason_html(unit.reden))
        result = to_result(unit.eenheid, unit.codes, self.asked)
        if unit.voorstellen:
            data["weergave_voorstellen"] = "".join(_proposals_html(unit, self.codebook))
            result = shared_result(unit.eenheid, unit.voorstellen, self.asked)
        task = {"data": data, "predictions": [{"model_version": VERSION, "result": result}]}
        if done is not None and done.tijd is not None:
            made = {"tijd": done.tijd.isoformat(), "seconden": done.seconden, "codeboek": done.codeboek}
            data[RESTORED] = made
            given = to_result(unit.eenheid, Codes.of(done.coding), self.asked, done.opmerking)
            task["annotations"] = [{"result": given}]
        return task


def heading(unit: WorkUnit | PlanLine) -> str:
    """What is coded: ``Afspraak 2.1 (klantmanager)``."""
    number = ".".join(str(part) for part in (unit.subdoel_nr, unit.afspraak_nr) if part)
    who = f" ({unit.wie.value})" if unit.wie else ""
    return f"{unit.eenheid.value.capitalize()} {number}".strip() + who


def _plan_html(lines: Sequence[PlanLine], unit: WorkUnit) -> Iterator[str]:
    """The plan with the unit marked. Its own subdoel comes first, so that it is seen without scrolling."""
    own = [line for line in lines if line.subdoel_nr in (None, unit.subdoel_nr)]
    rest = [line for line in lines if line not in own]
    for line in own:
        yield _line_html(line, here=_same(line, unit))
    if rest and len(own) > 1:
        yield f'<div style="margin:18px 0 0;{_GREY}">De rest van het plan</div>'
    for line in rest:
        yield _line_html(line, here=False)


def _line_html(line: PlanLine, *, here: bool) -> str:
    text = escape(line.tekst)
    shown = text if line.eenheid is Eenheid.AFSPRAAK else f"<b>{text}</b>"
    style = f"margin:{_MARGINS[line.eenheid]}{_HERE if here else ''}"
    return f'<div style="{style}"><span style="{_GREY}">{escape(heading(line))}</span><br/>{shown}</div>'


def _same(line: PlanLine, unit: WorkUnit) -> bool:
    own = (unit.eenheid, unit.subdoel_nr, unit.afspraak_nr)
    return (line.eenheid, line.subdoel_nr, line.afspraak_nr) == own


def _reason_html(reason: str) -> Iterator[str]:
    title, *reasons, source = reason.split("\n")
    yield f"<b>{escape(title)}</b>"
    for each in reasons:
        yield f"<div>{escape(each[:1].upper() + each[1:])}</div>"
    yield f'<div style="{_GREY}">{escape(source)}</div>'


def _proposals_html(unit: WorkUnit, codebook: Codebook) -> Iterator[str]:
    yield "<b>Zo werd deze eenheid gecodeerd</b>"
    for number, codes in enumerate(unit.voorstellen, start=1):
        remark = f" <i>({escape(codes.opmerking)})</i>" if codes.opmerking else ""
        yield f"<div>Codering {number}: {escape(describe(codes, codebook))}{remark}</div>"


def describe(codes: Codes, codebook: Codebook) -> str:
    """Codes by their names, for reading."""
    names = {(v.id, code.id): code.name for v in codebook.variables.values() for code in v.codes}
    themes = [names.get(("thema", code.partition(".")[0]), code) for code in codes.thema]
    parts = [" + ".join(themes) or "Overig (geen code)"]
    parts += [names.get(("thema", "eigen_inzet"), "Eigen inzet")] if codes.eigen_inzet else []
    for variable in ("instrument", "hoofddoel_type"):
        code = getattr(codes, variable)
        parts += [] if code is None else [names.get((variable, code), code)]
    for variable, own in codes.andere.items():
        parts += [" + ".join(names.get((variable, code), code) for code in own)] if own else []
    return "; ".join(parts)
