"""Finding what recurs at the start or end of a document's blocks: labels, whatever their words."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from pipeline.reading.affixes import Affixes
from pipeline.reading.enumerators import BARE_DIGIT, BARE_SIGN, are_signs, is_series, split_enumerator
from pipeline.reading.headings import masked
from pipeline.reading.labels import BRACKETED, CODE, COLON, PARTED, counted_words
from pipeline.reading.suffixes import BEHIND, bracketed_end, signed_end

_USUAL = 2  # texts that have it
_HABIT = 5  # texts behind a label that recurs
_FEW = 3  # items, of a document with few
Block = tuple[str, bool, float]  # its text, whether it is a bulleted item, and its left edge


def find_affixes(blocks: Iterable[Block]) -> Affixes:
    """The recurring affixes of blocks."""
    blocks = list(blocks)
    items = [text for text, bullet, _ in blocks if bullet]
    texts = [split_enumerator(text)[2] for text, _, _ in blocks]
    bare_items = [text for text, (_, bullet, _) in zip(texts, blocks, strict=True) if bullet]
    in_brackets = [label for text in texts if (label := bracketed_end(text))]
    behind_signs = [(sign, label) for sign, label in map(signed_end, texts) if sign]
    labels = Counter(_few_words(COLON, texts))
    recurring = labels + Counter(_few_words(BRACKETED, texts))
    recurring.update(masked(label) for label in [*in_brackets, *(label for _, label in behind_signs)])
    bracketed = [text for text in texts if BRACKETED.match(text)]
    enough = max(float(_FEW), 0.5 * len(items))
    return Affixes(
        _usual(recurring),
        signs=are_signs({match[1] for text, _, _ in blocks if (match := BARE_SIGN.match(text))}),
        digits=any(map(is_series, _bare_digits(blocks).values())),
        ends=len(in_brackets) >= enough,
        starts=len(bracketed) >= enough or sum(text.startswith("[") for text in bracketed) >= _USUAL,
        dashes=len(behind_signs) >= enough,
        end_parts=_usual(Counter(sign for sign, label in behind_signs if len(label.split()) <= 4)),
        colons=len(_few_words(COLON, bare_items)) >= max(float(_FEW), 0.6 * len(items)),
        habit=sum(count for count in labels.values() if count >= _USUAL) >= _HABIT,
        parts=_usual(Counter(_parting_signs(texts))),
        tails=_common_tails([tuple(text.lower().split()[-3:]) for text in items]),
        behind=sum(bool(BEHIND.match(text)) for text in items) >= _USUAL,
        codes=_usual_codes([text for text, _, _ in blocks]),
        counted=counted_words([text for text, _, _ in blocks]),
    )


def _usual(counts: Counter[str]) -> frozenset[str]:
    return frozenset(text for text, count in counts.items() if count >= _USUAL and text)


def _few_words(pattern: re.Pattern[str], texts: Iterable[str]) -> list[str]:
    """What a pattern finds at the start of texts, in five words at most."""
    found = (match[1] for text in texts if (match := pattern.match(text)))
    return [masked(label) for label in found if len(label.split()) <= 5 and label[:1].isalnum()]


def _parting_signs(texts: Iterable[str]) -> list[str]:
    found = (match for text in texts if (match := PARTED.match(text)))
    return [match["joint"].strip() for match in found if len(match["label"].split()) <= 4]


def _bare_digits(blocks: Iterable[Block]) -> dict[int, list[int]]:
    """The digits without a dot that blocks start with, by their left edge."""
    digits: dict[int, list[int]] = defaultdict(list)
    for text, bullet, left in blocks:
        if (match := BARE_DIGIT.match(text)) and not bullet:
            digits[round(left)].append(int(match[1]))
    return digits


def _usual_codes(texts: Iterable[str]) -> frozenset[str]:
    """Capitals that come back; of a single one it cannot be told whether it is a label."""
    usual = _usual(Counter(match[1] for text in texts if (match := CODE.match(text))))
    return usual if len(usual) > 1 else frozenset()


def _common_tails(ends: Sequence[tuple[str, ...]]) -> frozenset[str]:
    """The words, two or three, that several texts end with, if most texts end with such words."""
    counts = Counter(" ".join(end[-size:]) for end in ends for size in (2, 3) if len(end) >= size)
    common = frozenset(tail for tail, count in counts.items() if count >= _USUAL and tail[-1].isalpha())
    with_one = sum(any(" ".join(end[-size:]) in common for size in (2, 3)) for end in ends)
    return common if with_one >= max(4, 0.6 * len(ends)) else frozenset()
