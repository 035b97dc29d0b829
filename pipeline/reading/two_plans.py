"""Whether a second plan begins in a document: read as one, two plans become a third that nobody wrote.

What counts is that situatie and hoofddoel come again after goals, whatever the form calls them; that a page
carries the BSN of someone else; and that a page opens as the first one did.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, takewhile

from pipeline.bsn import passes_eleven_test
from pipeline.reading.document import Document
from pipeline.reading.headings import concepts_of, main_concept, masked
from pipeline.reading.pieces import Piece

_TOP = 8  # lines of a page among which its title stands
_OPENING = 6  # lines, of which so many are as on the first page:
_ALIKE = 3
_HEAD = 3  # lines in which an evaluation is called so, by a share of
_NAMED = 0.3
_NUMBER = re.compile(r"(?<![\d.-])\d(?:[. ]?\d){8}(?![\d-])")
_FIRST_PAGE = re.compile(
    r"(?:pag(?:ina|\.)?|blad(?:zijde)?|blz\.?)\s*1(?:\s*(?:van|/|of)\s*\d{1,3})?\s*$"
    r"|^\W*1\s*(?:van|/|of)\s*\d{1,3}\W*$|^[-–—]\s*1\s*[-–—]$",
    re.IGNORECASE,
)
Pages = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class SecondPlan:
    """The page (from 1) on which a second plan begins; ``sure`` or only perhaps."""

    page: int
    sure: bool


@dataclass(frozen=True, slots=True)
class _Restart:
    """Where the roles of pieces begin anew.

    ``whole``: with a situatie. ``on_top``: nothing of a plan stands above it on its page. ``new``: what it
    says was not said before. ``same_goals``: all subdoelen after it were.
    """

    page: int
    whole: bool
    on_top: bool
    new: bool
    same_goals: bool


def second_plan(document: Document, roles: Sequence[str]) -> SecondPlan | None:
    """The second plan of a document whose pieces have these ``roles``, or None."""
    pages = document.page_lines
    restarts = list(_restarts(document.pieces, roles))
    for restart in restarts:
        if _is_sure(restart, pages):
            return SecondPlan(restart.page, sure=True)
    perhaps = (SecondPlan(restart.page, sure=False) for restart in restarts if restart.new)
    return _by_person(pages) or next(perhaps, None)


def _is_sure(restart: _Restart, pages: Pages) -> bool:
    """A form may repeat its hoofddoel on every sheet, and an evaluation look back on it: ask for more."""
    if not restart.on_top:
        return False
    signs = _opens_anew(pages, restart.page)
    return _another_person(pages, restart.page) or (
        (restart.new or restart.same_goals)
        and signs > (0 if restart.whole else 1)
        and not _looks_back(pages, restart.page)
    )


def _by_person(pages: Pages) -> SecondPlan | None:
    """A second plan that is known by its BSN and its opening alone."""
    for number in range(2, len(pages) + 1):
        if _another_person(pages, number) and (signs := _opens_anew(pages, number)):
            return SecondPlan(number, sure=signs > 1)
    return None


def _restarts(pieces: Sequence[Piece], roles: Sequence[str]) -> Iterator[_Restart]:
    """Where, after a hoofddoel and goals, a hoofddoel comes again, with or without a situatie before it."""
    parts = [(role.rstrip("+"), piece) for role, piece in zip(roles, pieces, strict=True) if role != "anders"]
    index = 0
    seen: set[str] = set()
    for is_goal, group in groupby(parts, key=lambda part: _is_goal(part[0])):
        run = list(group)
        names = {name for name, _ in run}
        if not is_goal and "hoofddoel" in names and {"hoofddoel", "goal"} <= seen:
            yield _restart(parts, index, len(run), pieces)
        seen |= {"goal"} if is_goal else names
        index += len(run)


def _restart(
    parts: Sequence[tuple[str, Piece]], start: int, length: int, pieces: Sequence[Piece]
) -> _Restart:
    first = parts[start][1]
    page = first.page
    run, rest = parts[start : start + length], parts[start + length :]
    before = {_plain(piece) for piece in takewhile(lambda piece: piece is not first, pieces)}
    goals = {_plain(piece) for part, piece in rest if part == "subdoel"}
    return _Restart(
        page=page,
        whole=any(part == "situatie" for part, _ in run),
        on_top=parts[start - 1][1].page < page,
        new=any(_plain(piece) not in before for _, piece in run),
        same_goals=bool(goals) and goals <= before,
    )


def _is_goal(part: str) -> bool:
    return part in {"subdoel", "afspraak"}


def _another_person(pages: Pages, number: int) -> bool:
    """Whether a page carries a BSN that is not before it, and no earlier one comes after."""
    if not _numbers(pages[number - 1]):
        return False
    before = _numbers(chain.from_iterable(pages[: number - 1]))
    after = _numbers(chain.from_iterable(pages[number - 1 :]))
    return bool(before) and not before & after


def _opens_anew(pages: Pages, number: int) -> int:
    """How many signs say that a page is the first of a plan: a title, the page number 1, the same labels."""
    top = _top(pages, number)
    title = any(main_concept(_label(line), 0.4) == "titel" for line in top)
    counted = any(_FIRST_PAGE.search(line) for line in pages[number - 1])
    both = zip(pages[0][:_OPENING], top[:_OPENING], strict=False)
    alike = sum(
        1 for one, other in both if masked(_label(one)) and masked(_label(one)) == masked(_label(other))
    )
    return title + counted + (alike >= _ALIKE)


def _looks_back(pages: Pages, number: int) -> bool:
    """Whether a page opens as an evaluation, which may say again what was planned."""
    heads = _top(pages, number)[:_HEAD]
    return any(concepts_of(_label(line)).get("evaluatie", 0.0) >= _NAMED for line in heads)


def _top(pages: Pages, number: int) -> Sequence[str]:
    return pages[number - 1][:_TOP]


def _numbers(lines: Iterable[str]) -> set[str]:
    """The BSNs in some lines."""
    found = (re.sub(r"\D", "", match.group()) for line in lines for match in _NUMBER.finditer(line))
    return set(filter(passes_eleven_test, found))


def _label(line: str) -> str:
    return re.split(r":\s", line)[0]


def _plain(piece: Piece) -> str:
    return re.sub(r"\W+", "", piece.text).lower()
