"""Which old code is which new one, over all migrations between two versions of a codebook."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.codebook.schema import Codebook
from pipeline.codebook.versions import full_version
from pipeline.errors import CodebookError

FOLDER, APPLIED, REPORT, CROSSWALK = "migraties", "toegepast", "verslag.json", "omzetting.csv"
Code = tuple[str, str]
"""A variable, and one of its codes."""


@dataclass(frozen=True)
class Crosswalk:
    """``codes`` leads from an old code to the new one, "" for a code that is gone; others stayed the same.

    ``variables`` does so from variables that have another id now, "" for one that is gone.
    ``unsure``: new codes of which the units were not all carried over by rule (split, new, redefined).
    ``complete``: whether a road between the two versions was found.
    """

    codes: Mapping[Code, str] = field(default_factory=dict)
    unsure: frozenset[Code] = frozenset()
    complete: bool = True
    variables: Mapping[str, str] = field(default_factory=dict)

    def variable(self, old: str) -> str:
        """What ``old`` is called now; "" when it is no more."""
        return self.variables.get(old, old)

    def new(self, variable: str, code: str) -> str:
        """The code now, by its variable and code of before; "" when it is no more."""
        if not self.variable(variable):
            return ""
        return self.codes.get((variable, code), code)

    def then(self, later: "Crosswalk") -> "Crosswalk":
        """This one, and after it ``later``."""
        codes = {old: later.new(self.variable(old[0]), new) if new else "" for old, new in self.codes.items()}
        unsure = {
            (now, later.new(variable, code))
            for variable, code in self.unsure
            if (now := later.variable(variable))
        }
        variables = {old: later.variable(new) if new else "" for old, new in self.variables.items()}
        return Crosswalk(
            dict(later.codes) | codes,
            frozenset(unsure | later.unsure),
            variables=dict(later.variables) | variables,
        )


def migrations_beside(codebook: Path) -> Path:
    """The folder beside a codebook with its migrations, and the journal of one that was cut off."""
    return codebook.resolve().parent / FOLDER


def crosswalk_between(migrations: Path, label: str, to: Codebook | str) -> Crosswalk:
    """From the codebook that ``label`` (``name@version+hash``) names to ``to``, a codebook or such a label.

    ``migrations`` is the folder beside the codebook in which the carried out ones are kept. Raises
    CodebookError when what is kept there cannot be read.
    """
    version, found = _version(label), Crosswalk()
    wanted = _version(to) if isinstance(to, str) else to.version
    for old, new, path in _applied(migrations):
        if old == version != wanted:
            found, version = found.then(_read(path)), new
    if version == wanted:
        return found
    return Crosswalk(complete=False)


def _version(label: str) -> str:
    return full_version(label.partition("@")[2].partition("+")[0])


def _applied(migrations: Path) -> list[tuple[str, str, Path]]:
    """(old version, new version, its table) of each migration, in the order in which they were done."""
    found = []
    for path in (migrations / APPLIED).glob(f"*/{REPORT}"):
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            versions = (_version(told["van"]), _version(told["naar"]))
            found.append((int(told["volgnummer"]), *versions, path.with_name(CROSSWALK)))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise _damaged(path) from error
    return [each[1:] for each in sorted(found)]


def crosswalk_from(table: str) -> Crosswalk:
    """The crosswalk in the text of its table. Raises KeyError when a column is not there.

    Tables made before variables could change have no ``nieuwe_variabele``.
    """
    codes: dict[Code, str] = {}
    variables: dict[str, str] = {}
    unsure: set[Code] = set()
    for row in csv.DictReader(io.StringIO(table)):
        variable, old, new = row["variabele"], row["oude_code"], row["nieuwe_code"]
        now = row.get("nieuwe_variabele", variable)
        if now != variable:
            variables[variable] = now
        if old:
            codes[variable, old] = new
        if row["zeker"] != "ja":
            unsure.add((now, new))
    return Crosswalk(codes, frozenset(unsure), variables=variables)


def _read(path: Path) -> Crosswalk:
    try:
        return crosswalk_from(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, KeyError) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> CodebookError:
    return CodebookError(
        "Wat van een migratie is bewaard, is niet te lezen.",
        waar=str(path),
        doe="Zet dit bestand terug uit een reservekopie, of haal de map van deze migratie weg.",
    )
