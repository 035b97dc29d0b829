"""The people of one plan: who is who, under which tag, and by which words they are found."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from pipeline.privacy.spelling import fold, same_name
from pipeline.privacy.words import context, without_genitive

MANAGER_TAG = "[KLANTMANAGER]"
_ARTICLES = ("al", "el")


class Role(Enum):
    CLIENT = auto()
    MANAGER = auto()
    OTHER = auto()


@dataclass(eq=False)
class Person:
    """Someone in the plan; ``parts`` are the folded words of the name, without particles and initials.

    ``prefixes``: the particles that belong before a part ('leeuwen': {'van'}).
    """

    role: Role
    parts: set[str] = field(default_factory=set)
    prefixes: dict[str, set[str]] = field(default_factory=dict)
    initials: set[str] = field(default_factory=set)
    number: int = 0

    def learn(self, words: Sequence[str]) -> None:
        """Add the words of a name as written."""
        particles: list[str] = []
        for word in words:
            if word.lower() in context().particles:
                particles.append(word.lower())
                continue
            for part in name_parts([word]):
                self.parts.add(part)
                self.prefixes.setdefault(part, set()).update(particles)
            particles = []
        without = [word for word in words if word.lower() not in context().particles]
        for each in (words, without):
            self.initials |= {"".join(word[0].upper() for word in each)} if len(each) > 1 else set()

    def spellings(self) -> Iterator[str]:
        """The parts, and the parts written as one word with what stands before them ('alhariri')."""
        for part in self.parts:
            yield part
            yield from (fold(particle + part) for particle in self.prefixes.get(part, ()) if len(part) > 3)
            yield from (part[2:] for article in _ARTICLES if part.startswith(article) and len(part) > 6)
        if len(self.parts) == 2:
            one, other = self.parts
            yield from (one + other, other + one)


class People:
    """All people of one plan; numbers are given as people appear."""

    def __init__(self) -> None:
        self._people: list[Person] = []
        self._numbered = 0

    def add(self, words: Sequence[str], role: Role = Role.OTHER) -> Person | None:
        """Make sure someone with this name is known: a new person, or one whose name covers it."""
        parts = name_parts(words)
        if not parts:
            return None
        known = self.find(parts)
        if known is None:
            known = Person(role)
            known.learn(words)
            self._people.append(known)
        elif known.role is Role.OTHER:
            known.role = role
        return known

    def find(self, parts: Iterable[str]) -> Person | None:
        """The first person whose name has all of these (folded) parts, spelled alike or nearly so."""
        wanted = list(parts)
        return next((person for person in self._people if _covers(person, wanted)), None)

    def nearest(self, parts: Iterable[str]) -> Person | None:
        """The first of the people who have most of these parts, if anyone has one."""
        wanted = set(parts)
        sharing = [person for person in self._people if wanted & person.parts]
        return max(sharing, key=lambda person: len(wanted & person.parts), default=None)

    def by_initials(self, initials: str) -> Person | None:
        """The first person with these initials."""
        return next((person for person in self._people if initials in person.initials), None)

    def by_letter(self, letter: str) -> Person:
        """Who may be meant by 'mevr. T.': the first person with a name that begins so, or a new one."""
        folded = fold(letter)
        for person in self._people:
            if any(part.startswith(folded) for part in person.parts):
                return person
        stranger = Person(Role.OTHER, parts={folded})
        self._people.append(stranger)
        return stranger

    def index(self) -> dict[str, Person]:
        """Every spelling of every part of a name, and the first person who has it."""
        found: dict[str, Person] = {}
        for person in self._people:
            for spelling in person.spellings():
                found.setdefault(spelling, person)
        return found

    def tag(self, person: Person) -> str:
        """The tag of a person; a number is given at first use."""
        if person.role is Role.MANAGER:
            return MANAGER_TAG
        if not person.number:
            self._numbered += 1
            person.number = self._numbered
        return f"[NAAM-{person.number}]"


def _covers(person: Person, wanted: list[str]) -> bool:
    spellings = list(person.spellings())
    return all(any(same_name(part, own) for own in spellings) for part in wanted)


def name_parts(words: Iterable[str]) -> list[str]:
    """The folded words that tell a name: no particles, no initials."""
    bare = (without_genitive(word) for word in words)
    folded = (fold(word) for word in bare if len(word) > 1 and word.lower() not in context().particles)
    return [part for part in folded if len(part) > 1]
