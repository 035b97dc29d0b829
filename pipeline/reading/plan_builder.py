"""Pieces with roles to a plan: which afspraken belong to which subdoel, and who acts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.domain import Afspraak, Passage, Plan, Subdoel
from pipeline.reading.characters import join_lines
from pipeline.reading.goal_codes import next_part
from pipeline.reading.headings import main_concept, masked, number_in
from pipeline.reading.labels import ACTORS
from pipeline.reading.pieces import Piece
from pipeline.reading.plan_shape import PlanShape, without_names, without_phantom
from pipeline.reading.text_model import TextModel
from pipeline.reading.who_acts import Step, actor_of, name_actors

_SHORT = 20  # characters: so few may come twice in one sentence
_NUMBERED = {"subdoel", "afspraak", "hoofddoel"}
_BARE_NUMBER = re.compile(r"[^\w%]*\d{1,2}[^\w%]*")
_LONGEST_REFERENCE = 8  # words


@dataclass(slots=True)
class _Text:
    text: str
    page: int


@dataclass(slots=True)
class _Goal(_Text):
    number: int | None = None
    label: str = ""
    row: tuple[int, int] | None = None  # of its table
    steps: list[Step] = field(default_factory=list)


@dataclass(slots=True)
class _State:
    """What has been read so far, of a form of such a ``shape``."""

    shape: PlanShape
    returns: bool
    situatie: list[_Text] = field(default_factory=list)
    hoofddoel: list[_Text] = field(default_factory=list)
    goals: list[_Goal] = field(default_factory=list)
    current: _Goal | None = None
    before: str = ""  # the role of the piece before
    head: str = ""
    label: str = ""  # the last label
    number: int | None = None
    early: list[Step] = field(default_factory=list)  # steps before any subdoel
    by_column: dict[tuple[int, int], _Goal] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)


def build_plan(
    pieces: Sequence[Piece],
    roles: Sequence[str],
    actor_model: TextModel,
    *,
    returns: bool = True,
    codes: Mapping[int, int] | None = None,
) -> Plan:
    """The plan the roles tell of; its date is not filled in. ``nakijken`` says what does not fit a plan.

    ``returns``: a number or label may go back to a subdoel that was printed before. ``codes``: by index of a
    heading or afspraak the number of the subdoel that it is known to lead back to.
    """
    roles = without_names(pieces, without_phantom(pieces, roles))
    shape = PlanShape.of(pieces, roles, returns=returns)
    state = _State(replace(shape, codes=codes, by_number=False) if codes else shape, returns)
    for index, (piece, role) in enumerate(zip(pieces, roles, strict=True)):
        if role == "anders":
            _note_heading(state, piece, pieces, roles, index)
        else:
            _go_back(state, index, role)
            _add(state, piece, role)
        state.before = role
    if state.early and state.goals:
        state.goals[0].steps[:0] = state.early
        state.reasons.append("lezen: een afspraak staat voor het eerste subdoel")
    steps = [step for goal in state.goals for step in goal.steps]
    name_actors(steps, pieces, actor_model)
    return _plan(state)


def _go_back(state: _State, index: int, role: str) -> None:
    """To the subdoel that an afspraak itself is known to lead back to."""
    number = state.shape.codes.get(index, 0) if role == "afspraak" else 0
    if 0 < number <= len(state.goals):
        state.current = state.goals[number - 1]


def _add(state: _State, piece: Piece, role: str) -> None:
    part, more = role.rstrip("+"), role.endswith("+")
    if part == "situatie":
        more = more or (state.before == "situatie" and bool(piece.joint.strip()))
        _extend(state.situatie, piece) if more and state.situatie else state.situatie.append(_text(piece))
    elif part == "hoofddoel":
        _add_main(state, piece)
    elif part == "subdoel":
        _add_goal(state, piece, more)
    else:
        _add_step(state, piece, more)


def _add_main(state: _State, piece: Piece) -> None:
    """Add to the hoofddoel, unless it says so already: forms with a sheet for each subdoel repeat it."""
    if not state.hoofddoel:
        state.hoofddoel.append(_text(piece))
    elif len(piece.text) < _SHORT or _bare(piece.text) not in _bare(state.hoofddoel[0].text):
        _extend(state.hoofddoel, piece)


def _text(piece: Piece) -> _Text:
    return _Text(piece.text, piece.page)


def _extend(texts: Sequence[_Text | Step], piece: Piece) -> None:
    last = texts[-1]
    last.text = f"{last.text}{piece.joint}{piece.text}" if piece.joint else join_lines(last.text, piece.text)


def _add_goal(state: _State, piece: Piece, more: bool) -> None:
    begun = state.goals[-1] if state.shape.upwards and state.goals else state.current
    if more and begun:
        _extend([begun], piece)
        return
    known = next((goal for goal in state.goals if _same(goal.text, piece.text)), None)
    if known is None:
        number = piece.number if piece.number is not None else state.number
        known = _Goal(piece.text, piece.page, number, state.label if piece.labelled or piece.joint else "")
        known.row = piece.row
        known.steps += [] if state.shape.upwards else _steps_left_of(state, piece)
        state.goals.append(known)
    if piece.cell and piece.cell.table in state.shape.turned:
        state.by_column[piece.cell.table, piece.cell.column] = known
    state.current, state.head, state.number = known, "", None
    if state.shape.upwards:
        known.steps, state.early, state.current = state.early, [], None


def _steps_left_of(state: _State, piece: Piece) -> list[Step]:
    """The steps in the row of a new subdoel that stand before it, taken from where they were put."""
    cell, earlier = piece.cell, state.current.steps if state.current else state.early
    if cell is None or (state.current and state.current.row == piece.row):
        return []  # subdoelen side by side have their own steps below them
    moved = [
        step
        for step in earlier
        if step.piece.row == piece.row and step.piece.cell and step.piece.cell.column < cell.column
    ]
    earlier[:] = [step for step in earlier if step not in moved]
    return moved


def _same(one: str, other: str) -> bool:
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def _add_step(state: _State, piece: Piece, more: bool) -> None:
    if state.shape.by_number and piece.number and not more:
        state.current = state.goals[piece.number - 1]
    above = state.by_column.get((piece.cell.table, piece.cell.column)) if piece.cell else None
    state.current = above or state.current
    steps = state.current.steps if state.current else state.early
    if more and steps:
        _extend(steps, piece)
    else:
        behind_label = piece.labelled or piece.joint.strip()
        label = state.label if behind_label else ""
        steps.append(Step(piece.text, piece.page, piece, state.head, label))


def _note_heading(
    state: _State, piece: Piece, pieces: Sequence[Piece], roles: Sequence[str], index: int
) -> None:
    if index in state.shape.names_behind:
        _name_last(state, piece)
        return
    concept = main_concept(piece.text, 0.4)
    state.label = piece.text
    if state.shape.goals_first and (goal := _goal_meant(state, pieces, roles, index)):
        state.current, state.head = goal, ""
        return
    number = piece.number if piece.number is not None else number_in(piece.text)
    if number is not None and (concept in _NUMBERED or _BARE_NUMBER.fullmatch(piece.text)):
        beside_goal = piece.cell and state.current and state.current.row == piece.row
        state.number = state.number if beside_goal else number  # a score is no number of the next subdoel
    behind = (piece.is_label and piece.labelled) or bool(piece.joint)  # its text
    if behind and index and roles[index - 1].startswith("afspraak"):
        _name_last(state, piece)  # '(actie: klant)' behind its afspraak
        return
    before_step = index + 1 < len(pieces) and roles[index + 1].startswith("afspraak")
    if concept in ACTORS | {"organisatie"} or (before_step and not piece.cell) or concept == "afspraak":
        state.head = piece.text


def _goal_meant(state: _State, pieces: Sequence[Piece], roles: Sequence[str], index: int) -> _Goal | None:
    """The subdoel that a heading or a first cell comes back to, by its text, its label or its number."""
    if state.shape.codes:
        return state.goals[state.shape.codes[index] - 1] if index in state.shape.codes else None
    piece, following = pieces[index], next_part(roles, index)
    if following is None or roles[following] != "afspraak" or masked(piece.text) in state.shape.step_labels:
        return None
    if same := next((goal for goal in state.goals if _same(goal.text, piece.text)), None):
        return same
    if not state.returns or len(piece.text.split()) > _LONGEST_REFERENCE:
        return None
    return _labelled_so(state.goals, piece.text) or _numbered_so(state, piece, pieces[following])


def _labelled_so(goals: Sequence[_Goal], text: str) -> _Goal | None:
    """The subdoel behind whose label a heading comes back to: 'Bij station A' after 'Station A: ...'."""
    words = _words(text)
    fitting = [
        goal for goal in goals if goal.label and words[-len(_words(goal.label)) :] == _words(goal.label)
    ]
    return fitting[0] if len(fitting) == 1 and len(words) <= 8 else None


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _numbered_so(state: _State, piece: Piece, following: Piece) -> _Goal | None:
    """The subdoel with the number that a piece gives before the step ``following``, or at that place where
    the subdoelen are not all numbered otherwise.
    """
    number = number_in(piece.text)
    # The number before other words counts the steps: '1. Klant'.
    bare = len(masked(piece.text)) < 2 or masked(piece.text) in state.shape.goal_heads
    if number is None and (piece.is_label or _BARE_NUMBER.fullmatch(piece.text)) and bare:
        number = piece.number
    elsewhere = piece.cell and following.cell and piece.row != following.row
    if number is None or elsewhere:
        return None
    if masked(piece.text) not in state.shape.goal_heads and _names_who_acts(piece.text):
        return None  # 'derde', 'derde partij'
    own = {goal.number: goal for goal in state.goals if goal.number is not None}
    if len(own) == len(state.goals):
        return own.get(number)
    return state.goals[number - 1] if 0 < number <= len(state.goals) else None


def _names_who_acts(text: str) -> bool:
    return main_concept(text) in ACTORS or (actor_of(text) is not None and main_concept(text) != "subdoel")


def _name_last(state: _State, piece: Piece) -> None:
    steps = state.current.steps if state.current else state.early
    if steps:
        steps[-1].label = piece.text


def _plan(state: _State) -> Plan:
    goals = tuple(
        Subdoel(goal.text, goal.page, tuple(Afspraak(step.text, step.page, step.wie) for step in goal.steps))
        for goal in state.goals
    )
    main = Passage(state.hoofddoel[0].text, state.hoofddoel[0].page) if state.hoofddoel else None
    situation = tuple(Passage(text.text, text.page) for text in state.situatie)
    return Plan(None, situation, main, goals, tuple(state.reasons))
