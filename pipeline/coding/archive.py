"""A model as bytes and back: one skops archive of plain arrays, always the same bytes for the same model.

A skops archive stores no code. skops names array files after memory addresses and stamps them with the
time, so the archive is rewritten with counted names and a fixed date. Reading it takes numpy alone: skops
reads it too, but brings scikit-learn along, and that takes seconds at every start.
"""

import io
import json
import zipfile
from dataclasses import astuple
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.coding.context import looked_at
from pipeline.coding.decision import Decision
from pipeline.coding.doubt import Promise
from pipeline.coding.model import Model
from pipeline.coding.ridge import Ridge
from pipeline.coding.stack import Stack
from pipeline.coding.subcodes import Subcodes
from pipeline.coding.targets import Target
from pipeline.coding.vectors import Vectoriser

Arrays = dict[str, npt.NDArray[Any]]

_FIXED_DATE = (1980, 1, 1, 0, 0, 0)
_SCHEMA = "schema.json"


def to_bytes(model: Model) -> bytes:
    """The archive of ``model``."""
    import skops.io

    return _canonical(skops.io.dumps(_to_arrays(model)))


def from_bytes(archive: bytes, targets: tuple[Target, ...]) -> Model:
    """The model in ``archive``, for these targets; ValueError, KeyError or BadZipFile when it is damaged."""
    arrays = _arrays_in(archive)
    return Model(
        targets,
        _vectoriser(arrays),
        Ridge(arrays["ridge.weights"], arrays["ridge.bias"]),
        Stack(looked_at(targets), arrays["first_look.weights"], arrays["first_look.bias"]),
        Stack(targets, arrays["stack.weights"], arrays["stack.bias"]),
        Decision(arrays["decision.thresholds"], Promise(*arrays["decision.promise"].tolist())),
        Subcodes(
            _names(arrays["subcodes.names"]),
            arrays["subcodes.weights"],
            arrays["subcodes.bias"],
            float(arrays["subcodes.accuracy"]),
        ),
    )


def vectoriser_in(archive: bytes) -> Vectoriser:
    """The words of a model with their weights alone, whatever codes it learnt; raises as ``from_bytes``."""
    return _vectoriser(_arrays_in(archive))


def _vectoriser(arrays: Arrays) -> Vectoriser:
    blocks = range(sum(name.startswith("vectoriser.idf") for name in arrays))
    return Vectoriser(
        tuple(_names(arrays[f"vectoriser.names.{block}"]) for block in blocks),
        tuple(arrays[f"vectoriser.idf.{block}"] for block in blocks),
        arrays["vectoriser.middle"],
    )


def whole_words(archive: bytes) -> list[str]:
    """The words in the vocabulary of a model; pieces of words, which also stand in other words, left out."""
    arrays = _arrays_in(archive)
    features = [
        _names(array) for name, array in sorted(arrays.items()) if name.startswith("vectoriser.names")
    ]
    pieces, *others = features
    whole = [piece for piece in pieces if piece.startswith(" ") and piece.endswith(" ")]
    return [*whole, *(feature for names in others for feature in names)]


def _to_arrays(model: Model) -> Arrays:
    arrays: Arrays = {
        "vectoriser.middle": model.vectoriser.middle,
        "ridge.weights": model.ridge.weights,
        "ridge.bias": model.ridge.bias,
        "first_look.weights": model.first_look.weights,
        "first_look.bias": model.first_look.bias,
        "stack.weights": model.stack.weights,
        "stack.bias": model.stack.bias,
        "subcodes.names": _text(model.subcodes.names),
        "subcodes.weights": model.subcodes.weights,
        "subcodes.bias": model.subcodes.bias,
        "subcodes.accuracy": np.array(model.subcodes.accuracy),
        "decision.thresholds": model.decision.thresholds,
        "decision.promise": np.array(astuple(model.decision.promise)),
    }
    for block, (names, idf) in enumerate(zip(model.vectoriser.names, model.vectoriser.idf, strict=True)):
        arrays[f"vectoriser.names.{block}"] = _text(names)
        arrays[f"vectoriser.idf.{block}"] = idf
    return arrays


def _arrays_in(archive: bytes) -> Arrays:
    with zipfile.ZipFile(io.BytesIO(archive)) as source:
        nodes = json.loads(source.read(_SCHEMA))["content"]
        return {
            name: np.load(io.BytesIO(source.read(node["file"])), allow_pickle=False)
            for name, node in nodes.items()
        }


def _text(lines: tuple[str, ...]) -> npt.NDArray[np.uint8]:
    """Names as one array of bytes: far smaller, and faster to load, than a list of strings."""
    return np.frombuffer("\n".join(lines).encode("utf-8"), dtype=np.uint8)


def _names(text: npt.NDArray[np.uint8]) -> tuple[str, ...]:
    return tuple(text.tobytes().decode("utf-8").split("\n")) if len(text) else ()


def _canonical(archive: bytes) -> bytes:
    """``archive`` with object ids counted in order of appearance and without dates."""
    source = zipfile.ZipFile(io.BytesIO(archive))
    schema = json.loads(source.read(_SCHEMA))
    ids: dict[int, int] = {}
    files: dict[str, str] = {}
    _renumber(schema, ids, files)
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as target:
        for old, new in [*files.items(), (_SCHEMA, _SCHEMA)]:
            content = json.dumps(schema, indent=1).encode() if old == _SCHEMA else source.read(old)
            entry = zipfile.ZipInfo(new, _FIXED_DATE)
            entry.create_system = 0  # else it tells Windows from Linux
            target.writestr(entry, content, compress_type=zipfile.ZIP_DEFLATED, compresslevel=6)
    return result.getvalue()


def _renumber(node: Any, ids: dict[int, int], files: dict[str, str]) -> None:
    if isinstance(node, dict):
        if "__id__" in node:
            node["__id__"] = ids.setdefault(node["__id__"], len(ids))
        if "file" in node:
            node["file"] = files.setdefault(node["file"], f"{len(files)}.npy")
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _renumber(child, ids, files)
