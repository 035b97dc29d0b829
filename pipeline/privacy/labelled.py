"""Names that a word before them tells of: a title ('mevrouw Prins') or what someone is ('zoon Bilal')."""

from pipeline.privacy.dutch import in_dictionary, is_verb
from pipeline.privacy.lists import places
from pipeline.privacy.phrases import phrase_end
from pipeline.privacy.scene import Mention, Scene, gap_after, skip_particles
from pipeline.privacy.words import (
    Context,
    Kind,
    context,
    is_first,
    is_head,
    is_in_capitals,
    is_last,
    is_profession,
    may_be_slip,
    without_genitive,
)


def after_honorific(scene: Scene, i: int) -> Mention | None:
    """'mevrouw Prins', 'dr. Van Leeuwen', 'dhr tekle', 'de heer A. el Sayed'."""
    first = i + 1
    stop = "." if scene.lower(i) in context().abbreviations else ""
    if first >= len(scene.tokens) or scene.tokens[first].before.strip() not in ("", stop):
        return None
    while scene.lower(first) in context().honorifics and scene.tokens[first].joined:
        first += 1
    if first >= len(scene.tokens):
        return None
    start = first
    while start < len(scene.tokens) and scene.tokens[start].is_initial and "." in gap_after(scene, start):
        start += 1
    name = skip_particles(scene, start)
    if name is None or not _fits_honorific(scene, i, name, has_particle=name > start):
        return Mention(first, start - 1, strong=True) if start > first else None
    return Mention(first, phrase_end(scene, name, any_capital=True), strong=True)


def _fits_honorific(scene: Scene, title: int, i: int, *, has_particle: bool) -> bool:
    token, kind = scene.tokens[i], scene.kind(i)
    lower = without_genitive(token.lower)
    if has_particle and token.is_initial and gap_after(scene, i).startswith("."):  # 'mw. Al H.'
        return True
    if lower in context().labels or lower in context().never_names or kind is Kind.NONE:
        return False
    if token.capital:
        if kind is Kind.KEPT:
            surname = is_last(lower) or lower in places()
            addressed = lower in places() and scene.lower(title) in context().addresses
            return (has_particle and surname) or addressed or is_in_capitals(token.text)
        return kind is not Kind.DUTCH or has_particle or not (is_head(lower) or is_verb(lower))
    if kind is Kind.NAME:
        return True
    if has_particle and is_last(lower):  # 'dr. van leeuwen', but not 'geeft de heer de winkel'
        return not in_dictionary(lower) or scene.lower(i - 1) == "van"
    return len(lower) > 2 and kind is Kind.UNKNOWN and not may_be_slip(token.text)


def after_label(scene: Scene, i: int) -> Mention | None:
    """'zoon Bilal', 'haar docent, Ingrid Bosman', 'ik heet Tesfay', 'klantmanager Judith Hoekstra'."""
    words = context()
    lower = scene.lower(i)
    close = lower in words.relations or lower in words.naming or _ends_naming_phrase(scene, i, words)
    manager = lower in words.klantmanagers
    if not (close or manager or is_profession(lower)):
        return None
    start = i + 1
    if start >= len(scene.tokens) or scene.tokens[start].before.strip() not in ("", ":", ",", "(", "-", "–"):
        return None
    name = skip_particles(scene, start)
    if name is None or name in scene.things or scene.lower(name) in words.labels:
        return None
    token, kind = scene.tokens[name], scene.kind(name)
    if not token.capital:
        return _lower_case_name(scene, name, manager=manager)
    listed = kind is Kind.NAME or _named_by_label(scene, i, start, name)
    if not listed and kind is not Kind.UNKNOWN:
        return None
    first = name if scene.tokens[start].lower == "van" else start  # 'de moeder van Bilal'
    return Mention(first, phrase_end(scene, name), strong=listed or close, manager=manager)


def _named_by_label(scene: Scene, label: int, start: int, name: int) -> bool:
    """What could be a word or a place, but stands as a name: 'huisarts Ter Braak', 'jobcoach Hoop belt'."""
    token, kind = scene.tokens[name], scene.kind(name)
    lower = without_genitive(token.lower)
    if kind is Kind.AMBIGUOUS and is_first(lower):
        return True
    if kind is Kind.KEPT:
        surname = name > start and scene.tokens[start].capital and (is_last(lower) or lower in places())
        return surname or is_in_capitals(token.text)
    if kind not in (Kind.AMBIGUOUS, Kind.DUTCH) or lower in context().never_names or is_head(lower):
        return False
    if name > start and scene.tokens[start].capital:
        return True
    if scene.lower(label) in context().naming:
        said = (scene.lower(k) for k in range(max(0, label - 3), label))
        return any(word in context().relations or is_profession(word) for word in said)
    if scene.lower(label) in context().functions:
        return False
    if is_last(lower) or not in_dictionary(lower):
        return True
    speaks = scene.lower(name + 1) in context().sure_verbs
    return speaks and scene.lower(label) not in context().klantmanagers  # 'Klantmanager Werk meldt hem aan'


def _ends_naming_phrase(scene: Scene, i: int, words: Context) -> bool:
    if scene.lower(i) not in words.naming_ends:
        return False
    said = tuple(scene.lower(k) for k in range(i - 2, i + 1))
    return any(said[-len(phrase) :] == phrase for phrase in words.naming_phrases)


def _lower_case_name(scene: Scene, i: int, *, manager: bool) -> Mention | None:
    if scene.kind(i) is Kind.NAME and is_first(scene.lower(i)) and len(scene.lower(i)) > 2:
        return Mention(i, phrase_end(scene, i), strong=True, manager=manager)
    unknown = scene.kind(i) is Kind.UNKNOWN and not may_be_slip(scene.lower(i))
    if (
        unknown
        and i + 1 < len(scene.tokens)
        and scene.tokens[i + 1].before == " "
        and is_last(scene.lower(i + 1))
    ):
        return Mention(i, i + 1, strong=True, manager=manager)
    return None
