"""The word lists and rules of this part: yaml files in its data folder."""

import hashlib
from importlib.resources import files
from typing import Any

import yaml

NAMES = ("abbreviations", "lemmas", "compounds")


def _text(name: str) -> str:
    return files("pipeline.language").joinpath("data", f"{name}.yaml").read_text(encoding="utf-8")


def read_rules(name: str) -> dict[str, Any]:
    """The contents of ``data/<name>.yaml``."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rules: dict[str, Any] = yaml.load(_text(name), Loader=loader)
    return rules


def fingerprint() -> str:
    """Eight hexadecimal digits that change with any of the lists."""
    return hashlib.sha256("".join(map(_text, NAMES)).encode()).hexdigest()[:8]
