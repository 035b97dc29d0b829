"""Selections of another program on our own units and codes; what fits nowhere is told, without its text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from pipeline.codebook import Codebook
from pipeline.coding.targets import THEMA
from pipeline.domain import Unit, UnitKey
from pipeline.exchange.given import MODEL, NO_THEMA, Given, Pair, goes_with
from pipeline.exchange.plan_text import Span, plain, spans_in
from pipeline.exchange.qdc import from_description
from pipeline.exchange.qdpx import CREATED, FIRST, NO_THEMA_NAME, REMARK, guids_of, source_guid
from pipeline.exchange.qdpx_reader import Project, Selection, Source, bare
from pipeline.exchange.xml_tree import Element

Keyed = tuple[str, UnitKey]
_ONE_UNIT = "\uffff"
"""The last sign that UTF-16 writes in one unit."""


@dataclass(frozen=True)
class Unplaced:
    """What has no place with us, and in Dutch why: where it stood in the text ``bron``, never its words."""

    bron: str
    codeur: str
    reden: str
    eenheid: str = ""
    begin: int | None = None
    einde: int | None = None

    def __str__(self) -> str:
        where = self.eenheid
        if self.begin is not None and self.einde is not None:
            where = f"plaats {self.begin} tot {self.einde} ({self.einde - self.begin} tekens)"
        return f"{', '.join(filter(None, (self.bron, where, self.codeur)))}: {self.reden}"


@dataclass
class Placed:
    """``given``: what each user gave our units; ``unplaced``: the rest, but for what a model gave."""

    given: list[Given] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)


@dataclass(frozen=True)
class _Counted:
    text: str
    spans: Mapping[UnitKey, Span]
    selections: tuple[Selection, ...]


@dataclass
class _Growing:
    pairs: list[Pair] = field(default_factory=list)
    moments: list[datetime] = field(default_factory=list)
    first: str = ""
    remarks: list[str] = field(default_factory=list)


class Codes:
    """Which of our codes those of a project are: by guid, else by the id in the description, else by name."""

    def __init__(self, project: Project, codebook: Codebook) -> None:
        self._guids = guids_of(codebook)
        self._codebook = codebook
        self.pairs: dict[str, Pair] = {}
        self.names: dict[str, str] = {}
        for top in project.codes:
            self._take(top, self._variable(top))

    def _take(self, element: Element, variable: str) -> None:
        own = bare(element.attributes.get("guid", ""))
        self.names[own] = element.attributes.get("name", "")
        pair = self._guids.get(own) or self._named(element, variable)
        if pair:
            self.pairs[own] = pair
        for child in element.all("Code"):
            self._take(child, variable)

    def _variable(self, top: Element) -> str:
        """The variable that an outermost code is; other programs give it a guid of their own."""
        given = from_description(top.description).get("id", "")
        name = top.attributes.get("name", "").lower()
        for variable in self._codebook.variables.values():
            if given == variable.id or name == variable.name.lower():
                return variable.id
        return ""

    def _named(self, element: Element, variable: str) -> Pair | None:
        known = set(self._guids.values())
        given = variable, from_description(element.description).get("id", "")
        if given in known:
            return given
        name = element.attributes.get("name", "").lower()
        if variable:  # which stands behind a name that codes of two variables have
            name = name.removesuffix(f" ({self._codebook.variables[variable].name.lower()})")
        return next((pair for pair in known if self._name(pair) == name and pair[0] == variable), None)

    def _name(self, pair: Pair) -> str:
        variable, code = pair
        if pair == NO_THEMA:
            return NO_THEMA_NAME.lower()
        found = self._codebook.variables[variable].code(code.partition(".")[0])
        return next((each.name for each in found.subcodes if each.id == code), found.name).lower()


def place(project: Project, units: Sequence[Unit], codebook: Codebook) -> Placed:
    """The codings of ``project`` on ``units``, users and units in the order of the file."""
    plans: dict[str, list[Unit]] = {}
    for unit in units:
        plans.setdefault(unit.plan, []).append(unit)
    placing = _Placing(Codes(project, codebook), {unit.key: unit for unit in units}, codebook)
    for source in project.sources:
        plan = _plan_of(source, plans)
        if plan is None:
            for selection in source.selections:
                placing.tell(source, selection, "dit is geen van onze plannen")
        else:
            placing.take(source, plans[plan])
    return placing.placed()


class _Placing:
    def __init__(self, codes: Codes, units: Mapping[UnitKey, Unit], codebook: Codebook) -> None:
        self._codes = codes
        self._units = units
        self._codebook = codebook
        self._growing: dict[Keyed, _Growing] = {}
        self._unplaced: list[Unplaced] = []

    def take(self, source: Source, units: Sequence[Unit]) -> None:
        """Place the selections of one plan."""
        counted = _fitting(source, units)
        for selection in counted.selections:
            found = _units_at(counted.text, selection, counted.spans)
            if isinstance(found, str):
                self.tell(source, selection, found)
            else:
                self._give(source, selection, found)

    def _give(self, source: Source, selection: Selection, keys: Sequence[UnitKey]) -> None:
        for guid, user, moment in selection.codes:
            pair = self._codes.pairs.get(guid)
            if pair is None:
                name = self._codes.names.get(guid, "")
                self.tell(source, selection, f"de code '{name}' staat niet in het codeboek", user)
                continue
            fitting = [key for key in keys if goes_with(pair, self._units[key].eenheid, self._codebook)]
            if not fitting:
                kinds = ", ".join(sorted({self._units[key].eenheid.value for key in keys}))
                self.tell(source, selection, f"de code {'.'.join(pair)} geldt niet bij: {kinds}", user)
            for key in fitting:
                self._grow((user, key), pair, moment, selection.description)

    def _grow(self, keyed: Keyed, pair: Pair, moment: datetime | None, description: str) -> None:
        growing = self._growing.setdefault(keyed, _Growing())
        if pair not in growing.pairs:
            growing.pairs.append(pair)
        if moment not in (None, CREATED, CREATED.replace(tzinfo=None)):
            growing.moments.append(moment)
        first, remark = _told(description)
        growing.first = growing.first or first
        if remark and remark not in growing.remarks:
            growing.remarks.append(remark)

    def tell(self, source: Source, selection: Selection, why: str, user: str = "") -> None:
        """Keep what has no place, of ``user`` or of all who coded the selection."""
        for coder in dict.fromkeys([user] if user else [own for _, own, _ in selection.codes]):
            if not coder.startswith(MODEL):
                place = ("", selection.start, selection.end)
                self._unplaced.append(Unplaced(source.name, coder, why, *place))

    def placed(self) -> Placed:
        given = [
            Given(
                key, user, _ordered(own), max(own.moments, default=None, key=_clock), "\n".join(own.remarks)
            )
            for (user, key), own in self._growing.items()
        ]
        return Placed(given, self._unplaced)


def _plan_of(source: Source, plans: Mapping[str, object]) -> str | None:
    """By guid, else by name, else by what the text begins with."""
    title = source.text.partition("\n")[0].strip().removeprefix("Plan ")
    by_guid = {source_guid(plan): plan for plan in plans}
    candidates = (by_guid.get(source.guid), source.name, source.name.removesuffix(".txt"), title)
    return next((each for each in candidates if each in plans), None)


def _fitting(source: Source, units: Sequence[Unit]) -> _Counted:
    """The text, its units and the selections, as the program counted.

    It may count a line end of Windows as one or as two, and so (in UTF-16) a sign such as an emoji.
    """
    readings = []
    for text in dict.fromkeys((plain(source.text), source.text)):
        spans = spans_in(text, units)
        readings.append(_Counted(text, spans, source.selections))
        if any(sign > _ONE_UNIT for sign in text):
            readings.append(_Counted(text, spans, _from_utf_16(text, source.selections)))
    return max(readings, key=_fit)


def _from_utf_16(text: str, selections: Sequence[Selection]) -> tuple[Selection, ...]:
    """``selections`` with their places in code points, when they were counted in units of UTF-16."""
    point_of, at = {}, 0
    for point, sign in enumerate(text):
        point_of[at] = point
        at += 2 if sign > _ONE_UNIT else 1
    point_of[at] = len(text)
    return tuple(
        replace(each, start=point_of.get(each.start, each.start), end=point_of.get(each.end, each.end))
        for each in selections
    )


def _fit(counted: _Counted) -> tuple[int, int]:
    """How many selections are exactly a unit, and how many have a place."""
    whole = set(counted.spans.values())
    places = [_units_at(counted.text, each, counted.spans) for each in counted.selections]
    exact = sum((each.start, each.end) in whole for each in counted.selections)
    return exact, sum(not isinstance(each, str) for each in places)


def _units_at(text: str, selection: Selection, spans: Mapping[UnitKey, Span]) -> list[UnitKey] | str:
    """The units that a selection covers, or the one it lies in; else why there is none."""
    start, end = selection.start, selection.end
    if not 0 <= start < end <= len(text):
        return "de plaats ligt buiten de tekst, of is leeg"
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    touched = {key: span for key, span in spans.items() if span[0] < end and start < span[1]}
    covered = [key for key, span in touched.items() if start <= span[0] and span[1] <= end]
    if not touched:
        return "er staat geen eenheid van ons"
    if len(touched) == 1 and any(span[0] <= start and end <= span[1] for span in touched.values()):
        return list(touched)
    if len(covered) < len(touched):
        return "de selectie loopt over de grens van een eenheid"
    return covered


def _told(description: str) -> tuple[str, str]:
    """The hoofdcode and the remark in the description of a selection; a foreign one is a remark."""
    first, lines = "", []
    for line in description.splitlines():
        if line.startswith(FIRST):
            first = line.removeprefix(FIRST).strip()
        else:
            lines.append(line.removeprefix(REMARK))
    return first, "\n".join(lines).strip()


def _ordered(own: _Growing) -> tuple[Pair, ...]:
    """The hoofdcode first, when it is still given."""
    first = (THEMA, own.first)
    return tuple(sorted(own.pairs, key=lambda pair: pair != first))


def _clock(moment: datetime) -> float:
    return moment.timestamp()
