"""A migration: a small yaml file that says how one version of the codebook becomes the next."""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipeline.codebook.schema import Code, Text, Variable
from pipeline.errors import CodebookError
from pipeline.validation import Fault, LineOf, read_yaml, validate

_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]*")
_VERSION = r"^\d+\.\d+\.\d+$"


class Soort(StrEnum):
    """What a step does to the codes."""

    HERNOEMEN = "hernoemen"
    SAMENVOEGEN = "samenvoegen"
    SPLITSEN = "splitsen"
    DEFINITIE = "definitie"
    NIEUW = "nieuw"
    VERVALLEN = "vervallen"
    VARIABELE_HERNOEMEN = "variabele_hernoemen"
    VARIABELE_VERVALLEN = "variabele_vervallen"


OF_VARIABLE = (Soort.VARIABELE_HERNOEMEN, Soort.VARIABELE_VERVALLEN)
"""The steps that are about a variable as a whole."""
WORDING = ("naam", "definitie", "gebruik_wanneer", "niet_wanneer", "voorbeelden", "termen")
"""The keys of a code that a step may give anew."""

_NEEDED = {
    Soort.HERNOEMEN: ("code", "wordt"),
    Soort.SAMENVOEGEN: ("codes", "wordt"),
    Soort.SPLITSEN: ("code", "nieuwe_codes", "voorlopig"),
    Soort.DEFINITIE: ("code", "richting"),
    Soort.NIEUW: (),
    Soort.VERVALLEN: ("code",),
    Soort.VARIABELE_HERNOEMEN: ("wordt",),
    Soort.VARIABELE_VERVALLEN: (),
}
_ALLOWED = {
    Soort.HERNOEMEN: WORDING,
    Soort.SAMENVOEGEN: WORDING,
    Soort.SPLITSEN: ("uit_subcodes",),
    Soort.DEFINITIE: ("kijk_bij", *WORDING),
    Soort.NIEUW: ("nieuwe_codes", "nieuwe_variabele", "na", "kijk_bij"),
    Soort.VERVALLEN: ("wordt",),
    Soort.VARIABELE_HERNOEMEN: ("naam", "omschrijving"),
    Soort.VARIABELE_VERVALLEN: (),
}


class Step(BaseModel):
    """One step; which keys it has depends on ``soort``.

    ``wordt`` is the code that units get instead, or the new id of a variable; ``voorlopig`` the code that
    they get until someone has chosen; ``uit_subcodes`` by new code the old subcodes that lead to it, so that
    nobody needs to choose;
    ``nieuwe_variabele`` a whole variable, which has the id ``variabele``;
    ``kijk_bij`` codes whose units may now deserve another ("overig": units without a code).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    soort: Soort
    variabele: Text
    code: Text | None = None
    codes: tuple[Text, ...] = ()
    wordt: Text | None = None
    nieuwe_codes: tuple[Code, ...] = ()
    nieuwe_variabele: Variable | None = None
    voorlopig: Text | None = None
    uit_subcodes: dict[str, tuple[Text, ...]] = Field(default_factory=dict)
    na: Text | None = None
    richting: Literal["nauwer", "ruimer", "anders", "gelijk"] | None = None
    kijk_bij: tuple[Text, ...] = ()
    naam: Text | None = None
    omschrijving: Text | None = None
    definitie: Text | None = None
    gebruik_wanneer: tuple[Text, ...] = ()
    niet_wanneer: tuple[Text, ...] = ()
    voorbeelden: tuple[Text, ...] = ()
    termen: tuple[Text, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _variable_has_its_id(cls, data: Any) -> Any:
        """The id of a new variable is that of the step."""
        if isinstance(data, dict) and isinstance(data.get("nieuwe_variabele"), dict):
            own = {"id": data.get("variabele"), **data["nieuwe_variabele"]}
            return data | {"nieuwe_variabele": own}
        return data

    @property
    def added_codes(self) -> tuple[Code, ...]:
        """The codes that were not there before the step."""
        return self.nieuwe_codes or (self.nieuwe_variabele.codes if self.nieuwe_variabele else ())

    @property
    def narrows(self) -> bool:
        """Whether units with the code may no longer deserve it."""
        return self.richting in ("nauwer", "anders")

    @property
    def widens(self) -> bool:
        """Whether units without the code may now deserve it."""
        return self.richting in ("ruimer", "anders") or self.soort is Soort.NIEUW


class Migration(BaseModel):
    """From version ``van`` of the codebook to version ``naar``, in steps taken one after the other."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    van: str = Field(pattern=_VERSION, examples=["1.0.0"])
    naar: str = Field(pattern=_VERSION, examples=["1.1.0"])
    reden: Text
    door: Text
    stappen: tuple[Step, ...] = Field(min_length=1)


class Loaded(BaseModel):
    """A migration with what else is needed of its file: name, bare data, lines and bytes."""

    model_config = ConfigDict(arbitrary_types_allowed=True, frozen=True)

    name: str
    migration: Migration
    data: dict[str, Any]
    line_of: LineOf
    content: bytes


def load_migration(path: Path) -> Loaded:
    """The migration in ``path``; raises CodebookError that lists every fault with its line."""
    data, line_of = read_yaml(path, CodebookError)
    migration = validate(Migration, data, line_of, CodebookError, list(_faults(data)))
    name = path.stem
    if not _NAME.fullmatch(name):
        raise CodebookError(
            "Deze naam kan geen migratie zijn.",
            waar=path.name,
            doe="Gebruik kleine letters, cijfers en streepjes, zoals 1.1.0-zorg.yaml.",
        )
    return Loaded(name=name, migration=migration, data=data, line_of=line_of, content=path.read_bytes())


def _faults(data: object) -> Iterator[Fault]:
    """Versions that do not ascend, and keys that a step lacks or should not have."""
    if not isinstance(data, dict):
        return
    old, new = str(data.get("van", "")), str(data.get("naar", ""))
    if re.match(_VERSION, old) and re.match(_VERSION, new) and _numbers(old) >= _numbers(new):
        yield ("naar",), f"moet hoger zijn dan 'van' ({old})"
    steps = data.get("stappen")
    for at, step in enumerate(steps if isinstance(steps, list) else []):
        if isinstance(step, dict) and step.get("soort") in set(Soort):
            yield from _step_faults(step, at)


def _step_faults(step: Mapping[str, Any], at: int) -> Iterator[Fault]:
    soort = Soort(step["soort"])
    for key in _NEEDED[soort]:
        if not step.get(key):
            yield ("stappen", at), f"bij '{soort}' hoort '{key}'"
    known = {"soort", "variabele", *_NEEDED[soort], *_ALLOWED[soort]}
    for key in step:
        if key in Step.model_fields and key not in known:
            yield ("stappen", at, key), f"hoort niet bij '{soort}'"
    if soort is Soort.NIEUW and bool(step.get("nieuwe_codes")) == bool(step.get("nieuwe_variabele")):
        yield ("stappen", at), "bij 'nieuw' hoort een van beide: 'nieuwe_codes' of 'nieuwe_variabele'"
    if step.get("richting") in ("ruimer", "anders") and not (step.get("kijk_bij") or step.get("termen")):
        yield (
            ("stappen", at),
            "een ruimere definitie vraagt om 'kijk_bij' (codes) of nieuwe 'termen': anders is niet te zeggen "
            "welke eenheden opnieuw bekeken moeten worden",
        )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
