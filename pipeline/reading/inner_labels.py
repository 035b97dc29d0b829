"""Labels amid a text, printed otherwise than it: 'Wie: de klant. Wat: oefent thuis.' with both in blue.

Such a block is cut before each, so that every label stands before its own text.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from pipeline.reading.blocks import Block, block_of
from pipeline.reading.headings import masked
from pipeline.reading.set_off import Placed, is_mixed, joined, placed_words, runs_of

_LONGEST = 5  # words of a label
_OFTEN = 3  # in one document: a word that is stressed comes back less
_ENDS = re.compile(r"[.!?;,)\]]$|^[-–—>|»→/·~]{1,3}$")  # what may stand before a label
_SIGN = re.compile(r"[-–—>|»→/·~]{1,3}")
_Label = tuple[str, str]  # its words and its style


def cut_at_inner_labels(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, those with labels amid their text in parts. Labels come back in the document."""
    runs = [runs_of(placed_words(block)) if is_mixed(block) else [] for block in blocks]
    counts = Counter(label for found in runs for label in _labels(found))
    known = {label for label, count in counts.items() if count >= _OFTEN}
    return [
        part
        for block, found in zip(blocks, runs, strict=True)
        for part in (_cut(block, found, known) if len(found) > 2 else [block])
    ]


def _labels(runs: Sequence[Sequence[Placed]]) -> Iterator[_Label]:
    """The short runs of words before a text in another style."""
    for run, _ in pairwise(runs):
        if len(run) <= _LONGEST:
            yield _label(run)


def _label(run: Sequence[Placed]) -> _Label:
    words = [pair for pair in run if not _SIGN.fullmatch(pair[0].text)]
    return masked(joined(words)), next((word.style for word, _ in words), "")


def _cut(block: Block, runs: list[list[Placed]], known: Collection[_Label]) -> list[Block]:
    """``runs`` are the words of the block by their style."""
    parts: list[list[Placed]] = [[]]
    begins = _label(runs[0]) in known
    for index, run in enumerate(runs):
        ended = bool(parts[-1]) and (begins or _ENDS.search(parts[-1][-1][0].text))
        if ended and index + 1 < len(runs) and len(run) <= _LONGEST and _label(run) in known:
            parts.append([])
        parts[-1] += run
    return [block] if len(parts) == 1 else list(_blocks(block, parts))


def _blocks(block: Block, parts: Iterable[list[Placed]]) -> Iterator[Block]:
    for part in parts:
        while len(part) > 1 and _SIGN.fullmatch(part[-1][0].text):
            part.pop()
        by_line = groupby(part, key=lambda pair: pair[1])
        yield block_of(
            [replace(block.lines[index], words=tuple(word for word, _ in pairs)) for index, pairs in by_line]
        )
