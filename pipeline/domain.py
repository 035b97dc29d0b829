"""The words of the field as types. Imports nothing of ours.

Fields carry the Dutch column names of the exported tables, so that a value has one name
from the PDF to the spreadsheet.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Eenheid(StrEnum):
    """What is coded: one hoofddoel a plan, its subdoelen, and the afspraken under them."""

    HOOFDDOEL = "hoofddoel"
    SUBDOEL = "subdoel"
    AFSPRAAK = "afspraak"


class Wie(StrEnum):
    """Who takes the step of an afspraak."""

    KLANTMANAGER = "klantmanager"
    STATUSHOUDER = "statushouder"
    BEIDE = "beide"
    DERDE = "derde"


class Status(StrEnum):
    """The one way in which a received file ends."""

    GECODEERD = "gecodeerd"
    DUBBEL_BESTAND = "dubbel_bestand"
    DUBBEL_BSN = "dubbel_bsn"
    VERVANGEN = "vervangen"
    GEEN_PLAN = "geen_plan"
    ONLEESBAAR = "onleesbaar"


OWN_COLUMN = ("thema", "instrument", "hoofddoel_type")
"""The variables that a coding has a field of its own for; ``andere`` holds those that a codebook adds."""

BESLUIT = "Besluit"
"""How a reason starts that rests on what a person decided about a received file."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the plan's text; ``pagina`` is the page it starts on, from 1."""

    tekst: str
    pagina: int


@dataclass(frozen=True, slots=True)
class Afspraak:
    tekst: str
    pagina: int
    wie: Wie | None = None


@dataclass(frozen=True, slots=True)
class Subdoel:
    tekst: str
    pagina: int
    afspraken: tuple[Afspraak, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a plan says, in its own order. ``nakijken``: why a person should look at the reading."""

    datum: date | None
    situatie: tuple[Passage, ...]
    hoofddoel: Passage | None
    subdoelen: tuple[Subdoel, ...]
    nakijken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Veld:
    """A labelled value on the form, such as ``Naam: ...``. Identifies people: stays in memory."""

    label: str
    waarde: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """One PDF as read, before pseudonymisation: never stored, never logged.

    ``regels`` are all printed lines in reading order (headers and footers too), so that an identifier
    anywhere on the page is known. ``plan`` is None when the document holds no plan; ``reden``
    then says why; of a plan it says what a person should know of how it was read. ``zekerheid`` is the
    reader's confidence from 0 to 1. ``opmaak`` is what the form looks like, in numbers that name nobody;
    ``afdruk`` what it tells for reading other plans on it, without words; ``vraagt_andere``: reading it
    beside these may make it better.
    """

    plan: Plan | None
    velden: tuple[Veld, ...]
    regels: tuple[str, ...] = field(repr=False)
    paginas: int
    zekerheid: float
    reden: str = ""
    opmaak: str = ""
    afdruk: bytes = field(default=b"", repr=False)
    vraagt_andere: bool = False


UnitKey = tuple[str, str, int, int]


def unit_key(plan: str, eenheid: Eenheid, subdoel_nr: int | None, afspraak_nr: int | None) -> UnitKey:
    """Which unit, in every table: ``(plan, eenheid, subdoel_nr or 0, afspraak_nr or 0)``."""
    return plan, eenheid.value, subdoel_nr or 0, afspraak_nr or 0


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit to code, pseudonymised. The keys are those of ``eenheden.jsonl``."""

    bestand: str
    plan: str
    persoon: str
    datum: str
    eenheid: Eenheid
    subdoel_nr: int | None
    afspraak_nr: int | None
    wie: Wie | None
    tekst: str
    pagina: int

    @property
    def key(self) -> UnitKey:
        """Which unit (``unit_key``)."""
        return unit_key(self.plan, self.eenheid, self.subdoel_nr, self.afspraak_nr)


@dataclass(frozen=True, slots=True)
class Coding:
    """The codes of one unit. ``thema``: first is the hoofdcode; empty is overig.

    ``subcodes`` are those of the themas of a subdoel. ``andere``: by id of a variable that the codebook adds,
    its codes; a variable that was not coded is not there, one of which no code fits has none. ``scores`` maps
    ``variable.code`` (``thema.taal``, ``instrument.zorg``, ``eigen_inzet``) to a probability; ``nakijken``
    says why a person should look at the coding, ``waarom`` per code which words and neighbours led to it.
    """

    thema: tuple[str, ...] = ()
    eigen_inzet: bool = False
    instrument: str | None = None
    hoofddoel_type: str | None = None
    scores: dict[str, float] = field(default_factory=dict)
    nakijken: tuple[str, ...] = ()
    waarom: tuple[str, ...] = ()
    subcodes: tuple[str, ...] = ()
    andere: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def codes(self, variable: str) -> tuple[str, ...] | None:
        """The codes of a variable, or of ``eigen_inzet``; None when it was not coded."""
        if variable == "thema":
            return self.thema
        if variable == "eigen_inzet":
            return (variable,) if self.eigen_inzet else ()
        if variable in OWN_COLUMN:
            code: str | None = getattr(self, variable)
            return None if code is None else (code,)
        return self.andere.get(variable)
