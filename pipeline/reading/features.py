"""What is known of each piece of a document, as named features for the role model.

The features describe place, type, numbering, recurrence, tables, what the nearest headings announce and
what the text sounds like. Few depend on the words of a heading, so that an unknown heading does little harm.
"""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from pipeline.reading.alike import Signature, signatures_of
from pipeline.reading.headings import concepts_of, masked
from pipeline.reading.pieces import Piece
from pipeline.reading.text_model import TextModel
from pipeline.reading.view import Heads, View, view_of


@dataclass(frozen=True, slots=True)
class Features:
    """Of each piece the ``names`` of its features and what it may share with others; and the ``view`` of the
    document they come from.
    """

    names: list[list[str]]
    view: View
    signatures: list[Signature]

    @property
    def heading(self) -> list[bool]:
        """Whether each piece looks like a heading."""
        return self.view.heading

    def without_names(self, kept: Container[str]) -> "Features":
        """With only these names of features."""
        return replace(self, names=[[name for name in names if name in kept] for names in self.names])

    @classmethod
    def of(cls, pieces: Sequence[Piece], model: TextModel, blind: frozenset[str] = frozenset()) -> "Features":
        """Headings whose masked text is in ``blind`` count as unknown (for training)."""
        view = view_of(pieces, model, blind)
        return cls(_names(view), view, signatures_of(view))


def _names(view: View) -> list[list[str]]:
    return [
        [
            *_own(piece, view.concepts[i], view.heading[i]),
            *_print(piece, view.body),
            *_proposal(i, view),
            *_table(piece, view.columns[i], view.rows[i]),
            *_sound(view.sounds[i]),
            f"keer={min(view.recurring[masked(piece.text)], 4)}" if masked(piece.text) else "keer=0",
            *view.series[i],
            *(["komt_terug"] if view.returns[i] else []),
            *_context(view.heads[i], view.heading[i]),
            *_guess(i, view),
            f"plaats={min(9, 10 * i // len(view.pieces))}",
            *_pairs(i, view),
            *_neighbours(i, view),
        ]
        for i, piece in enumerate(view.pieces)
    ]


def _own(piece: Piece, concept: str, heading: bool) -> list[str]:
    text = piece.text
    words = len(text.split())
    size = next(
        name
        for limit, name in ((1, "1"), (2, "2"), (4, "4"), (8, "8"), (16, "16"), (35, "35"), (10**6, "veel"))
        if words <= limit
    )
    found = [f"woorden={size}", f"einde={text[-1] if text[-1] in '.:?!;,' else '-'}"]
    if concept:
        found += [f"kop={concept}", f"kop={concept}|woorden={size}"]
    else:
        found += (
            [f"iets={name}" for name, share in concepts_of(text).items() if share >= 0.3][:3]
            if words <= 8
            else []
        )
    if heading:
        found.append("is_kop")
    if text[:1].islower():
        found.append("kleine_letter")
    if text.isupper() and words > 1:
        found.append("hoofdletters")
    if len(re.findall(r"[^\W\d_]", text)) < 3:
        found.append("geen_tekst")
    if re.search(r"_{4,}|\.{5,}", text):
        found.append("invullijn")
    return found


def _print(piece: Piece, body: float) -> list[str]:
    found = []
    if piece.bold:
        found.append("vet")
    if piece.bullet:
        found.append("opsomming")
    if piece.is_label:
        found.append("label")
    if piece.labelled:
        found.append("achter_label")
    if piece.sentence:
        found += ["volgzin", f"volgzin={min(piece.sentence, 3)}"]
    if piece.number is not None:
        found += ["nummer", f"diepte={piece.depth}", "nummer=1" if piece.number == 1 else "nummer>1"]
    if piece.size > body + 0.8:
        found.append("groot")
    elif piece.size < body - 0.8:
        found.append("klein")
    return found


def _proposal(i: int, view: View) -> list[str]:
    """Of what may be a label, and of the text behind it: whether the two are one text."""
    piece = view.pieces[i]
    sign = piece.joint.strip() or "spatie"
    found = [f"voegt={sign}", f"voegt={sign}|klinkt={view.tops[i]}"] if piece.joint else []
    before = view.pieces[i - 1] if i and piece.joint else None
    if before is not None and before.proposed:
        found += [f"na_voorstel|kop={view.heading[i - 1]}", f"na_voorstel|voor={view.tops[i - 1]}"]
    if piece.proposed:
        again = view.recurring[masked(piece.text)] > 1
        after = view.tops[i + 1] if i + 1 < len(view.pieces) else ""
        found += ["voorstel", f"voorstel|keer={again}", f"voorstel|kop={view.concepts[i]}|keer={again}"]
        found += [f"voorstel|klinkt={view.tops[i]}|na={after}", f"voorstel|nummer={piece.number is not None}"]
    return found


