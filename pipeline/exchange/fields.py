"""The parts of a codebook that are exchanged, under the names they have in codebook.yaml."""

from collections.abc import Iterator
from typing import Any

from pipeline.codebook import Code, Codebook, Subcode, Variable
from pipeline.domain import Eenheid

YES, NO = "ja", "nee"
LISTS = ("gebruik_wanneer", "niet_wanneer", "voorbeelden", "termen", "eenheden", "regels")
"""The keys that hold several texts."""

Fields = dict[str, Any]


def of_variable(variable: Variable) -> Fields:
    return {
        "id": variable.id,
        "naam": variable.name,
        "definitie": variable.description,
        "eenheden": units(variable.units),
        "meervoudig": YES if variable.multiple else NO,
        "regels": list(variable.rules),
    }


def of_code(code: Code) -> Fields:
    return {
        "id": code.id,
        "naam": code.name,
        "definitie": code.definition,
        "gebruik_wanneer": list(code.use_when),
        "niet_wanneer": list(code.not_when),
        "voorbeelden": list(code.examples),
        "termen": list(code.terms),
        "eenheden": units(code.units or frozenset()),
        "groep": code.group or "",
    }


def of_subcode(subcode: Subcode) -> Fields:
    return {
        "id": subcode.id,
        "naam": subcode.name,
        "definitie": subcode.definition,
        "termen": list(subcode.terms),
    }


def units(found: frozenset[Eenheid]) -> list[str]:
    """In the order of a plan."""
    return [unit.value for unit in Eenheid if unit in found]


def texts_of(codebook: Codebook) -> Iterator[tuple[str, str]]:
    """Every text in a list of ``codebook``, with the place where it stands."""
    for variable in codebook.variables.values():
        parts = [(variable.id, of_variable(variable))]
        parts += [(f"{variable.id}.{code.id}", of_code(code)) for code in variable.codes]
        parts += [(each.id, of_subcode(each)) for code in variable.codes for each in code.subcodes]
        for place, fields in parts:
            yield from ((place, text) for key in LISTS for text in fields.get(key, ()))


def yaml_variable(fields: Fields) -> Fields:
    """The fields of a variable as codebook.yaml has them; what is empty is left out."""
    found = {key: fields[key] for key in ("naam",) if fields.get(key)}
    found |= {"omschrijving": fields["definitie"]} if fields.get("definitie") else {}
    found |= {key: fields[key] for key in ("eenheden", "regels") if fields.get(key)}
    given = str(fields.get("meervoudig") or "").lower()
    found |= {"meervoudig": {YES: True, NO: False}.get(given, given)} if given else {}
    return found | {"codes": []}


def yaml_code(fields: Fields) -> Fields:
    """The fields of a code or subcode as codebook.yaml has them; what is empty is left out."""
    keys = ("id", "naam", "groep", "definitie", "eenheden", *LISTS[:4])
    return {key: fields[key] for key in keys if fields.get(key)}
