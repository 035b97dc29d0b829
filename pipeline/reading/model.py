"""The reading model on disk: arrays and names only, loaded without running code."""

import json
from dataclasses import dataclass, fields
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.errors import ModelError
from pipeline.files import write_atomic
from pipeline.reading.certainty import Certainty
from pipeline.reading.roles import RoleModel
from pipeline.reading.text_model import BUCKETS, TextModel
from pipeline.reading.trees import Trees

FORMAT = 5
_FILE = "leesmodel.npz"


@dataclass(frozen=True, slots=True)
class ReadingModel:
    """``kinds`` tells what a text sounds like, ``actors`` who acts in it; ``first``, ``second`` and ``third``
    give roles, each with what the one before it made of them; ``certainty`` tells how likely all is right.
    ``beside`` gives roles, and ``certainty_beside`` tells the same, beside other plans on the same form.
    """

    kinds: TextModel
    actors: TextModel
    first: RoleModel
    second: Trees
    third: Trees
    certainty: Certainty
    beside: Trees
    certainty_beside: Certainty


def save_model(model: ReadingModel, folder: Path, about: dict[str, Any]) -> None:
    """Writes the model and what is known ``about`` it. The same model gives the same bytes."""
    arrays: dict[str, Any] = {"format": np.array([FORMAT]), "roles": np.array(model.first.roles)}
    names = sorted(model.first.features)
    arrays["first_features"] = np.array(names)
    arrays["first_weights"] = np.array([model.first.features[key] for key in names], dtype=np.float32)
    arrays["first_transitions"] = model.first.transitions.astype(np.float32)
    for name in ("second", "third", "beside"):
        arrays |= _of_trees(name, getattr(model, name))
    for name in ("certainty", "certainty_beside"):
        certainty: Certainty = getattr(model, name)
        limits = np.array([certainty.sure, certainty.very_sure])
        arrays |= _of_trees(name, certainty.trees) | {f"{name}_limits": limits}
    for name, text_model in (("kinds", model.kinds), ("actors", model.actors)):
        arrays[f"{name}_classes"] = np.array(text_model.classes)
        arrays[f"{name}_weights"] = text_model.weights.astype(np.float16)
        arrays[f"{name}_bias"] = text_model.bias
    stream = BytesIO()
    np.savez_compressed(stream, **arrays)
    write_atomic(folder / _FILE, stream.getvalue())
    write_atomic(
        folder / "metadata.json", json.dumps(about, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    )


@cache
def load_model(folder: Path) -> ReadingModel:
    """Reads a model. Raises ModelError when it is missing, damaged or of another format."""
    remedy = "Zet de map terug uit de broncode of maak het model opnieuw met scripts/train_reader.py."
    try:
        with np.load(folder / _FILE, allow_pickle=False) as arrays:
            if int(arrays["format"][0]) != FORMAT:
                raise ModelError(
                    "Het leesmodel hoort bij een andere versie van plancoder.", waar=str(folder), doe=remedy
                )
            kinds, actors = (_text_model(arrays, name) for name in ("kinds", "actors"))
            second, third, beside = (_trees(arrays, name) for name in ("second", "third", "beside"))
            alone, among = (_certainty(arrays, name) for name in ("certainty", "certainty_beside"))
            return ReadingModel(kinds, actors, _first(arrays), second, third, alone, beside, among)
    except FileNotFoundError as error:
        raise ModelError("Het leesmodel ontbreekt.", waar=str(folder), doe=remedy) from error
    except (OSError, ValueError, KeyError) as error:
        raise ModelError("Het leesmodel is beschadigd.", waar=str(folder), doe=remedy) from error


def _first(arrays: Any) -> RoleModel:
    weights = arrays["first_weights"].astype(np.float64)
    features = dict(zip(arrays["first_features"].tolist(), weights, strict=True))
    return RoleModel(arrays["roles"].tolist(), features, arrays["first_transitions"].astype(np.float64))


def _of_trees(name: str, trees: Trees) -> dict[str, Any]:
    return {f"{name}_{field.name}": np.asarray(getattr(trees, field.name)) for field in fields(Trees)}


def _certainty(arrays: Any, name: str) -> Certainty:
    return Certainty(_trees(arrays, name), *arrays[f"{name}_limits"].tolist())


def _trees(arrays: Any, name: str) -> Trees:
    known = {field.name: arrays[f"{name}_{field.name}"] for field in fields(Trees)}
    return Trees(**known | {key: int(known[key]) for key in ("classes", "depth")})


def _text_model(arrays: Any, name: str) -> TextModel:
    weights = arrays[f"{name}_weights"].astype(np.float32)
    if weights.shape[0] != BUCKETS:
        raise ValueError(f"{name}: {weights.shape}")
    return TextModel(arrays[f"{name}_classes"].tolist(), weights, arrays[f"{name}_bias"])
