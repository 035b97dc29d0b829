"""Searching what is known of the people of a plan through all of its texts, and replacing it by tags."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.privacy.dutch import is_dutch, is_verb
from pipeline.privacy.forms import Span, find_forms
from pipeline.privacy.people import People, Person, name_parts
from pipeline.privacy.scene import Mention, Scene, is_named_after, is_place_position
from pipeline.privacy.spelling import fold, same_name
from pipeline.privacy.words import Kind, context, is_kept, kind_of, without_genitive

_INITIALS = re.compile(r"\b[A-Z]\.(?:\s?[A-Za-z]\.){1,3}")
_BARE_INITIALS = re.compile(r"\b[A-Z][A-Za-z]{0,3}[A-Z]\b")  # 'MH', 'JvdH'
_BETWEEN = r"[\s.,/()-]{0,3}"


@dataclass
class Known:
    """What to look for: people by the spellings of their names, and other values as patterns."""

    people: People
    literals: Sequence[tuple[re.Pattern[str], str]]
    year: int | None
    index: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.index = self.people.index()
        self.long = [spelling for spelling in self.index if len(spelling) >= 5]


def literal_pattern(value: str, tag: str) -> re.Pattern[str] | None:
    """A pattern for a value of the form, however it is spaced; None when it is too short to be sure."""
    if tag == "ADRES":  # the street by itself tells as much
        street = re.match(r"[^\d,]{5,}", value)
        if not street:
            return None
        words = street.group().strip().split()
        number = r"(?:\s+\d{1,4}\s?[a-zA-Z]?\b)?"
        return re.compile(r"\b" + r"\s+".join(map(re.escape, words)) + number, re.IGNORECASE)
    characters = [re.escape(character) for character in value if character.isalnum()]
    if len(characters) < 5:
        return None
    return re.compile(r"(?<!\w)" + _BETWEEN.join(characters) + r"(?!\w)", re.IGNORECASE)


def find_identifiers(scene: Scene, text: str, mentions: Sequence[Mention], known: Known) -> list[Span]:
    """Every identifier in ``text`` with its tag, in order, none overlapping."""
    spans: list[Span] = []
    for pattern, tag in known.literals:
        _add(spans, (Span(*match.span(), f"[{tag}]") for match in pattern.finditer(text)))
    _add(spans, find_forms(text, known.year))
    _add(spans, _name_spans(scene, mentions, known))
    _add(spans, _initials_spans(text, known))
    return sorted(spans, key=lambda span: span.start)


def put_tags(text: str, spans: Sequence[Span]) -> str:
    """``text`` with the tags of ``spans`` (in order, none overlapping) in place of what they cover."""
    parts, end = [], 0
    for span in spans:
        parts += [text[end : span.start], span.tag]
        end = span.end
    return "".join(parts) + text[end:]


def _add(spans: list[Span], more: Iterable[Span]) -> None:
    for new in more:
        if not any(new.start < span.end and span.start < new.end for span in spans):
            spans.append(new)


def _initials_spans(text: str, known: Known) -> Iterator[Span]:
    found = [(match, match[0]) for match in _INITIALS.finditer(text)]
    if not text.isupper():  # where all is in capitals, short words are no initials
        bare = ((match, match[0]) for match in _BARE_INITIALS.finditer(text))
        found += [(match, word) for match, word in bare if not _means_something(word.lower())]
    for match, word in found:
        person = known.people.by_initials(re.sub(r"[^A-Za-z]", "", word).upper())
        if person:
            yield Span(*match.span(), known.people.tag(person))


def _means_something(lower: str) -> bool:
    return is_kept(lower) or is_dutch(lower)


def _name_spans(scene: Scene, mentions: Sequence[Mention], known: Known) -> Iterator[Span]:
    tokens = scene.tokens
    in_mention = {i: mention for mention in mentions for i in range(mention.first, mention.last + 1)}
    named = [i in in_mention or _is_known(scene, i, known) for i in range(len(tokens))]
    i = 0
    while i < len(tokens):
        if not named[i]:
            i += 1
            continue
        last = _group_end(scene, named, i)
        words = [token.text for token in tokens[i : last + 1]]
        person = _person(words, known)
        if person:
            first = _with_prefix(scene, i, person)
            yield Span(tokens[first].start, tokens[last].end, known.people.tag(person))
        i = last + 1


def _person(words: list[str], known: Known) -> Person | None:
    parts = name_parts(words)
    if found := (parts and known.people.find(parts)) or known.people.nearest(parts):
        return found
    spelled = (known.index[part] for part in parts if part in known.index)
    return next(spelled, None) or _alike(words, known)


def _alike(words: list[str], known: Known) -> Person | None:
    parts = name_parts(words)
    if not parts:  # one letter, after 'mevrouw'
        return known.people.by_letter(words[-1]) if words else None
    for part in parts:
        for spelling, person in known.index.items():
            if same_name(part, spelling) or part[:-1] == spelling:
                return person
    return known.people.add(words)


def _is_known(scene: Scene, i: int, known: Known) -> bool:
    token = scene.tokens[i]
    if i in scene.kept or len(token.text) < 2 or token.text[0].isdigit():
        return False
    kind = kind_of(token.text)
    may_be = kind in (Kind.NAME, Kind.UNKNOWN)
    folded = fold(without_genitive(token.lower))
    spelled = folded in known.index or (folded[-1:] == "s" and len(folded) > 3 and folded[:-1] in known.index)
    if not (may_be or spelled) or is_named_after(scene, i):
        return False
    if spelled:
        return may_be or _stands_as_name(scene, i, known)
    if len(folded) < 5 or i in scene.things:
        return False
    if not token.capital and scene.lower(i - 1) not in context().honorifics:
        return False
    return any(same_name(folded, own) or same_name(folded.removesuffix("s"), own) for own in known.long)


def _stands_as_name(scene: Scene, i: int, known: Known) -> bool:
    """A known name that is a Dutch word too: it must have a title, or a capital not explained otherwise."""
    token = scene.tokens[i]
    before = i - 1
    while before > 0 and scene.lower(before) in context().particles:
        before -= 1
    if scene.lower(before) in context().honorifics and token.joined:
        return True
    if not token.capital or i in scene.things or (is_kept(token.lower) and is_place_position(scene, i)):
        return False
    if not token.opens:
        return True
    following = scene.lower(i + 1)
    return is_verb(following) or fold(following) in known.index or following in context().particles


def _group_end(scene: Scene, named: list[bool], first: int) -> int:
    end = first
    while end + 1 < len(named):
        nxt = end + 1
        while nxt < len(named) - 1 and not named[nxt] and _is_joined_particle(scene, nxt):
            nxt += 1
        if not named[nxt] or not scene.tokens[nxt].joined or scene.tokens[nxt].opens:
            break
        end = nxt
    return end


def _with_prefix(scene: Scene, first: int, person: Person) -> int:
    """Take in the particles and initials that belong to the name: 'van Dalen', 'A. Yilmaz'."""
    tokens = scene.tokens
    parts = name_parts([tokens[first].text])
    prefixes = {particle for part in parts for particle in person.prefixes.get(part, ())}
    while first > 0 and tokens[first].joined and tokens[first - 1].lower in prefixes:
        first -= 1
    while first > 0 and tokens[first - 1].is_initial and tokens[first].before.strip() == ".":
        first -= 1
    return first


def _is_joined_particle(scene: Scene, i: int) -> bool:
    return scene.lower(i) in context().particles and scene.tokens[i].joined
