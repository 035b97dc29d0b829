"""The date of the conversation: the date that a label or the words around it call so."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from pipeline.reading.headings import main_concept
from pipeline.reading.pieces import Piece

_NAMES = (
    "januari jan", "februari feb febr", "maart mrt", "april apr", "mei", "juni jun", "juli jul",
    "augustus aug",
    "september sept sep", "oktober okt", "november nov", "december dec",
)  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    r"(?<![\d-])(?:(?P<iso>20\d\d)-(?P<iso_month>\d{1,2})-(?P<iso_day>\d{1,2})"
    r"|(?P<day>\d{1,2})\s?[-/.]\s?(?P<month>\d{1,2})\s?[-/.]\s?(?P<year>(?:20)?\d\d)"
    rf"|(?P<named_day>\d{{1,2}})[\s-](?P<name>{_MONTH})\.?[\s-](?P<named_year>(?:20)?\d\d))(?!\d)",
    re.IGNORECASE,
)
_CONVERSATION = re.compile(
    r"gesprek|gesproken|opgesteld|opgemaakt|datum|d\.d\.|\bdd\b|besproken|dagtekening|gemaakt op",
    re.IGNORECASE,
)
_BIRTH = re.compile(r"geb\.|geboren|geboorte", re.IGNORECASE)


def dates_in(text: str) -> Iterator[tuple[date, int]]:
    """Each valid date from 2000 on in a text, with where it starts."""
    for match in _DATE.finditer(text):
        if match["iso"]:
            parts = match["iso"], match["iso_month"], match["iso_day"]
        elif match["day"]:
            parts = match["year"], match["month"], match["day"]
        else:
            parts = match["named_year"], str(_MONTHS[match["name"].lower()]), match["named_day"]
        year, month, day = (int(part) for part in parts)
        try:
            found = date(year + 2000 if year < 100 else year, month, day)
        except ValueError:
            continue
        if found.year >= 2000:
            yield found, match.start()


def conversation_date(
    pieces: Sequence[Piece], roles: Sequence[str], lines: Sequence[str] = ()
) -> date | None:
    """The most likely date of the conversation, or None. Dates in goals and afspraken do not count."""
    best: tuple[int, date] | None = None
    for index, (piece, role) in enumerate(zip(pieces, roles, strict=True)):
        if role not in {"anders", "situatie"}:
            continue
        label = (
            pieces[index - 1].text
            if index and (piece.labelled or piece.row_head or len(piece.text) < 30)
            else ""
        )
        label = f"{label} {piece.row_head} {piece.column_head}"
        for found, start in dates_in(piece.text):
            before = piece.text[max(0, start - 40) : start]
            if _BIRTH.search(before) or _BIRTH.search(label):
                continue
            score = _score(before, piece.text, label, role) - index // 20
            if best is None or score > best[0]:
                best = (score, found)
    if best is None:
        loose = (found for line in lines if not _BIRTH.search(line) for found, _ in dates_in(line))
        return next(loose, None)
    return best[1]


def _score(before: str, text: str, label: str, role: str) -> int:
    named = bool(re.search(r"gesprek|gesproken|besproken", f"{before} {label}", re.IGNORECASE))
    score = 4 * named + 3 * bool(_CONVERSATION.search(before)) + 3 * bool(_CONVERSATION.search(label))
    score += 2 * (main_concept(label, 0.4) == "datum") + (role == "anders") * 2
    return score - 2 * bool(
        re.search(
            r"handteken|akkoord|volgend|evaluatie|einddatum|tot\s*$",
            f"{before} {label} {text[:20]}",
            re.IGNORECASE,
        )
    )
