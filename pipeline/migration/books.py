"""The two versions of the codebook that a migration is about, and the text of the new one."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipeline.codebook import Codebook, load_codebook
from pipeline.codebook.checks import find_faults
from pipeline.codebook.crosswalks import APPLIED, migrations_beside
from pipeline.errors import CodebookError
from pipeline.migration import record
from pipeline.migration.codebook_text import rewritten
from pipeline.migration.codes import migrated, without_memory
from pipeline.migration.schema import Loaded
from pipeline.validation import dotted, read_yaml


@dataclass(frozen=True)
class Books:
    """The codebook before and after; ``text`` is what the file is to hold, None when it already does."""

    old: Codebook
    new: Codebook
    old_text: str
    new_text: str
    text: str | None
    notices: tuple[str, ...] = ()


def books_of(loaded: Loaded, codebook: Path, before: Path | None) -> Books:
    """The two versions. A migration that holds already is done again for annotations that came late.

    ``before``: the codebook as it was, when the one in hand was already changed by someone. Raises
    CodebookError that lists every fault with its place.
    """
    current = load_codebook(codebook)
    folder = migrations_beside(codebook)
    for done in record.records(folder):
        own = folder / APPLIED / done.naam
        if done.migratie == loaded.name:
            if (own / "migratie.yaml").read_bytes() != loaded.content:
                raise CodebookError(
                    "Deze migratie is al toegepast, maar het bestand is daarna veranderd.",
                    waar=f"{loaded.name}.yaml",
                    doe=f"Zet het terug zoals het was ({own / 'migratie.yaml'}), of maak een nieuwe migratie "
                    "met een andere naam.",
                )
            files = (own / record.OLD_BOOK, own / record.NEW_BOOK)
            texts = [path.read_text(encoding="utf-8") for path in files]
            return Books(load_codebook(files[0]), load_codebook(files[1]), texts[0], texts[1], None)
    if before:
        return _by_hand(loaded, codebook, current, before)
    if current.version != loaded.migration.van:
        raise CodebookError(
            f"Deze migratie gaat van versie {loaded.migration.van}, maar het codeboek is {current.version}.",
            waar=f"{loaded.name}.yaml regel {loaded.line_of(('van',))}",
            doe="Verbeter 'van' en 'naar', of kies een andere migratie. Is het codeboek al met de hand "
            "veranderd, geef dan met --old het codeboek zoals het was.",
        )
    return _rewritten(loaded, codebook, current)


def _by_hand(loaded: Loaded, codebook: Path, current: Codebook, before: Path) -> Books:
    """The codebook was changed by someone: it stays so, and must have the codes that the steps lead to."""
    old = load_codebook(before)
    versions = (old.version, current.version)
    if versions != (loaded.migration.van, loaded.migration.naar):
        raise CodebookError(
            f"De codeboeken zijn versie {versions[0]} en {versions[1]}, maar de migratie gaat van "
            f"{loaded.migration.van} naar {loaded.migration.naar}.",
            waar=f"{loaded.name}.yaml",
            doe="Geef met --old het codeboek van voor de wijziging, en pas 'van' en 'naar' aan.",
        )
    meant, texts = (
        _rewritten(loaded, before, old),
        [path.read_text(encoding="utf-8") for path in (before, codebook)],
    )
    differing = sorted(_code_ids(meant.new) ^ _code_ids(current))
    if differing:
        raise CodebookError(
            "De migratie leidt niet tot dit codeboek; deze codes staan maar in een van de twee:",
            waar=f"{loaded.name}.yaml",
            doe="Beschrijf alle wijzigingen; 'plancoder codebook diff' laat ze zien.",
            faults=tuple(differing),
        )
    return Books(old, current, texts[0], texts[1], None)


def _code_ids(codebook: Codebook) -> set[str]:
    codes = [(variable, code) for variable in codebook.variables.values() for code in variable.codes]
    return {f"{variable.id}.{code.id}" for variable, code in codes} | {
        f"{variable.id}.{subcode.id}" for variable, code in codes for subcode in code.subcodes
    }


def _rewritten(loaded: Loaded, codebook: Path, current: Codebook) -> Books:
    data, _ = read_yaml(codebook, CodebookError)
    new, faults = migrated(data, loaded.migration, loaded.data)
    if not faults:
        later = find_faults(without_memory(new))
        faults = [((), f"het nieuwe codeboek klopt niet: {dotted(at)}: {what}") for at, what in later]
    messages = [loaded.line_of.fault(*fault) for fault in faults]
    book = None if messages else _validated(without_memory(new), messages)
    if book is None:
        raise CodebookError(
            f"Deze migratie past niet: {len(messages)} fout(en).",
            waar=f"{loaded.name}.yaml",
            doe="Verbeter de migratie; er is niets veranderd.",
            faults=tuple(messages),
        )
    before = codebook.read_bytes().decode("utf-8-sig")
    text, kept = rewritten(before, data, new)
    notices = (
        () if kept else ("Het codeboek wordt in zijn geheel opnieuw geschreven: commentaar gaat verloren.",)
    )
    return Books(current, book, before, text, text, notices)


def _validated(data: dict[str, Any], messages: list[str]) -> Codebook | None:
    try:
        return Codebook.model_validate(data)
    except ValidationError as error:
        messages += [
            f"het nieuwe codeboek klopt niet: {'.'.join(map(str, item['loc']))} ({item['type']})"
            for item in error.errors(include_url=False)
        ]
    return None
