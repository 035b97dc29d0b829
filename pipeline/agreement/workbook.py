"""verschillen.xlsx: what coders differ about, most frequent first, and every such text in its plan."""

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.agreement.codings import Codings
from pipeline.agreement.differences import Difference, by_subject
from pipeline.domain import Eenheid, Unit
from pipeline.export.sheets import Column
from pipeline.export.uitleg import section
from pipeline.export.workbook import CREATED, Styles, write_lines, write_table

_DATA = Path(__file__).parent / "data" / "werkblad.yaml"


@cache
def _texts() -> dict[str, Any]:
    import yaml

    data: dict[str, Any] = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return data


def to_xlsx(found: Sequence[Difference], codings: Codings) -> bytes:
    """The whole workbook; the same differences give the same bytes."""
    from xlsxwriter import Workbook

    coders = list(dict.fromkeys(coder for each in found for coder in each.codings))
    layouts = {"Onderwerpen": _layout("onderwerpen", ()), "Verschillen": _layout("verschillen", coders)}
    rows = {"Onderwerpen": _subjects(found), "Verschillen": _details(found, coders, _Context(codings))}
    stream = io.BytesIO()
    workbook = Workbook(stream, {"in_memory": True})
    workbook.set_properties({"title": "Verschillen tussen codeurs", "created": CREATED})
    styles = Styles(workbook)
    for name, layout in layouts.items():
        write_table(workbook.add_worksheet(name), layout, [(row, {}) for row in rows[name]], styles)
    lines = [*section("Zo werkt u met dit werkboek", [(sentence,) for sentence in _texts()["werkwijze"]])]
    for name, layout in layouts.items():
        columns = [(column.heading, column.explanation) for column in layout]
        lines += section(f"Kolommen van het blad {name}", columns)
    write_lines(workbook.add_worksheet("Uitleg"), lines, styles)
    workbook.close()
    return stream.getvalue()


def _layout(sheet: str, coders: Sequence[str]) -> list[Column]:
    """The columns of a sheet; those of the coders stand before the last."""
    own = [Column(key, each["kop"], each["breedte"], each["uitleg"]) for key, each in _texts()[sheet].items()]
    each = _texts()["codeur"]
    theirs = [
        Column(f"codeur:{name}", each["kop"].format(naam=name), each["breedte"], each["uitleg"])
        for name in coders
    ]
    return [*own[:-1], *theirs, own[-1]]


def _subjects(found: Sequence[Difference]) -> list[dict[str, object]]:
    return [
        {
            "variabele": variable,
            "onderwerp": about,
            "aantal": len(items),
            "plannen": len({each.unit.plan for each in items}),
            "schrijvers": ", ".join(sorted({each.schrijver for each in items} - {""})),
            "afspraak": "",
        }
        for variable, about, items in by_subject(found)
    ]


def _details(
    found: Sequence[Difference], coders: Sequence[str], context: "_Context"
) -> list[dict[str, object]]:
    return [
        {
            "variabele": variable,
            "onderwerp": about,
            "bestand": each.unit.bestand,
            "eenheid": each.unit.eenheid.value,
            "nummer": ".".join(str(nr) for nr in (each.unit.subdoel_nr, each.unit.afspraak_nr) if nr),
            "tekst": each.unit.tekst,
            "hoofddoel": context.hoofddoel(each.unit),
            "subdoel": context.subdoel(each.unit),
            "besluit": "",
            **{f"codeur:{name}": each.codings.get(name, "") for name in coders},
        }
        for variable, about, items in by_subject(found)
        for each in items
    ]


class _Context:
    """The texts around a unit, as far as someone coded them."""

    def __init__(self, codings: Codings) -> None:
        units = [each.unit for each in codings.units]
        self._hoofddoel = {unit.plan: unit.tekst for unit in units if unit.eenheid is Eenheid.HOOFDDOEL}
        subdoelen = [unit for unit in units if unit.eenheid is Eenheid.SUBDOEL]
        self._subdoel = {(unit.plan, unit.subdoel_nr): unit.tekst for unit in subdoelen}

    def hoofddoel(self, unit: Unit) -> str:
        """The hoofddoel of its plan; "" for a hoofddoel itself."""
        return "" if unit.eenheid is Eenheid.HOOFDDOEL else self._hoofddoel.get(unit.plan, "")

    def subdoel(self, unit: Unit) -> str:
        """The subdoel above an afspraak; "" for other units."""
        own = unit.eenheid is Eenheid.AFSPRAAK
        return self._subdoel.get((unit.plan, unit.subdoel_nr), "") if own else ""
