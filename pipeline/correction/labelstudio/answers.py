"""A coding as the answers on the page, and back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.correction.labelstudio import page
from pipeline.correction.worklist import Codes
from pipeline.domain import Eenheid

Result = dict[str, Any]


@dataclass(frozen=True)
class Answers:
    """What a coder filled in. ``codes`` is None when the unit was read wrongly or something is missing.

    ``missing`` names questions without an answer, ``unknown`` answers that the page does not have.
    """

    codes: Codes | None
    kind: str
    misread: bool
    remark: str
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def to_result(
    kind: Eenheid, codes: Codes | None, asked: Sequence[page.Question], remark: str = ""
) -> list[Result]:
    """What Label Studio fills the page in with; the kind of unit always, for it decides what is asked."""
    chosen: dict[str, list[str]] = {page.KIND: [kind.value]}
    if codes is not None:
        chosen |= _chosen(codes)
    known = {question.name: {option.alias for option in question.options} for question in asked}
    known[page.KIND] = {item.value for item in Eenheid}
    applies = {question.name for question in asked if question.kinds is None or kind in question.kinds}
    result = [
        _choices(name, kept)
        for name, values in chosen.items()
        if (name == page.KIND or name in applies)
        and (kept := [value for value in values if value in known[name]])
    ]
    return [*result, _text(page.REMARK, remark)] if remark else result


def shared_result(kind: Eenheid, codings: Sequence[Codes], asked: Sequence[page.Question]) -> list[Result]:
    """What all ``codings`` have in common; where they differ nothing is filled in."""
    results = [{item["from_name"]: item for item in to_result(kind, codes, asked)} for codes in codings]
    shared = []
    for name, first in results[0].items():
        given = [result[name]["value"]["choices"] if name in result else [] for result in results]
        kept = [code for code in first["value"]["choices"] if all(code in codes for codes in given)]
        shared += [_choices(name, kept)] if kept else []
    return shared


def from_result(
    result: Sequence[Mapping[str, Any]], kind: Eenheid, asked: Sequence[page.Question]
) -> Answers:
    """The answers of a coder on a unit of this ``kind``."""
    given = {str(item.get("from_name")): item.get("value", {}) for item in result}
    chosen = {name: [str(code) for code in value.get("choices", ())] for name, value in given.items()}
    remark = " ".join(str(text) for text in given.get(page.REMARK, {}).get("text", ())).strip()
    told = next(iter(chosen.get(page.KIND, ())), kind.value)
    misread = page.WRONG in chosen.get(page.MISREAD, ()) or told != kind.value
    applies = [question for question in asked if question.kinds is None or kind in question.kinds]
    missing = tuple(item.name for item in applies if item.required and not chosen.get(item.name))
    unknown = tuple(
        f"{item.name}: {code}"
        for item in applies
        for code in chosen.get(item.name, ())
        if code not in {option.alias for option in item.options}
    )
    codes = None if misread or missing or unknown else _codes(chosen, {item.name for item in applies})
    if misread:
        missing = unknown = ()
    return Answers(codes, told, misread, remark, missing, unknown)


def chosen_codes(result: Sequence[Mapping[str, Any]]) -> Codes:
    """The codes in answers that need not be complete, such as those of a draft."""
    chosen = _given(result)
    return _codes(chosen, {page.EFFORT, *page.SINGLE, *_added(chosen)})


def with_codes(result: Sequence[Mapping[str, Any]], codes: Codes) -> list[Result]:
    """``result`` with ``codes`` in the place of its own; a hoofdcode that was open stays so."""
    own = _given(result)
    chosen = _chosen(codes)
    if not own.get(page.MAIN):
        chosen |= {page.MAIN: [], page.ALSO: list(codes.thema)}
    left = {name: values for name, values in chosen.items() if values}
    kept: list[Result] = []
    for item in result:
        name = str(item.get("from_name"))
        if name in left:
            kept.append({**item, "value": {**item["value"], "choices": left.pop(name)}})
        elif name in page.ALWAYS:
            kept.append(dict(item))
    return [*kept, *(_choices(name, values) for name, values in left.items())]


def unknown_answers(result: Sequence[Mapping[str, Any]], asked: Sequence[page.Question]) -> set[str]:
    """The codes in ``result`` that the questions do not have, those of questions that are no more too."""
    known = {item.name: {option.alias for option in item.options} for item in asked}
    return {
        code
        for name, codes in _given(result).items()
        if name not in page.ALWAYS
        for code in codes
        if code not in known.get(name, ())
    }


def _given(result: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    return {
        str(item.get("from_name")): [str(code) for code in item.get("value", {}).get("choices", ())]
        for item in result
    }


def _chosen(codes: Codes) -> dict[str, list[str]]:
    themes = [code.partition(".")[0] for code in codes.thema]
    chosen = {page.MAIN: themes[:1] or [page.NO_CODE], page.ALSO: themes[1:]}
    if codes.eigen_inzet:
        chosen[page.EFFORT] = [page.EFFORT]
    for name in page.SINGLE:
        code = getattr(codes, name)
        chosen[name] = [] if code is None else [code]
    return chosen | {name: list(own) or [page.NO_CODE] for name, own in codes.andere.items()}


def _added(names: Iterable[str]) -> list[str]:
    """The variables that the codebook adds, among the names of controls."""
    return [name for name in names if name not in page.OURS]


def _codes(chosen: Mapping[str, Sequence[str]], applies: set[str]) -> Codes:
    main = [code for code in chosen.get(page.MAIN, ()) if code != page.NO_CODE]
    also = [code for code in chosen.get(page.ALSO, ()) if code not in main]
    single = {name: next(iter(chosen.get(name, ())), None) for name in page.SINGLE if name in applies}
    return Codes(
        thema=tuple(dict.fromkeys(main + also)),
        eigen_inzet=page.EFFORT in applies and bool(chosen.get(page.EFFORT)),
        andere={
            name: tuple(code for code in chosen[name] if code != page.NO_CODE)
            for name in _added(chosen)
            if name in applies and chosen[name]
        },
        **single,
    )


def _choices(name: str, values: Sequence[str]) -> Result:
    return {"from_name": name, "to_name": page.TEXT, "type": "choices", "value": {"choices": list(values)}}


def _text(name: str, text: str) -> Result:
    return {"from_name": name, "to_name": page.TEXT, "type": "textarea", "value": {"text": [text]}}
