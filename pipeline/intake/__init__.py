"""The ledger: every received file ends in exactly one status, with a reason a researcher can act on.

``ledger`` decides from what is known of the files; ``decisions`` reads what people decided, ``settlement``
puts the two together.
"""

from pipeline.intake.decisions import read_decisions
from pipeline.intake.ledger import LedgerRow, decide
from pipeline.intake.meting import meting_of, meting_on
from pipeline.intake.received import Received
from pipeline.intake.settlement import Settled, places_of, settle

__all__ = [
    "LedgerRow",
    "Received",
    "Settled",
    "decide",
    "meting_of",
    "meting_on",
    "places_of",
    "read_decisions",
    "settle",
]
