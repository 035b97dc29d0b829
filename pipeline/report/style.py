"""How plans are written, so that a writer's style is not taken for what a plan is about."""

from collections import Counter
from collections.abc import Iterator

from pipeline.codebook import Codebook
from pipeline.codebook.terms import pattern_of
from pipeline.domain import Eenheid, UnitKey
from pipeline.report.material import Material
from pipeline.report.outcomes import OWN_EFFORT, Outcome
from pipeline.report.units import TextUnit

MANY = 5
NO_TRAJECTORY = {"geen", OWN_EFFORT}
HOW = (
    "Trajecten als doel geschreven: in de tekst van meer dan de helft van de subdoelen staat een term van "
    "een instrument uit het codeboek (taalles, Participatiehuis), in plaats van alleen wat ermee bereikt "
    "moet worden. Aantal subdoelen en trajecten als doel zeggen hoe iemand schrijft, niet wat mensen "
    "nodig hebben."
)


class Trajectories:
    """The subdoelen of which the text itself names a trajectory, noticed while units are read."""

    def __init__(self, codebook: Codebook) -> None:
        self._pattern = pattern_of([*_terms(codebook)])
        self._found: set[UnitKey] = set()

    @property
    def found(self) -> frozenset[UnitKey]:
        """Those among the units so far."""
        return frozenset(self._found)

    def notice(self, unit: TextUnit) -> None:
        """Look at the text of a unit."""
        if unit.eenheid is Eenheid.SUBDOEL and self._pattern and self._pattern.search(unit.tekst):
            self._found.add(unit.key)


def style_outcomes(material: Material) -> list[Outcome]:
    """The number of subdoelen of each plan, and whether most of them name a trajectory."""
    numbers = Counter(material.folder.subdoelen.plans)
    if not numbers:
        return []
    told = {plan: _number(count) for plan, count in numbers.items()}
    values = tuple(_number(count) for count in range(1, MANY + 1))
    named = Counter(unit.plan for unit in material.folder.subdoelen if unit.key in material.trajectories)
    most = {plan: "ja" if 2 * named[plan] > count else "nee" for plan, count in numbers.items()}
    return [
        Outcome("Aantal subdoelen", tuple(each for each in values if each in told.values()), told),
        Outcome("Trajecten als doel geschreven", ("ja", "nee"), most),
    ]


def _number(count: int) -> str:
    return str(count) if count < MANY else f"{MANY} of meer"


def _terms(codebook: Codebook) -> Iterator[str]:
    """The terms of instruments."""
    variable = codebook.variables.get("instrument")
    for code in variable.codes if variable else ():
        if code.id not in NO_TRAJECTORY:
            yield from code.all_terms
