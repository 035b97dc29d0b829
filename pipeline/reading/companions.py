"""What plans on one form tell about each other.

The words of a form come back in all plans that are written on it; what was filled in does not. So of each
document an imprint is kept: for everything that its pieces may share with those of other documents (their
print, words, heading, place, and the words beside them), what was made of the pieces that do. It holds no
words: numbers made with a key stand for these.
"""

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from pipeline.reading.alike import WAYS, Signature, row_heads
from pipeline.reading.features import Features
from pipeline.reading.headings import masked
from pipeline.reading.roles import ROLES, Floats
from pipeline.reading.surroundings import sounds_of
from pipeline.reading.text_model import KINDS
from pipeline.reading.trees import Numbers
from pipeline.reading.view import View

MOST = 24  # plans beside one: more tell no more
FEWEST = 3
_ACROSS = ("tekst", "vorige", "volgende", "rijkop", "kop")  # what only comes back in other documents
_KNOWN = len(ROLES) + len(KINDS)
_LONGEST = 60  # characters of a text that stand for it
_UNKNOWN = -1.0
_IN_MOST = 0.5  # of the documents
Keys = npt.NDArray[np.uint64]
Name = TypeVar("Name")


@dataclass(frozen=True, slots=True)
class Imprint:
    """What was made of the pieces of ``plans`` documents, by what they share.

    ``keys`` (n,) stand, in order, for what is shared; ``pieces`` (n,) and ``documents`` (n,) say how many
    share it; ``sums`` (n, roles + kinds) add up the chances of each role, and what the texts sound like.
    """

    plans: int
    keys: Keys
    pieces: Numbers
    documents: Numbers
    sums: Numbers

    def to_bytes(self) -> bytes:
        """Of one document, to keep; ``imprint_from`` gives it back."""
        parts = (self.keys, self.pieces.astype(np.uint16), self.sums.astype(np.float16))
        return zlib.compress(b"".join(part.tobytes() for part in parts))


_NOTHING = np.zeros(0, np.float32)
_NONE = Imprint(0, np.zeros(0, np.uint64), _NOTHING, _NOTHING, np.zeros((0, _KNOWN), np.float32))


@dataclass(frozen=True, slots=True)
class Company:
    """Other plans on the form of a document: what ``others`` tell together, None without any.

    ``key`` is that of the imprints; without one none is made.
    """

    key: bytes = b""
    others: Imprint | None = None


ALONE = Company()


def others_of(name: Name, form: Sequence[Name]) -> list[Name]:
    """Which plans on a form stand beside one of it: the first of the others, none when these are too few."""
    others = [other for other in form[: MOST + 1] if other != name][:MOST]
    return others if len(others) >= FEWEST else []


@lru_cache(maxsize=128)  # plans on one form have the same ones beside them
def imprint_from(kept: bytes) -> Imprint:
    """An imprint as it was kept. Raises ValueError when it is damaged."""
    try:
        raw = zlib.decompress(kept)
    except zlib.error as error:
        raise ValueError("damaged imprint") from error
    count, left = divmod(len(raw), 8 + 2 + 2 * _KNOWN)
    if left:
        raise ValueError("damaged imprint")
    pieces = np.frombuffer(raw, np.uint16, count, 8 * count).astype(np.float32)
    sums = np.frombuffer(raw, np.float16, count * _KNOWN, 10 * count).astype(np.float32)
    keys = np.frombuffer(raw, np.uint64, count)
    return Imprint(1, keys, pieces, np.ones(count, np.float32), sums.reshape(count, _KNOWN))


def imprint_of(features: Features, chances: Floats, key: bytes) -> Imprint:
    """Of one document; ``chances`` (pieces, roles) are what was made of its pieces."""
    keys = _keys_of(features, key)
    known = np.hstack([chances, sounds_of(features.view)])
    rows, columns = np.nonzero(keys)
    own, places = np.unique(keys[rows, columns], return_inverse=True)
    sums = np.zeros((len(own), _KNOWN))
    np.add.at(sums, places, known[rows])
    pieces = np.bincount(places, minlength=len(own)).astype(np.float32)
    # As it will be when it was kept.
    return Imprint(1, own, pieces, np.ones(len(own), np.float32), sums.astype(np.float16).astype(np.float32))


