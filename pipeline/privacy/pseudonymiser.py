"""From a plan as read to a plan that names nobody."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace as changed
from functools import lru_cache

from pipeline.domain import Plan, Reading
from pipeline.errors import NoPlan
from pipeline.privacy.dates import birth_pattern
from pipeline.privacy.forms import Span
from pipeline.privacy.header import Header, read_header
from pipeline.privacy.keys import person_id, pseudonym
from pipeline.privacy.mentions import find_mentions, place_words
from pipeline.privacy.people import People, Role, name_parts
from pipeline.privacy.scene import Mention, Scene, make_scene
from pipeline.privacy.search import Known, find_identifiers, literal_pattern, put_tags


@dataclass(frozen=True, slots=True)
class PrivatePlan:
    """A plan without identifiers, and pseudonyms that tell which plans belong together.

    ``persoon``: of the BSN, "" when there is none. ``naam_sleutel``: of the client's name, one short
    pseudonym for each part, so that 'S. Barakat' and 'Samir Barakat' are seen to agree; "" when no name was
    found. ``inhoud_sleutel``: of all the plan says, whatever its layout: the same when printed again.
    """

    plan: Plan
    persoon: str
    naam_sleutel: str
    inhoud_sleutel: str


@dataclass(frozen=True, slots=True, repr=False)
class Cleaned:
    """What taking the identifiers out of a reading gave: of each text of its plan what is left of it, and
    the pseudonyms; ``rests_on`` is all that this follows from.
    """

    texts: dict[str, str]
    persoon: str
    naam_sleutel: str
    inhoud_sleutel: str
    rests_on: tuple[object, ...]

    def fits(self, reading: Reading) -> bool:
        """Whether it holds for ``reading`` too: another one of the same document often says the same."""
        return reading.plan is not None and self.rests_on == _rests_on(reading, reading.plan)

    def private(self, plan: Plan) -> PrivatePlan:
        """The plan of the reading, or of another that it ``fits``."""
        return PrivatePlan(
            _with_texts(plan, self.texts), self.persoon, self.naam_sleutel, self.inhoud_sleutel
        )


class Pseudonymiser:
    """Takes identifiers out of plans; ``key`` is the user's secret key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def pseudonymise(self, reading: Reading) -> PrivatePlan:
        """The plan of ``reading`` with tags for identifiers. Raises NoPlan when there is no plan in it."""
        plan = reading.plan
        if plan is None:
            raise NoPlan(reading.reden or "In dit bestand is geen plan gevonden.")
        return self.clean(reading, plan).private(plan)

    def clean(self, reading: Reading, plan: Plan) -> Cleaned:
        """The texts of the ``plan`` of ``reading`` with tags for identifiers, and the pseudonyms."""
        header = read_header(reading)
        texts = list(plan_texts(plan))
        found = _find(plan, texts, header, reading.regels)
        return Cleaned(
            texts={text: put_tags(text, spans) for text, spans in found.items()},
            persoon=person_id(self._key, header.bsn),
            naam_sleutel=self._name_key(header),
            inhoud_sleutel=self._content_key(plan, texts),
            rests_on=_rests_on(reading, plan),
        )

    def _name_key(self, header: Header) -> str:
        """Bound to the BSN: the key says whether one BSN stands with two names, and nothing across people."""
        parts = sorted({_sound(part) for part in name_parts(header.client())})
        return " ".join(pseudonym(self._key, "naam", f"{header.bsn}:{part}", length=12) for part in parts)

    def _content_key(self, plan: Plan, texts: list[str]) -> str:
        said = re.sub(r"\W+", "", " ".join(texts).casefold())
        return pseudonym(self._key, "inhoud", f"{plan.datum or ''}:{said}") if said else ""


def _rests_on(reading: Reading, plan: Plan) -> tuple[object, ...]:
    return (reading.velden, reading.regels, plan.datum, *plan_texts(plan))


def _sound(part: str) -> str:
    """The consonants of a folded name, its first letter kept: one for 'mohamad', 'muhamid' and the like."""
    return part[0] + re.sub(r"[aeiou]", "", part[1:])


def plan_texts(plan: Plan) -> Iterator[str]:
    """All texts of a plan in its order."""
    yield from (passage.tekst for passage in plan.situatie)
    if plan.hoofddoel:
        yield plan.hoofddoel.tekst
    for subdoel in plan.subdoelen:
        yield subdoel.tekst
        yield from (afspraak.tekst for afspraak in subdoel.afspraken)