def _table(piece: Piece, column: str, row: str) -> list[str]:
    cell = piece.cell
    if cell is None:
        return ["los"]
    place = "eerste" if cell.column == 0 else "laatste" if cell.column == cell.columns - 1 else "midden"
    found = [f"kolom={place}", f"kolommen={min(cell.columns, 5)}", "lijnen" if cell.ruled else "geen_lijnen"]
    if piece.column_head:
        found.append(f"kolomkop={column or '?'}")
    if row:
        found.append(f"rijkop={row}")
    if cell.row == 0:
        found.append("eerste_rij")
    if piece.in_head_row:
        found.append("kopregel")
    if piece.column_kind:
        found.append(f"soort={piece.column_kind}")
    return found


def _sound(sound: dict[str, float]) -> list[str]:
    best = max(sound, key=sound.__getitem__)
    return [*(f"klinkt_{name}={int(value * 5)}" for name, value in sound.items()), f"klinkt={best}"]


def _guess(i: int, view: View) -> list[str]:
    guess = view.guesses[i]
    before = view.guesses[i - 1] if i else "rand"
    after = view.guesses[i + 1] if i + 1 < len(view.guesses) else "rand"
    return [
        f"gok={guess}", f"gok={guess}|klinkt={view.tops[i]}", f"gok={guess}|voor={before}",
        f"gok={guess}|na={after}", f"gok={guess}|opsomming={view.pieces[i].bullet}",
        f"gok={guess}|kop={view.heading[i]}", f"gok={guess}|cel={view.pieces[i].cell is not None}",
        f"gok={guess}|kolom={view.columns[i]}", f"gok={guess}|nummer={view.pieces[i].number is not None}",
    ]  # fmt: skip


def _context(heads: Heads, heading: bool) -> list[str]:
    since = min(heads.since, 3)
    under, section = f"onder={heads.last}", f"deel={heads.section}"
    found = [
        under, f"{under}|na={since}", section, f"{section}|{under}|na={since}",
        f"{under}|daarvoor={heads.before}|na={since}",
    ]  # fmt: skip
    return [f"{name}|kop" for name in found] if heading else found


def _pairs(i: int, view: View) -> list[str]:
    piece, heads = view.pieces[i], view.heads[i]
    sound, head = f"klinkt={view.tops[i]}", f"is_kop={view.heading[i]}"
    numbered = f"nummer={piece.number is not None}"
    found = [
        f"{sound}|onder={heads.last}", f"{sound}|deel={heads.section}", f"{sound}|{head}",
        f"opsomming={piece.bullet}|onder={heads.last}", f"{numbered}|vet={piece.bold}|{sound}",
        f"{numbered}|deel={heads.section}|kop={view.concepts[i]}|{head}",
    ]  # fmt: skip
    if piece.cell:
        place, column = f"kolom={'0' if piece.cell.column == 0 else '1'}", f"kolomkop={view.columns[i]}"
        found += [f"{column}|{sound}", f"{place}|{column}|{head}", f"{place}|rijkop={view.rows[i]}|{sound}"]
    return found


def _neighbours(i: int, view: View) -> list[str]:
    found = []
    here = view.pieces[i]
    where = "t" if here.column_head else ""  # in a table the neighbours are other columns
    for step in (-2, -1, 1, 2):
        j = i + step
        if not 0 <= j < len(view.pieces):
            found.append(f"{where}{step}:rand")
            continue
        other = view.pieces[j]
        head = f"kop={view.concepts[j] or '?'}"
        found.append(f"{where}{step}:{head if view.heading[j] else 'klinkt=' + view.tops[j]}")
        if abs(step) == 1:
            found += [
                f"{where}{step}:opsomming={other.bullet}",
                f"{where}{step}:vet={other.bold}|{here.bold}",
            ]
            found.append(f"{where}{step}:zin={other.sentence > 0}")
            found.append(f"{where}{step}:zelfde_cel={other.cell is not None and other.cell == here.cell}")
    return found
