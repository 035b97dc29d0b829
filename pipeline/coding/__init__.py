"""Codes for units: a trained classifier, how it is made, and how good it is.

``Coder`` codes plans; ``train`` makes a model folder; ``evaluate`` leaves out one writer at a time;
``compare_models`` compares two; ``model_in_use`` says which model the main job takes.
"""

from pipeline.coding.coder import Coder
from pipeline.coding.evaluation import Evaluation, evaluate
from pipeline.coding.locked import locked_plans
from pipeline.coding.recipe import compare_models, measure_again
from pipeline.coding.store import (
    Metadata,
    free_name,
    model_folder,
    model_in_use,
    name_in_use,
    read_metadata,
)
from pipeline.coding.training import train
from pipeline.coding.unseen import Material

__all__ = [
    "Coder",
    "Evaluation",
    "Material",
    "Metadata",
    "compare_models",
    "evaluate",
    "free_name",
    "locked_plans",
    "measure_again",
    "model_folder",
    "model_in_use",
    "name_in_use",
    "read_metadata",
    "train",
]