def _with_texts(plan: Plan, clean: dict[str, str]) -> Plan:
    return changed(
        plan,
        situatie=tuple(changed(passage, tekst=clean[passage.tekst]) for passage in plan.situatie),
        hoofddoel=plan.hoofddoel and changed(plan.hoofddoel, tekst=clean[plan.hoofddoel.tekst]),
        subdoelen=tuple(
            changed(
                subdoel,
                tekst=clean[subdoel.tekst],
                afspraken=tuple(changed(each, tekst=clean[each.tekst]) for each in subdoel.afspraken),
            )
            for subdoel in plan.subdoelen
        ),
    )


def identifiers(reading: Reading) -> dict[str, list[Span]]:
    """What would be replaced in each text of the plan of ``reading``, for measuring."""
    if reading.plan is None:
        return {}
    return _find(reading.plan, list(plan_texts(reading.plan)), read_header(reading), reading.regels)


def _find(plan: Plan, texts: list[str], header: Header, lines: tuple[str, ...]) -> dict[str, list[Span]]:
    scenes = {text: make_scene(text) for text in texts}
    mentions = _supported({text: find_mentions(scene) for text, scene in scenes.items()}, scenes)
    people = _people(header, mentions, scenes, _line_names(lines, texts))
    known = Known(people, _literals(header), plan.datum.year if plan.datum else None)
    return {text: find_identifiers(scenes[text], text, mentions[text], known) for text in scenes}


def _supported(mentions: dict[str, list[Mention]], scenes: dict[str, Scene]) -> dict[str, list[Mention]]:
    """Without the weak mentions of words that stand more often where organisations and places stand."""
    places = Counter(word for text, scene in scenes.items() for word in place_words(scene, mentions[text]))
    weak: Counter[str] = Counter()
    strong: set[str] = set()
    for text, found in mentions.items():
        for each in found:
            parts = name_parts(_words(scenes[text], each))
            strong.update(parts if each.strong else ())
            weak.update(() if each.strong else parts)
    things = {word for word in places if places[word] > weak[word] and word not in strong}

    def stands(text: str, mention: Mention) -> bool:
        return mention.strong or not things.issuperset(name_parts(_words(scenes[text], mention)))

    return {text: [each for each in found if stands(text, each)] for text, found in mentions.items()}


def _words(scene: Scene, mention: Mention) -> list[str]:
    return [token.text for token in scene.tokens[mention.first : mention.last + 1]]


def _named(scene: Scene, mention: Mention) -> tuple[Role, list[str]]:
    return Role.MANAGER if mention.manager else Role.OTHER, _words(scene, mention)


def _line_names(lines: tuple[str, ...], texts: list[str]) -> Iterator[tuple[Role, list[str]]]:
    """Names on lines that are no part of the plan's texts: headers, footers, signatures."""
    said = re.sub(r"\s+", " ", " ".join(texts))
    for line in lines:
        if re.sub(r"\s+", " ", line).strip(" •-") in said:
            continue
        yield from _sure_names(line)


@lru_cache(maxsize=4096)
def _sure_names(line: str) -> tuple[tuple[Role, list[str]], ...]:
    """The names on a line that are surely names. The lines of a form come back in plan after plan."""
    scene = make_scene(line)
    return tuple(_named(scene, mention) for mention in find_mentions(scene) if mention.strong)


def _people(
    header: Header,
    mentions: dict[str, list[Mention]],
    scenes: dict[str, Scene],
    line_names: Iterator[tuple[Role, list[str]]],
) -> People:
    """Everyone who is named: the client first, then who wrote it, then longer names before shorter ones."""
    people = People()
    if client := people.add(header.client(), Role.CLIENT):
        client.learn(header.client())
        people.tag(client)  # always number 1
    for role, words in sorted(header.names, key=lambda name: name[0] is not Role.MANAGER):
        people.add(words, Role.OTHER if role is Role.CLIENT else role)
    named = list(line_names)
    for text, found in mentions.items():
        named += [_named(scenes[text], each) for each in found]
    for role, words in sorted(named, key=lambda name: -len(name_parts(name[1]))):
        people.add(words, role)
    return people


def _literals(header: Header) -> list[tuple[re.Pattern[str], str]]:
    values = [(literal_pattern(value, tag), tag) for value, tag in header.literals]
    values += [(birth_pattern(value), "GEBOORTEDATUM") for value in header.births]
    return [(pattern, tag) for pattern, tag in values if pattern]
