"""The same plans by an earlier ruler (model and codebook), in the codes of now.

From the file of earlier codes that a folder gets when its plans are coded again, or from another coded
folder.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.codebook import Codebook
from pipeline.codebook.crosswalks import Crosswalk, crosswalk_between
from pipeline.coded_units import EARLIER_FILE
from pipeline.errors import StudyError
from pipeline.report.coded_folder import CodedFolder, read_coded_folder, read_units
from pipeline.report.units import Given, Units

NO_ROAD = (
    "Van codeboek {old} naar {new} is geen migratie bewaard. Codes zijn op hun naam naast elkaar gelegd; een "
    "code die anders ging heten telt als verandering van de meetlat."
)


@dataclass(frozen=True)
class Earlier:
    """``folder`` holds the earlier codes, in the codes of now; ``same``: coded with the ruler of now.

    ``unsure``: codes (``thema.zorg``) that another codebook split, made or defined anew; ``remarks``: what
    to know of how old codes became new ones.
    """

    folder: CodedFolder
    same: bool = False
    unsure: frozenset[str] = frozenset()
    remarks: tuple[str, ...] = ()


def read_earlier(
    folder: Path, coded: CodedFolder, codebook: Codebook, migrations: Path, before: Path | None = None
) -> Earlier | None:
    """The earlier codes of ``folder``, or those of the coded folder ``before``; None when there are none.

    ``migrations``: the folder that says which codes became which. Raises StudyError when they cannot be read
    or are not of plans of this study, CodebookError for a damaged migration.
    """
    if before:
        earlier = read_coded_folder(before, with_link=False)
        _check_same_key(earlier, coded, before)
    elif (folder / EARLIER_FILE).is_file():
        earlier = _of_now(Units(read_units(folder / EARLIER_FILE)), coded)
    else:
        return None
    if not earlier.units:
        return None
    roads = earlier.units.tally(lambda given: given.codeboek)
    found = {label: crosswalk_between(migrations, label, codebook) for label in roads}
    units = earlier.units.changed(lambda given: _in_new_codes(given, found[given.codeboek]))
    unsure = {f"{variable}.{code}" for road in found.values() for variable, code in road.unsure}
    return Earlier(
        replace(earlier, units=units),
        _rulers(earlier) == _rulers(coded),
        frozenset(unsure),
        tuple(_remarks(found, codebook)),
    )


def _of_now(units: Units, coded: CodedFolder) -> CodedFolder:
    """Earlier codes of plans that still count, as a folder of their own."""
    kept = units.of_plans({file.plan for file in coded.usable})
    plans = kept.names
    return CodedFolder(tuple(file for file in coded.usable if file.plan in plans), kept)


def _check_same_key(earlier: CodedFolder, coded: CodedFolder, before: Path) -> None:
    """Plans can only be recognised when the same key gave them their pseudonyms."""
    now = {file.sha256: file.plan for file in coded.usable if file.sha256}
    pairs = [(file.plan, now[file.sha256]) for file in earlier.usable if file.sha256 in now]
    if pairs and not any(old == new for old, new in pairs):
        raise StudyError(
            "De plannen in deze map hebben andere pseudoniemen dan die van het rapport; zij zijn niet te "
            "herkennen.",
            waar=str(before),
            doe="Neem een map die met hetzelfde sleutelbestand is gecodeerd.",
        )


def _in_new_codes(given: Given, road: Crosswalk) -> Given:
    themes = (_theme(theme, road) for theme in given.thema)
    return replace(
        given,
        thema=tuple(dict.fromkeys(theme for theme in themes if theme)),
        instrument=road.new("instrument", given.instrument) or None if given.instrument else None,
        hoofddoel_type=(
            road.new("hoofddoel_type", given.hoofddoel_type) or None if given.hoofddoel_type else None
        ),
        andere=tuple(
            (name, tuple(new for code in codes if (new := road.new(variable, code))))
            for variable, codes in given.andere
            if (name := road.variable(variable))
        ),
    )


def _theme(theme: str, road: Crosswalk) -> str:
    """A theme by its new name; of one that changed the subcode is left out, for the report counts none."""
    code, _, _ = theme.partition(".")
    new = road.new("thema", code)
    return theme if new == code else new


def _rulers(folder: CodedFolder) -> set[tuple[str, str]]:
    return {*folder.units.tally(lambda given: (given.model, given.codeboek))}


def _remarks(found: dict[str, Crosswalk], codebook: Codebook) -> Iterator[str]:
    for label, road in found.items():
        if not road.complete:
            yield NO_ROAD.format(old=label, new=codebook.id)
        elif road.codes or road.variables:
            yield f"Codes van codeboek {label} zijn met de omzettingstabel van de migratie vertaald."
