"""Where one text of a form ends and the next begins, as a taught plan shows it.

Pieces are cut by rules for any document. On one form a sentence may be an afspraak of its own or never be,
and a label stands out that nobody would know for one elsewhere.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pipeline.reading.layouts.fingerprint import label_key, word_number
from pipeline.reading.layouts.joints import Joints, joints_of
from pipeline.reading.layouts.printed_lines import at_lines, texts_share_cells
from pipeline.reading.learning import Truth, plain, roles_of
from pipeline.reading.pieces import Piece
from pipeline.reading.sentences import split_sentences

_MOST_WORDS = 6  # of a label
_SEVERAL = 4  # afspraken
_SHORTEST = 8  # letters and digits of a text that is known by its end
_BREAK = re.compile(r"\s?:\s+|\s[–—-]\s+")
_NUMBER = re.compile(r"([1-9])\s+(?=[A-ZÀ-Þ])")
_BEHIND = re.compile(r"\s*[(\[]([^()\[\]]{2,60})[)\]][.;]?$|\s[–—-]\s([^–—]{2,40})$")


class Sentences(StrEnum):
    """What of a text is cut into its sentences, from little to much.

    WHOLE: as in any document, but no sentence starts a part within a paragraph.
    """

    WHOLE = "heel"
    AS_CUT = "zo"
    PARAGRAPHS = "alinea"
    ALL = "alles"


@dataclass(frozen=True, slots=True)
class Cutting:
    """``before``, ``behind``: the labels (``label_key``) that stand in one line with a text.

    ``numbered``: the subdoelen have numbers. ``joints``: at which proposed labels texts part, None for a
    layout that was taught before this was learnt. ``heads``: numbers of the words that head columns, or None.
    ``starts``: words before a text that no sign parts from it (``label_key``). ``lines``: a printed line in a
    cell may be a text of its own.
    """

    sentences: Sentences = Sentences.AS_CUT
    before: frozenset[str] = frozenset()
    behind: frozenset[str] = frozenset()
    numbered: bool = False
    joints: Joints | None = None
    heads: frozenset[str] | None = None
    starts: frozenset[str] = frozenset()
    lines: bool = False

    def cut(self, pieces: Sequence[Piece]) -> list[Piece]:
        """The pieces of a document as they are cut on this form."""
        bare = [self._number(line) for piece in self._headed(pieces) for line in self._lines(piece)]
        parts = [part for piece in bare for own in self._labels(piece) for part in self._sentences(own)]
        return self.joints.decide(parts, self.before) if self.joints else parts

    def _lines(self, piece: Piece) -> list[Piece]:
        return at_lines(piece) if self.lines else [piece]

    def _headed(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Without the heads of tables that have none on this form: a row that was taken for one."""
        own: dict[int, bool] = {}
        for piece in pieces:
            if piece.cell and piece.column_head and self.heads is not None:
                known = word_number(piece.column_head) in self.heads
                own[piece.cell.table] = known or own.get(piece.cell.table, False)
        return [
            replace(piece, column_head="", in_head_row=False)
            if piece.cell and not own.get(piece.cell.table, True)
            else piece
            for piece in pieces
        ]

    def added(self, other: "Cutting") -> "Cutting":
        """With the labels of another plan, whose sentences count."""
        return Cutting(
            other.sentences,
            self.before | other.before,
            self.behind | other.behind,
            self.numbered or other.numbered,
            self.joints,
            self.heads,
            self.starts | other.starts,
            self.lines or other.lines,
        )

    def _number(self, piece: Piece) -> Piece:
        """Of a plan with one subdoel the number without a dot tells of no series."""
        match = _NUMBER.match(piece.text)
        if not self.numbered or match is None or piece.number is not None:
            return piece
        return replace(piece, text=piece.text[match.end() :], number=int(match[1]), depth=1)

    def _sentences(self, piece: Piece) -> list[Piece]:
        loose = piece.cell is None and not piece.bullet
        wanted = self.sentences is Sentences.ALL or (self.sentences is Sentences.PARAGRAPHS and loose)
        if not wanted or piece.is_label:
            return [piece]
        first, *rest = split_sentences(piece.text)
        later = [
            replace(piece, text=text, sentence=piece.sentence + place, number=None, labelled=False)
            for place, text in enumerate(rest, start=1)
        ]
        return [replace(piece, text=first), *later]

    def _labels(self, piece: Piece) -> Iterator[Piece]:
        if piece.is_label:
            yield piece
            return
        rest = piece
        words = piece.text.split(" ")
        for count in range(1, min(_MOST_WORDS, len(words) - 1) + 1) if self.starts else ():
            if label_key(" ".join(words[:count])) in self.starts:
                yield replace(piece, text=" ".join(words[:count]), is_label=True, labelled=False)
                rest = replace(piece, text=" ".join(words[count:]), labelled=True, number=None, sentence=0)
                break
        for label, before, after in self._found(rest.text):
            if before:
                yield replace(rest, text=before)
            yield replace(rest, text=label, is_label=True, labelled=False)
            rest = replace(rest, text=after, labelled=True, number=None, sentence=0)
        behind = _BEHIND.search(rest.text)
        label = (behind[1] or behind[2]) if behind else ""
        if behind and behind.start() and label_key(label) in self.behind:
            yield replace(rest, text=rest.text[: behind.start()])
            yield replace(rest, text=label, is_label=True, labelled=True)
        else:
            yield rest

    def _found(self, text: str) -> Iterator[tuple[str, str, str]]:
        """Each label in a text, with what stands before it and behind it."""
        start = 0
        for match in _BREAK.finditer(text):
            label = self._label_at_end(text[start : match.start()])
            if label and match.end() < len(text):
                before = text[start : match.start()].removesuffix(label).strip()
                yield label, before, text[match.end() :]
                start = match.end()

    def _label_at_end(self, text: str) -> str:
        words = text.split(" ")
        for count in range(min(_MOST_WORDS, len(words)), 0, -1):
            label = " ".join(words[-count:])
            apart = count == len(words) or words[-count - 1][-1:] in {".", ";", "!", "?"}
            if (apart or label[:1].isupper()) and label_key(label) in self.before:
                return label
        return ""


