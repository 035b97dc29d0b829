"""What plancoder itself changed in a coding on the server when the codebook changed, kept with the task.

So the coding keeps the moment at which its coder made it, and what it was before can be put back.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

CONVERTED = "weergave_omgezet"


class _Kept(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Before(_Kept):
    """The answers of a coding before a change, and the version of the codebook that they were of."""

    codeboek: str
    resultaat: tuple[dict[str, Any], ...]


class Converted(_Kept):
    """A coding or a draft as plancoder left it. ``afdruk``: of its answers, and of how long was worked on it.

    ``tijd`` and ``seconden`` are those of the coder. ``redenen``: why to look at it again; ``eerder``: what
    it was, the oldest first.
    """

    afdruk: str
    codeboek: str
    tijd: str
    seconden: float | None
    redenen: tuple[str, ...] = ()
    eerder: tuple[Before, ...] = ()


def find_converted(data: Mapping[str, Any], item: Mapping[str, Any]) -> Converted | None:
    """What the task's ``data`` keeps of this annotation or draft; None when somebody touched it since.

    Who opens a coding and submits it again works longer on it, also when nothing changes.
    """
    print_ = imprint(item.get("result") or (), item.get("lead_time"))
    kept = [Converted.model_validate(each) for each in data.get(CONVERTED) or ()]
    return next((each for each in kept if each.afdruk == print_), None)


def with_converted(data: Mapping[str, Any], new: Sequence[Converted]) -> dict[str, Any]:
    """``data`` that also keeps ``new``."""
    prints = {each.afdruk for each in new}
    before = [each for each in data.get(CONVERTED) or () if each.get("afdruk") not in prints]
    kept = [*before, *(each.model_dump(mode="json") for each in new)]
    return {**data, CONVERTED: kept} if kept else dict(data)


def imprint(result: Sequence[Mapping[str, Any]], lead_time: object) -> str:
    """A hash of the answers and of the time that was worked on them."""
    answers = sorted((str(item.get("from_name")), item.get("value")) for item in result)
    seconds = None if lead_time is None else round(float(str(lead_time)), 3)
    return hashlib.sha256(json.dumps([answers, seconds], sort_keys=True).encode()).hexdigest()[:16]
