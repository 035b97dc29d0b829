"""How likely a plan was read wholly right.

What each piece of evidence is worth is learnt from layouts that the reading had not seen.
"""

from dataclasses import dataclass

import numpy as np

from pipeline.reading.roles import Floats
from pipeline.reading.trees import Trees


@dataclass(frozen=True, slots=True)
class Certainty:
    """``trees``, of the classes wrong and right, judge the values of EVIDENCE.

    Below ``sure`` a person should look: of unseen layouts above it, as good as all plans were right. From
    ``very_sure`` on, reading beside other plans on the same form adds nothing.
    """

    trees: Trees
    sure: float
    very_sure: float

    def chance(self, evidence: Floats) -> float:
        """The chance, 0 to 1, that the whole plan was read right."""
        return float(self.trees.chances(evidence.astype(np.float32)[None, :])[0, 1])
