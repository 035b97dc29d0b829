"""How far a name goes: 'Bilal' or 'Bilal van der Berg', but not 'Bilal Harderwijk' in 'Bilal, Harderwijk'."""

from pipeline.privacy.lists import places
from pipeline.privacy.scene import Scene, gap_after, is_hyphened_word, skip_particles
from pipeline.privacy.words import Kind, context, is_first, is_last, without_genitive

_LONGEST = 6


def phrase_end(scene: Scene, first: int, *, any_capital: bool = False) -> int:
    """The last token of the name that has ``first`` in it: further names, with particles between."""
    end = first
    while end - first < _LONGEST and end + 1 < len(scene.tokens) and scene.tokens[end + 1].joined:
        if "." in scene.tokens[end + 1].before and not scene.tokens[end].is_initial:
            break
        nxt = skip_particles(scene, end + 1)
        if nxt is None or not _continues(scene, first, end, nxt, any_capital):
            break
        end = nxt
    return end


def _continues(scene: Scene, first: int, end: int, nxt: int, any_capital: bool) -> bool:
    token, kind = scene.tokens[nxt], scene.kind(nxt)
    lower = without_genitive(token.lower)
    if nxt in scene.things or lower in context().labels or lower in context().never_names:
        return False
    if token.before == "-" and token.capital and kind in (Kind.KEPT, Kind.DUTCH) and token.text.istitle():
        return is_first(lower)  # 'Dirk-Jan'
    if token.is_initial and gap_after(scene, nxt).startswith("."):
        return True
    if not token.capital:
        lowered = not scene.tokens[first].capital
        return lowered and (kind is Kind.NAME or (nxt > end + 1 and is_last(lower)))
    if kind in (Kind.NAME, Kind.UNKNOWN):
        return kind is Kind.NAME or not is_hyphened_word(scene, nxt)
    if kind is Kind.AMBIGUOUS:
        return is_last(lower) or (is_first(lower) and not nxt > end + 1)
    if kind is Kind.KEPT:  # surnames are often places
        return lower in places() and nxt not in scene.kept and scene.kind(end) is not Kind.DUTCH
    return kind is Kind.DUTCH and (any_capital or lower not in context().heads)
