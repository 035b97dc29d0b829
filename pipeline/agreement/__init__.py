"""Agreement between coders, and between a model and coders.

``agreement_of`` gives the figures, ``write_agreement`` their files; ``differences`` lists the units on which
people differ.
"""

from pipeline.agreement.differences import Difference, differences
from pipeline.agreement.estimate import Bootstrap
from pipeline.agreement.figures import Agreement, Figure
from pipeline.agreement.job import Written, agreement_of, write_agreement

__all__ = [
    "Agreement",
    "Bootstrap",
    "Difference",
    "Figure",
    "Written",
    "agreement_of",
    "differences",
    "write_agreement",
]
