"""What in a reading does not look like a plan. A silent mistake is the worst outcome."""

from collections.abc import Sequence

from pipeline.domain import Plan
from pipeline.reading.headings import main_concept
from pipeline.reading.labels import ACTORS
from pipeline.reading.pieces import Piece
from pipeline.reading.two_plans import SecondPlan

_MANY_GOALS = 9
_OF_A_PLAN = ACTORS | {"situatie", "hoofddoel", "subdoel", "afspraak"}


def holds_a_plan(plan: Plan, has_hoofddoel: bool, pieces: Sequence[Piece], heading: Sequence[bool]) -> bool:
    """Whether a document is a plan: it says its hoofddoel, or has afspraken and headings as a plan has.

    Any letter holds sentences that sound like goals and agreements. ``has_hoofddoel``: a text is one by
    itself, and not only because a plan must have one.
    """
    if plan.hoofddoel is not None and has_hoofddoel:
        return True
    heads = [piece.text for piece, is_head in zip(pieces, heading, strict=True) if is_head]
    heads += [piece.column_head for piece in pieces if piece.column_head]
    named = {main_concept(head) for head in heads} & _OF_A_PLAN
    return any(goal.afspraken for goal in plan.subdoelen) and len(named) >= 2


def doubts(
    plan: Plan,
    certainty: float,
    sure: float,
    uncovered: float,
    unclear: Sequence[int] = (),
    second: SecondPlan | None = None,
) -> tuple[str, ...]:
    """Reasons, in Dutch, why a person should look at how the plan was read; empty if there are none.

    ``certainty``: the chance that it was read right, and ``sure`` from where that will do; ``uncovered``: the
    share of the running text that has no place in the plan; ``unclear``: the pages of a scan that were hard
    to read; ``second``: the plan that may follow it.
    """
    found = list(plan.nakijken)
    found += [f"lezen: de scan is op bladzijde {number} slecht leesbaar" for number in unclear]
    if plan.hoofddoel is None:
        found.append("lezen: geen hoofddoel gevonden")
    if not plan.subdoelen:
        found.append("lezen: geen subdoelen gevonden")
    elif not any(goal.afspraken for goal in plan.subdoelen):
        found.append("lezen: geen afspraken gevonden")
    if len(plan.subdoelen) >= _MANY_GOALS:
        found.append(f"lezen: ongewoon veel subdoelen ({len(plan.subdoelen)})")
    if any(len(goal.tekst) > 420 for goal in plan.subdoelen):
        found.append("lezen: een subdoel is ongewoon lang")
    if uncovered > 0.5:
        found.append("lezen: meer dan de helft van de tekst heeft geen plaats in het plan")
    if second:
        begins = "begint" if second.sure else "begint misschien"
        found.append(f"lezen: op bladzijde {second.page} {begins} een tweede plan")
    if certainty < sure:
        found.append(f"lezen: onzeker over de opbouw (zekerheid {certainty:.2f})".replace(".", ",", 1))
    return tuple(found)
