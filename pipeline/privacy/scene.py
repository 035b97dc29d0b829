"""One text as a scene for names: its words, what each may be, and what stands around it."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.privacy.lists import kept_phrases
from pipeline.privacy.tokens import Token, tokenise
from pipeline.privacy.words import Kind, context, is_first, is_head, is_last, kind_of, without_genitive

NAMED = (Kind.NAME, Kind.AMBIGUOUS)


@dataclass(frozen=True)
class Scene:
    """The words of one text; ``kept`` are tokens of kept names, ``things`` those of some organisation."""

    tokens: list[Token]
    kept: frozenset[int]
    things: frozenset[int]

    def kind(self, i: int) -> Kind:
        return Kind.KEPT if i in self.kept else kind_of(self.tokens[i].text)

    def lower(self, i: int) -> str:
        return self.tokens[i].lower if 0 <= i < len(self.tokens) else ""


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens ``first`` to ``last`` (inclusive) name someone; ``manager``: it is the klantmanager."""

    first: int
    last: int
    strong: bool
    manager: bool = False


def make_scene(text: str) -> Scene:
    """The words of ``text``, kept phrases and names of organisations marked."""
    tokens = tokenise(text, context().abbreviations)
    kept = frozenset(i for start, stop in _kept_spans(tokens) for i in range(start, stop))
    bare = Scene(tokens, kept, frozenset())
    things = frozenset(i for start, stop in _thing_spans(bare) for i in range(start, stop))
    return Scene(tokens, kept, things)


def _kept_spans(tokens: list[Token]) -> Iterator[tuple[int, int]]:
    phrases = kept_phrases()
    for i, token in enumerate(tokens):
        for phrase in phrases.get(token.lower, ()):
            if tuple(other.lower for other in tokens[i : i + len(phrase)]) == phrase:
                yield i, i + len(phrase)
                break


def _thing_spans(scene: Scene) -> Iterator[tuple[int, int]]:
    """'buurthuis De Brug', 'De Zandbak', 'stichting Xyz': capitals after a head noun or after 'De'."""
    words = context()
    for i, token in enumerate(scene.tokens):
        article = token.capital and token.lower in ("de", "het", "t") and not token.opens
        if not (article or is_head(token.lower)):
            continue
        after_name = i > 0 and token.joined and scene.lower(i - 1) in words.honorifics
        if after_name and not is_head(token.lower):
            continue
        stop = _run_of_capitals(scene, i + 1)
        first_named = stop > i + 1 and _is_person_after_head(scene, i, stop, article)
        if stop > i + 1 and not first_named:
            yield (i if article else i + 1), stop


def _is_person_after_head(scene: Scene, head: int, stop: int, article: bool) -> bool:
    word = scene.tokens[head + 1]
    if article:
        return is_last(word.lower)
    return stop - head > 4 or (scene.kind(head + 1) in NAMED and is_first(without_genitive(word.lower)))


def _run_of_capitals(scene: Scene, start: int) -> int:
    stop = start
    while stop < len(scene.tokens) and scene.tokens[stop].joined and scene.tokens[stop].capital:
        if scene.tokens[stop].opens:
            break
        stop += 1
    return stop


def is_place_position(scene: Scene, i: int) -> bool:
    words = context()
    before = scene.lower(i - 1) if i > 0 and scene.tokens[i].before.strip() == "" else ""
    if before in words.thing_before or is_head(before):
        return True
    # 'bij Sophie van de bibliotheek' is no place
    return before in words.place_before and scene.lower(i + 1) != "van"


def is_named_after(scene: Scene, i: int) -> bool:
    """'de Aydin school': a thing with the name of someone."""
    following = scene.tokens[i + 1] if i + 1 < len(scene.tokens) else None
    article = scene.lower(i - 1) in ("de", "het") and scene.tokens[i].before == " "
    return article and following is not None and not following.capital and is_head(following.lower)


def is_hyphened_word(scene: Scene, i: int) -> bool:
    """'Bbz-aanvraag', 'Huur- en': part of a compound, not a name."""
    after = gap_after(scene, i)
    if after.startswith("-"):
        return after != "-" or scene.tokens[i + 1].text.islower()
    no_names = (Kind.DUTCH, Kind.KEPT, Kind.NONE)
    return scene.tokens[i].before.endswith("-") and i > 0 and scene.kind(i - 1) in no_names


def skip_particles(scene: Scene, i: int) -> int | None:
    """The index of the first word from ``i`` that is no particle ('van der', 'el'), or None."""
    start = i
    while i < len(scene.tokens) and i - start < 4:
        if i > start and not scene.tokens[i].joined:
            return None
        if scene.lower(i) not in context().particles:
            return i
        i += 1
    return None


def gap_after(scene: Scene, i: int) -> str:
    """What stands behind token ``i``; a full stop at the end of the text."""
    return scene.tokens[i + 1].before if i + 1 < len(scene.tokens) else "."
