"""Slips of the pen: the numbers that differ from a BSN by one digit, or by two neighbours changed places.

Only pseudonyms of the plans' numbers are kept, so a slip cannot be seen by comparing numbers. It is found
from the other side: all slips of each number in the export get their pseudonym, in memory.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from enum import StrEnum

from pipeline.bsn import passes_eleven_test
from pipeline.privacy.keys import is_wrong_number, person_id

DIGITS = "0123456789"
_BLOCK = 64  # bytes of SHA-256
_LETTERS, _BYTES = slice(2, 22), slice(12)  # of 'p-', 20 letters of 5 bits: 12 whole bytes of the HMAC


class Slip(StrEnum):
    """What is different."""

    DIGIT = "één cijfer is anders"
    SWAP = "twee cijfers naast elkaar zijn verwisseld"


def slips(bsn: str) -> Iterator[tuple[str, Slip]]:
    """The numbers that one slip makes of ``bsn``: 81 with another digit, and at most 8 swaps."""
    for place, own in enumerate(bsn):
        for digit in DIGITS:
            if digit != own:
                yield f"{bsn[:place]}{digit}{bsn[place + 1 :]}", Slip.DIGIT
    for place in range(len(bsn) - 1):
        one, other = bsn[place], bsn[place + 1]
        if one != other:
            yield f"{bsn[:place]}{other}{one}{bsn[place + 2 :]}", Slip.SWAP


def find_slips(numbers: Iterable[str], wanted: frozenset[str], key: bytes) -> Iterator[tuple[str, str, Slip]]:
    """Where a slip of one of ``numbers`` has a pseudonym in ``wanted``: that pseudonym, the number, the slip.

    A slip in a right number always gives a wrong one: none of the weights of the 11-test, and no difference
    between two beside each other, is a multiple of 11. So right numbers are passed over unless a plan has
    a wrong one.
    """
    if not wanted:
        return
    is_wanted = _Wanted(key, wanted)
    wrong_wanted = any(map(is_wrong_number, wanted))
    for bsn in numbers:
        if not wrong_wanted and passes_eleven_test(bsn):
            continue
        for number, slip in slips(bsn):
            if is_wanted(number):
                yield person_id(key, number), bsn, slip


class _Wanted:
    """Whether the pseudonym of a number is among the wanted ones; quick, for there are millions to ask.

    The HMAC of RFC 2104, with what all numbers share hashed once: half the time of a call of ``hmac``, and a
    quarter of that of ``person_id``, whose word is final.
    """

    def __init__(self, key: bytes, wanted: frozenset[str]) -> None:
        padded = key.ljust(_BLOCK, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded) + b"bsn:")
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))
        self._beginnings = {
            base64.b32decode(f"{persoon[_LETTERS].upper()}====")[_BYTES] for persoon in wanted
        }
        self._key = key
        self._wanted = wanted

    def __call__(self, number: str) -> bool:
        inner = self._inner.copy()
        inner.update(number.encode())
        outer = self._outer.copy()
        outer.update(inner.digest())
        return outer.digest()[_BYTES] in self._beginnings and person_id(self._key, number) in self._wanted