def together(imprints: Sequence[Imprint]) -> Imprint:
    """The imprints of several documents as one."""
    if not imprints:
        return _NONE
    keys, places = np.unique(np.concatenate([each.keys for each in imprints]), return_inverse=True)
    sums = np.zeros((len(keys), _KNOWN), np.float32)
    pieces, documents = np.zeros(len(keys), np.float32), np.zeros(len(keys), np.float32)
    np.add.at(sums, places, np.vstack([each.sums for each in imprints]))
    np.add.at(pieces, places, np.concatenate([each.pieces for each in imprints]))
    np.add.at(documents, places, np.concatenate([each.documents for each in imprints]))
    return Imprint(sum(each.plans for each in imprints), keys, pieces, documents, sums)


def told_by(others: Imprint, features: Features, key: bytes) -> Numbers:
    """What ``others`` on the same form tell of each piece: per way the mean of what was made of the pieces
    that share it, and in what share of the documents there are such, (pieces, ways, roles + kinds + 1).
    """
    keys = _keys_of(features, key)
    found = np.full((*keys.shape, _KNOWN + 1), _UNKNOWN, np.float32)
    found[:, :, -1] = 0
    places = np.searchsorted(others.keys, keys).clip(max=max(0, len(others.keys) - 1))
    known = (keys != 0) & (others.keys[places] == keys) if len(others.keys) else np.zeros(keys.shape, bool)
    at = places[known]
    found[known, :-1] = others.sums[at] / others.pieces[at, None]
    found[known, -1] = others.documents[at] / others.plans
    return found


def at_odds(told: Numbers, roles: Sequence[str]) -> Floats:
    """Per piece how unlikely its part is by what was ``told`` of pieces that most other plans hold, 0 to 1.

    0 for a piece of which they tell nothing.
    """
    same = [[other.rstrip("+") == role.rstrip("+") for other in ROLES] for role in roles]
    likely = (told[:, :, : len(ROLES)] * np.array(same)[:, None, :]).sum(axis=2)
    unlikely = 1.0 - likely.astype(np.float64)
    most: Floats = np.where(told[:, :, -1] >= _IN_MOST, unlikely, 0.0).max(axis=1, initial=0.0)
    return most


def _keys_of(features: Features, key: bytes) -> Keys:
    """Per piece and way a number for what it may share, (pieces, ways); 0 where it shares nothing."""
    numbers: dict[tuple[str, object], int] = {}
    with_key = hashlib.blake2b(key=key[:64], digest_size=8)

    def number(known: tuple[str, object]) -> int:
        if (found := numbers.get(known)) is not None:
            return found
        own = with_key.copy()  # taking the key in costs as much as the words
        own.update(repr(known).encode())
        numbers[known] = found = int.from_bytes(own.digest(), "little")
        return found

    ways = (*WAYS, *_ACROSS)
    signatures = [
        {**within, **across}
        for within, across in zip(features.signatures, _across(features.view), strict=True)
    ]
    return np.array(
        [[number((way, own[way])) if own.get(way) is not None else 0 for way in ways] for own in signatures],
        dtype=np.uint64,
    ).reshape(-1, len(ways))


def _across(view: View) -> list[Signature]:
    """Per piece its words and those beside it, also where these stand only once in the document."""
    words = [masked(piece.text)[:_LONGEST] or None for piece in view.pieces]
    heads = row_heads(view.pieces)
    found: list[Signature] = []
    head: str | None = None
    for index, piece in enumerate(view.pieces):
        place = (piece.bullet, piece.cell.column if piece.cell else -1, piece.bold)
        first = heads[index]
        beside = {
            "vorige": words[index - 1] if index else None,
            "volgende": words[index + 1] if index + 1 < len(words) else None,
            "rijkop": words[first] if first is not None and first != index else None,
            "kop": head and f"{head} {round(piece.x0 / 6)}",
        }
        found.append({"tekst": words[index], **{way: text and (text, place) for way, text in beside.items()}})
        if view.heading[index] and not piece.column_head:
            head = words[index]
    return found