def learn_cutting(pieces: Sequence[Piece], truth: Truth, known: Cutting | None = None) -> Cutting:
    """The cutting that leaves the fewest texts of a plan lost."""
    labels = _labels_of(pieces, truth)
    labels = known.added(labels) if known else labels
    usual = known.sentences if known else Sentences.AS_CUT
    options = [usual, Sentences.AS_CUT, Sentences.PARAGRAPHS, Sentences.ALL]
    cuttings = [replace(labels, sentences=option) for option in options]
    best = min(cuttings, key=lambda cutting: len(roles_of(cutting.cut(pieces), truth)[1]))
    if best.sentences in {Sentences.AS_CUT, Sentences.WHOLE}:
        best = replace(best, sentences=_seen(best.cut(pieces), truth, known))
    return _with_joints(best, pieces, truth)


def _with_joints(cutting: Cutting, pieces: Sequence[Piece], truth: Truth) -> Cutting:
    """With what the plan shows of proposed labels and of the heads of tables, unless that loses a text."""
    loose = replace(cutting, joints=None, heads=None).cut(pieces)
    roles, lost = roles_of(loose, truth)
    joints = joints_of(loose, roles)
    heads = frozenset(word_number(piece.column_head) for piece in pieces) - {""}
    told = replace(
        cutting,
        joints=cutting.joints.added(joints) if cutting.joints else joints,
        heads=heads | (cutting.heads or frozenset()),
    )
    return told if len(roles_of(told.cut(pieces), truth)[1]) <= len(lost) else cutting


def _seen(pieces: Sequence[Piece], truth: Truth, known: Cutting | None) -> Sentences:
    """PARAGRAPHS if a part starts within a paragraph; WHOLE if none does, and there are several afspraken or
    parts of several sentences, in this plan or before.
    """
    later = {
        role for piece, role in zip(pieces, roles_of(pieces, truth)[0], strict=True) if piece.sentence > 0
    } - {"anders", "situatie"}
    if any(not role.endswith("+") for role in later):
        return Sentences.PARAGRAPHS
    before = known is not None and known.sentences is Sentences.WHOLE
    apart = roles_of(pieces, truth)[0].count("afspraak") >= _SEVERAL  # each in a paragraph or cell of its own
    return Sentences.WHOLE if later or before or apart else Sentences.AS_CUT


def _labels_of(pieces: Sequence[Piece], truth: Truth) -> Cutting:
    roles, lost = roles_of(pieces, truth)
    lines = texts_share_cells(pieces, roles)
    if lost and not lines:
        cut = [line for piece in pieces for line in at_lines(piece)]
        lines = len(roles_of(cut, truth)[1]) < len(lost)
    own = [piece for piece, role in zip(pieces, roles, strict=True) if role == "anders"]
    before = {label_key(piece.text) for piece in own if piece.is_label and not piece.labelled}
    before |= {label_key(label) for text in lost for label in _labels_before(text, own)}
    behind = {label_key(piece.text) for piece in own if piece.is_label and piece.labelled}
    starts = Counter(label_key(label) for text in lost for label in _words_before(text, own))
    nothing = frozenset({""})
    return Cutting(
        before=frozenset(before) - nothing,
        behind=frozenset(behind) - nothing,
        lines=lines,
        starts=frozenset(key for key, count in starts.items() if count > 1) - nothing,
        numbered=any(
            piece.number is not None for piece, role in zip(pieces, roles, strict=True) if role == "subdoel"
        ),
    )


def _words_before(text: str, pieces: Sequence[Piece]) -> Iterator[str]:
    """The few words with which a piece starts that ends with a lost text."""
    for piece in pieces:
        words = piece.text.split(" ")
        for count in range(1, min(_MOST_WORDS, len(words) - 1) + 1):
            if plain(" ".join(words[count:])) == plain(text):
                yield " ".join(words[:count])


def _labels_before(text: str, pieces: Sequence[Piece]) -> Iterator[str]:
    """What stands before a lost text in the pieces that hold it."""
    for piece in pieces:
        match = _BREAK.search(piece.text)
        if match and len(piece.text[: match.start()].split()) <= _MOST_WORDS:
            rest = plain(piece.text[match.end() :])
            if len(rest) >= _SHORTEST and (rest.startswith(plain(text)) or plain(text).startswith(rest)):
                yield piece.text[: match.start()]
