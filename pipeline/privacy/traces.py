"""What identifies the people of received plans, as something to look for: in memory only, never shown.

A trace is looked for in the forms that it may take: numbers however they are spaced, dates however they are
written, names as whole words in any case. A name that is an ordinary word or a place as well counts only
where it stands as a name.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.domain import Reading
from pipeline.privacy.dates import read_dates
from pipeline.privacy.forms import find_forms
from pipeline.privacy.header import read_header
from pipeline.privacy.lists import kept_words
from pipeline.privacy.mentions import find_mentions, place_words
from pipeline.privacy.pseudonymiser import plan_texts
from pipeline.privacy.scene import Scene, make_scene
from pipeline.privacy.spelling import fold
from pipeline.privacy.words import Kind, context, is_listed, kind_of, without_genitive

NAME, PERHAPS, BIRTH, ADDRESS, EMAIL = "naam", "mogelijke naam", "geboortedatum", "adres", "e-mailadres"
_KINDS = {
    "BSN": "BSN", "TELEFOON": "telefoonnummer", "EMAIL": EMAIL, "ADRES": ADDRESS, "IBAN": "rekeningnummer",
    "GEBOORTEDATUM": BIRTH, "NUMMER": "nummer",
}  # fmt: skip
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBERS = re.compile(r"(?<!\w)\w*\d\w*(?:[ ./()+-]{1,3}\w*\d\w*)*")  # words with digits, little between
_POSTCODE = re.compile(r"(?<!\w)(\d{4}) ?([A-Za-z]{2})(?!\w)")
_CELL = re.compile(r"[\n>]|[\",](?=\S|\Z)")  # what parts texts in tables
_LEAST_DIGITS = 6
_MOST_PIECES = 10
_AROUND = 40  # characters on either side that tell how a word stands


class Trace(NamedTuple):
    """A value as it stands in a plan, and its kind in Dutch."""

    kind: str
    value: str


class Hit(NamedTuple):
    """A place in a text where a trace of this kind stands; ``value`` is for comparing, not for showing."""

    start: int
    kind: str
    value: str


@dataclass(frozen=True)
class Traces:
    """Those of one plan. ``perhaps``: words that read as names; ``things``: those that read as others."""

    sure: frozenset[Trace]
    perhaps: frozenset[str]
    things: frozenset[str]


def traces_of(reading: Reading) -> Traces:
    """What the form of ``reading`` tells, and what is found in its lines and texts."""
    header = read_header(reading)
    sure = {Trace(NAME, word) for _, words in header.names for word in words}
    sure |= {Trace("BSN", header.bsn)} if header.bsn else set()
    sure |= {Trace(BIRTH, value) for value in header.births}
    sure |= {Trace(_KINDS[tag], value) for value, tag in header.literals}
    perhaps: set[str] = set()
    things: set[str] = set()
    year = reading.plan.datum.year if reading.plan and reading.plan.datum else None
    texts = set(plan_texts(reading.plan)) if reading.plan else set()
    for text in {*reading.regels, *texts}:
        forms = find_forms(text, year)
        sure |= {Trace(_KINDS[form.tag.strip("[]")], text[form.start : form.end]) for form in forms}
        scene = make_scene(text)
        mentions = find_mentions(scene)
        things.update(place_words(scene, mentions))
        for mention in mentions:
            words = [token.text for token in scene.tokens[mention.first : mention.last + 1]]
            if mention.strong and (text in texts or any(is_listed(word.lower()) for word in words)):
                sure |= {Trace(NAME, word) for word in words}
            elif text in texts or mention.strong:  # on a line any word may stand behind 'Klantmanager'
                perhaps.update(words)
    return Traces(frozenset(sure), frozenset(perhaps), frozenset(things))


def all_traces(found: Iterable[Traces]) -> set[Trace]:
    """Those of all plans; words that read as names in one plan and as something else in another left out."""
    plans = list(found)
    things = {word for plan in plans for word in plan.things}
    perhaps = {word for plan in plans for word in plan.perhaps if fold(word) not in things}
    return {trace for plan in plans for trace in plan.sure} | {Trace(PERHAPS, word) for word in perhaps}


class TraceIndex:
    """Finds ``traces`` in texts."""

    def __init__(self, traces: Iterable[Trace]) -> None:
        self._names: set[str] = set()
        self._plain_words: dict[str, str] = {}  # names that are words or places too, and perhaps names
        self._emails: set[str] = set()
        self._numbers: dict[str, str] = {}
        self._births: set[tuple[int, int, int]] = set()
        self._postcodes: set[str] = set()
        self._streets: dict[str, set[tuple[str, ...]]] = {}
        for trace in traces:
            self._add(trace)

    def __len__(self) -> int:
        streets = sum(map(len, self._streets.values()))
        named = len(self._names) + len(self._plain_words) + len(self._emails) + len(self._births)
        return named + len(set(self._numbers)) + len(self._postcodes) + streets

    def find(self, text: str) -> Iterator[Hit]:
        """Every trace in ``text``."""
        yield from self._words_in(text)
        yield from self._numbers_in(text)
        if "@" in text:
            found = ((match.start(), match[0].lower()) for match in _EMAIL.finditer(text))
            yield from (Hit(start, EMAIL, value) for start, value in found if value in self._emails)
        for match in _POSTCODE.finditer(text) if self._postcodes else ():
            if (value := match[1] + match[2].lower()) in self._postcodes:
                yield Hit(match.start(), ADDRESS, value)
        for start, day in read_dates(text) if self._births else ():
            if day in self._births:
                yield Hit(start, BIRTH, str(day))

    def _add(self, trace: Trace) -> None:
        if trace.kind in (NAME, PERHAPS):
            self._add_name(trace)
        elif trace.kind == EMAIL:
            self._emails.update(match[0].lower() for match in _EMAIL.finditer(trace.value))
        elif trace.kind == BIRTH:
            self._births.update(day for _, day in read_dates(trace.value))
        elif trace.kind == ADDRESS:
            self._add_address(trace.value)
        else:
            self._numbers |= dict.fromkeys(_spellings(trace), trace.kind)

    def _add_name(self, trace: Trace) -> None:
        word = without_genitive(trace.value.lower())
        if len(word) < 3 or word in context().particles | context().labels | context().never_names:
            return
        if trace.kind == NAME and kind_of(word) in (Kind.NAME, Kind.UNKNOWN):
            self._names.add(word)
        else:
            sure = NAME in (trace.kind, self._plain_words.get(word))
            self._plain_words[word] = NAME if sure else PERHAPS

    def _add_address(self, value: str) -> None:
        self._postcodes.update(match[1] + match[2].lower() for match in _POSTCODE.finditer(value))
        street = re.match(r"\D{4,}?\s*\d{1,4}", value)
        if street and (words := tuple(word.lower() for word in _WORD.findall(street[0]))):
            self._streets.setdefault(words[0], set()).add(words)

    def _words_in(self, text: str) -> Iterator[Hit]:
        for match in _WORD.finditer(text):
            word = match[0].lower()
            bare = without_genitive(word)
            if self._is_name(bare):
                if not _is_kept(text, match.start()):
                    yield Hit(match.start(), NAME, bare)
            elif bare in self._plain_words and match[0][0].isupper() and _stands_as_name(text, match.start()):
                yield Hit(match.start(), self._plain_words[bare], bare)
            for street in self._streets.get(word, ()):
                following = _WORD.findall(text[match.start() : match.start() + 80].lower())
                if tuple(following[: len(street)]) == street:
                    yield Hit(match.start(), ADDRESS, " ".join(street))

    def _is_name(self, word: str) -> bool:
        return word in self._names or (len(word) > 4 and word[-1] == "s" and word[:-1] in self._names)

    def _numbers_in(self, text: str) -> Iterator[Hit]:
        if not self._numbers:
            return
        for run in _NUMBERS.finditer(text):
            pieces = [(match.start(), match[0].lower()) for match in re.finditer(r"\w+", run[0])]
            for first, (start, _) in enumerate(pieces):
                value = ""
                for _, piece in pieces[first : first + _MOST_PIECES]:
                    value += piece
                    if value in self._numbers:
                        yield Hit(run.start() + start, self._numbers[value], value)


def _spellings(trace: Trace) -> set[str]:
    """A number without what stands between its digits; of a telephone number, abroad and at home."""
    whole = re.sub(r"\W", "", trace.value).lower()
    digits = max(re.findall(r"\d+", re.sub(r"[\s./()-]", "", trace.value)), key=len, default="")
    found = {whole, digits}
    if trace.kind == _KINDS["TELEFOON"]:
        bare = re.sub(r"^(?:00)?31(?:0)?|^0", "", re.sub(r"\D", "", trace.value))
        found |= {f"{before}{bare}" for before in ("0", "31", "0031", "310", "00310")}
    return {value for value in found if sum(map(str.isdigit, value)) >= _LEAST_DIGITS}


def _stands_as_name(text: str, start: int) -> bool:
    """Whether a capitalised word that may be no name follows a title or particle, or its capital tells."""
    scene, at = _scene_around(text, start)
    previous = scene.lower(at - 1) if scene.tokens[at].joined else ""
    if _is_of_a_place(scene, at):
        return False
    if previous in context().honorifics | context().particles and previous not in ("de", "het", "in", "te"):
        return True
    if at in scene.kept or at in scene.things or scene.tokens[at].opens:
        return False
    return scene.tokens[at].lower not in kept_words()


def _is_of_a_place(scene: Scene, at: int) -> bool:
    """'de bibliotheek van Zeewolde': no title, role or name is before 'van', so it is no part of a name."""
    if at < 2 or scene.tokens[at - 1].text != "van" or scene.tokens[at].lower not in kept_words():
        return False
    before = scene.tokens[at - 2]
    return before.text.islower() and before.lower not in context().honorifics | context().labels


def _is_kept(text: str, start: int) -> bool:
    """Whether a word is part of the name of a place or organisation: 'Addis Abeba'."""
    scene, at = _scene_around(text, start)
    return at in scene.kept


def _scene_around(text: str, start: int) -> tuple[Scene, int]:
    """The line or cell around a word as a scene, and which of its words that is."""
    before = _CELL.split(text[max(0, start - _AROUND) : start])[-1]
    scene = make_scene(before + text[start : start + _AROUND])
    return scene, next(i for i, token in enumerate(scene.tokens) if token.end > len(before))
