"""Finding names that nobody told us: by the words around them, by the lists, and by being no Dutch.

Evidence is strong (after 'mevrouw', beside 'zoon', in a list of names) or weak (a capitalised word that
is neither Dutch nor kept). Weak evidence counts only while nothing in the plan shows that the word
is an organisation or a place ('bij Xyz', 'de Xyz').
"""

from collections.abc import Iterator
from dataclasses import replace

from pipeline.privacy.dutch import in_dictionary, is_verb
from pipeline.privacy.labelled import after_honorific, after_label
from pipeline.privacy.phrases import phrase_end
from pipeline.privacy.scene import (
    NAMED,
    Mention,
    Scene,
    gap_after,
    is_hyphened_word,
    is_named_after,
    is_place_position,
    skip_particles,
)
from pipeline.privacy.spelling import fold
from pipeline.privacy.words import (
    Kind,
    context,
    is_first,
    is_head,
    is_kept,
    is_last,
    is_profession,
    may_be_slip,
    may_start_name,
    without_genitive,
)


def find_mentions(scene: Scene) -> list[Mention]:
    """The names in one text, left to right, none overlapping."""
    found: list[Mention] = []
    taken = -1
    for i, token in enumerate(scene.tokens):
        if i <= taken or not may_start_name(token.text):
            continue
        mention = _mention_at(scene, i)
        if mention:
            found.append(replace(mention, manager=mention.manager or _is_manager(scene, mention)))
            taken = mention.last
    return found


def _is_manager(scene: Scene, mention: Mention) -> bool:
    """'Casemanager mevr. Westerink', 'Esther Vos, klantmanager, belt'."""
    managers = context().klantmanagers
    before = mention.first - 1
    titled = before > 0 and scene.lower(before) in context().honorifics
    if titled and scene.lower(before - 1) in managers and not scene.tokens[before].before.strip():
        return True
    after = mention.last + 1
    described = scene.lower(after) in managers and scene.tokens[after].before.strip() in (",", "(")
    return described and gap_after(scene, after).strip()[:1] in (",", ".", ")", ";")


def _mention_at(scene: Scene, i: int) -> Mention | None:
    words = context()
    lower = scene.lower(i)
    if lower in words.honorifics:
        return after_honorific(scene, i)
    if mention := after_label(scene, i):
        return mention
    if lower in words.labels or i in scene.things or is_named_after(scene, i):
        return None
    return _initials(scene, i) or _by_itself(scene, i)


def _initials(scene: Scene, i: int) -> Mention | None:
    """'J.P. de Vries', 'A. Yilmaz': initials and a capitalised word that is no kept one."""
    start = i
    while i < len(scene.tokens) and scene.tokens[i].is_initial and gap_after(scene, i).startswith("."):
        i += 1
    if i == start or i >= len(scene.tokens) or not scene.tokens[i].joined:
        return None
    name = skip_particles(scene, i)
    if name is None or not scene.tokens[name].capital or scene.kind(name) in (Kind.KEPT, Kind.NONE):
        return None
    if scene.kind(name) is Kind.DUTCH and name == i:
        return None
    return Mention(start, phrase_end(scene, name, any_capital=True), strong=True)


def _by_itself(scene: Scene, i: int) -> Mention | None:
    token, kind = scene.tokens[i], scene.kind(i)
    lower = without_genitive(token.lower)
    if not token.capital:
        listed = kind is Kind.NAME and len(lower) > 3 and is_first(lower)
        return Mention(i, phrase_end(scene, i), strong=True) if listed else None
    end = phrase_end(scene, i)
    if kind is Kind.NAME or (kind is Kind.DUTCH and _is_odd_first_name(scene, i)):
        return Mention(i, end, strong=True)
    if kind is Kind.AMBIGUOUS and is_first(lower) and _ambiguous_is_name(scene, i, end):
        return Mention(i, end, strong=True)
    if kind is Kind.UNKNOWN and _unknown_is_name(scene, i, end):
        sure = _is_described(scene, end) or any(scene.kind(k) in NAMED for k in range(i + 1, end + 1))
        return Mention(i, end, strong=sure)
    return None


