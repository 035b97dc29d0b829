"""The ledger: every received file ends in exactly one status, with a reason a researcher can act on."""

from pipeline.intake.ledger import LedgerRow, decide
from pipeline.intake.meting import meting_of
from pipeline.intake.received import Received

__all__ = ["LedgerRow", "Received", "decide", "meting_of"]
