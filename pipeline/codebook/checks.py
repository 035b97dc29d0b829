"""What must hold across codebook.yaml, beyond the shape of each entry.

The checks read the bare data and skip what has the wrong shape, so that faults of both kinds are
told in one go.
"""

import re
from collections.abc import Iterator
from typing import Any

from pipeline.validation import Fault, Location, suggestion

_ID = re.compile(r"[a-z][a-z0-9_]*")
RESERVED = frozenset(
    (
        *("bestand", "plan", "persoon", "datum", "eenheid", "subdoel_nr", "afspraak_nr", "wie", "tekst"),
        *("pagina", "eigen_inzet", "subcodes", "scores", "nakijken", "model", "codeboek", "andere", "meting"),
        *("hoofdthema", "zekerheid", "waarom", "thema_2", "thema_3", "verkeerd_gelezen", "opmerking"),
        *("dubbel", "batch", "reden", "soort", "hoofdcode", "tweede_code", "lezing", "voorstellen"),
        *("themas", "type"),
    )
)
"""What a variable cannot be called, for a column of a table or a question of the page has that name."""
_ID_FORM = "een id bestaat uit kleine letters, cijfers en _, en begint met een letter"

Block = dict[str, Any]
Placed = tuple[Location, Block]


def find_faults(data: object) -> list[Fault]:
    """Every fault across the codebook, as (location, message)."""
    checks = (_ids, _subcode_ids, _groups, _units, _terms, _choice)
    return [
        fault
        for place, variable in _blocks(((), data), "variabelen")
        for check in checks
        for fault in check((place, variable))
    ]


def _blocks(parent: tuple[Location, object], key: str) -> Iterator[Placed]:
    """The blocks under ``key`` of a list or a block, each with its location."""
    location, block = parent
    children = block.get(key) if isinstance(block, dict) else None
    pairs = children.items() if isinstance(children, dict) else enumerate(_list(children))
    for step, child in pairs:
        if isinstance(child, dict):
            yield (*location, key, step), child


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _texts(placed: Placed, key: str) -> Iterator[tuple[Location, str]]:
    location, block = placed
    for index, text in enumerate(_list(block.get(key))):
        if isinstance(text, str):
            yield (*location, key, index), " ".join(text.split())


def _ids(variable: Placed) -> Iterator[Fault]:
    location, block = variable
    key = str(location[-1])
    if not _ID.fullmatch(key):
        yield location, _ID_FORM
    if key in RESERVED:
        yield location, f"'{key}' heet al iets anders in de tabellen of op de codeerpagina; kies een ander id"
    if block.get("id", key) != key:
        yield (*location, "id"), f"moet gelijk zijn aan de sleutel '{key}'; laat 'id' hier weg"
    seen: set[str] = set()
    for place, code in _blocks(variable, "codes"):
        code_id = code.get("id")
        if not isinstance(code_id, str):
            continue
        if not _ID.fullmatch(code_id):
            yield (*place, "id"), f"'{code_id}': {_ID_FORM}"
        if code_id in seen:
            yield (*place, "id"), f"de code '{code_id}' staat al eerder bij deze variabele"
        seen.add(code_id)


def _subcode_ids(variable: Placed) -> Iterator[Fault]:
    seen: set[str] = set()
    for parent in _blocks(variable, "codes"):
        code_id = parent[1].get("id")
        for place, subcode in _blocks(parent, "subcodes"):
            subcode_id = subcode.get("id")
            if not isinstance(subcode_id, str):
                continue
            prefix, _, rest = subcode_id.partition(".")
            if prefix != code_id or not _ID.fullmatch(rest):
                yield (*place, "id"), f"'{subcode_id}' moet de vorm '{code_id}.naam' hebben; {_ID_FORM}"
            if subcode_id in seen:
                yield (*place, "id"), f"de subcode '{subcode_id}' staat al eerder bij deze variabele"
            seen.add(subcode_id)


def _groups(variable: Placed) -> Iterator[Fault]:
    location, block = variable
    declared = block.get("groepen")
    known = [str(group) for group in declared] if isinstance(declared, dict) else []
    used = set()
    for place, code in _blocks(variable, "codes"):
        group = code.get("groep")
        if not isinstance(group, str):
            continue
        used.add(group)
        if group not in known:
            hint = suggestion(group, known)
            yield (*place, "groep"), f"de groep '{group}' staat niet onder 'groepen'{hint}"
    for group in known:
        if not _ID.fullmatch(group):
            yield (*location, "groepen", group), _ID_FORM
        if group not in used:
            yield (*location, "groepen", group), "geen enkele code hoort bij deze groep"


def _units(variable: Placed) -> Iterator[Fault]:
    allowed = [text for _, text in _texts(variable, "eenheden")]
    for code in _blocks(variable, "codes"):
        for place, unit in _texts(code, "eenheden"):
            if allowed and unit not in allowed:
                yield place, f"'{unit}' is geen eenheid van deze variabele ({', '.join(allowed)})"


def _terms(variable: Placed) -> Iterator[Fault]:
    """A term that stands under two codes of one variable points to neither."""
    owner: dict[str, str] = {}
    for code in _blocks(variable, "codes"):
        for placed in (code, *_blocks(code, "subcodes")):
            for place, term in _texts(placed, "termen"):
                earlier = owner.get(term.casefold())
                if earlier is not None:
                    yield place, f"de term '{term}' staat al bij '{earlier}'; laat er een staan"
                owner[term.casefold()] = str(placed[1].get("id"))


def _choice(variable: Placed) -> Iterator[Fault]:
    location, block = variable
    if block.get("meervoudig") is False and len(_list(block.get("codes"))) == 1:
        yield (*location, "codes"), "een enkelvoudige variabele heeft ten minste twee codes nodig"
