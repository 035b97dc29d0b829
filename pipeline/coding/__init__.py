"""Codes for units: a trained classifier, how it is made, and how good it is.

``Coder`` codes plans; ``train`` makes a model folder; ``evaluate`` leaves out one writer at a time;
``model_in_use`` and ``put_in_use`` say which model the main job takes.
"""

from pipeline.coding.coder import Coder
from pipeline.coding.evaluation import Evaluation, evaluate
from pipeline.coding.store import Metadata, model_in_use, put_in_use, read_metadata
from pipeline.coding.training import train

__all__ = [
    "Coder",
    "Evaluation",
    "Metadata",
    "evaluate",
    "model_in_use",
    "put_in_use",
    "read_metadata",
    "train",
]