def _is_odd_first_name(scene: Scene, i: int) -> bool:
    """What passes for a Dutch word, with a capital that nothing explains, before a last name."""
    token = scene.tokens[i]
    if i + 1 >= len(scene.tokens) or scene.tokens[i + 1].before != " " or is_head(token.lower):
        return False
    if token.lower in context().never_names or in_dictionary(token.lower) == token.opens:
        return False
    last = skip_particles(scene, i + 1)
    return (
        last is not None
        and scene.tokens[last].joined
        and scene.tokens[last].capital
        and scene.kind(last) is Kind.NAME
        and is_last(scene.lower(last))
    )


def _ambiguous_is_name(scene: Scene, i: int, end: int) -> bool:
    """A first name that is a word too ('Roos'): with a last name, or where a word has no capital."""
    if end > i:
        return True
    token = scene.tokens[i]
    if token.lower in _MONTHS:
        following = scene.tokens[i + 1].text if i + 1 < len(scene.tokens) else ""
        return not token.opens and "." not in gap_after(scene, i) and not following.isdigit()
    if token.lower in context().particles or is_kept(token.lower):
        return False
    if token.opens:
        return scene.lower(i + 1) in context().sure_verbs or _is_described(scene, end)
    return not is_place_position(scene, i)


_MONTHS = frozenset(("jan", "mei", "juni", "juli", "april", "mark"))


def _unknown_is_name(scene: Scene, i: int, end: int) -> bool:
    token = scene.tokens[i]
    if is_hyphened_word(scene, i):
        return False
    before = scene.lower(i - 1) if token.before == " " else ""
    if before in context().thing_before:
        return False
    if end > i or _is_described(scene, end):
        return True
    if is_place_position(scene, i):
        return False
    if not token.opens or _answers_label(scene, i):
        return True
    return _reads_as_person(scene, i) and not (len(token.text) > 7 and may_be_slip(token.text))


def _answers_label(scene: Scene, i: int) -> bool:
    """'Mentor school: Sophie'."""
    if scene.tokens[i].before.strip() != ":":
        return False
    words = context()
    labels = words.relations | words.klantmanagers | {"contactpers", "naam"}
    return any(scene.lower(k) in labels or is_profession(scene.lower(k)) for k in range(max(0, i - 3), i))


def _reads_as_person(scene: Scene, i: int) -> bool:
    """At the start of a sentence, where any word has a capital: an enumeration or a verb follows."""
    if i + 1 >= len(scene.tokens):
        return False
    following = scene.tokens[i + 1]
    if following.lower in ("en", "of") or following.before.strip() in (",", "+", "&", "/"):
        k = i + 2 if following.lower in ("en", "of") else i + 1
        if k < len(scene.tokens) and (scene.lower(k) in _WITH or scene.tokens[k].text.isdigit()):
            return True
        return k < len(scene.tokens) and scene.tokens[k].capital and scene.kind(k) in (*NAMED, Kind.UNKNOWN)
    sure = following.lower == "van" or following.lower in context().sure_verbs
    return following.before == " " and (sure or is_verb(following.lower))


_WITH = frozenset(("de", "het", "haar", "zijn", "hun", "mijn", "zij", "hij", "ik", "wij", "u", "uw"))


def _is_described(scene: Scene, end: int) -> bool:
    """An age or a description follows: 'Rahwa (6 jaar)', 'Salma 9,', 'Sophie, uw docente'."""
    after = scene.tokens[end + 1 : end + 4]
    if not after or after[0].before.strip() not in ("", ",", "(", "-", "–"):
        return False
    if after[0].text.isdigit() and len(after[0].text) < 3:
        closed = scene.tokens[end + 2].before if end + 2 < len(scene.tokens) else "."
        age = len(after) > 1 and after[1].lower in ("jaar", "jr", "maanden", "mnd", "jarige")
        return age or (after[0].before.strip() == "(" and closed[:1] in ")+,-/") or closed[:1] in ",;)"
    if after[0].before.strip() not in (",", "("):
        return False
    words = context()
    close = words.relations | words.klantmanagers
    return any(token.lower in close or is_profession(token.lower) for token in after if not token.capital)


def place_words(scene: Scene, mentions: list[Mention]) -> Iterator[str]:
    """Unknown words (folded) outside ``mentions`` that stand where organisations and places stand."""
    mentioned = {i for mention in mentions for i in range(mention.first, mention.last + 1)}
    for i, token in enumerate(scene.tokens):
        unknown = token.capital and i not in mentioned and scene.kind(i) is Kind.UNKNOWN
        if unknown and (i in scene.things or is_place_position(scene, i)):
            yield fold(token.text)
