"""The burgerservicenummer: nine digits that pass the 11-test."""

import re

_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def normalise_bsn(text: str) -> str:
    """The nine digits in ``text`` ('123.456.782'; eight digits get their leading zero), or ''."""
    digits = re.sub(r"[^0-9]", "", text)
    return digits.zfill(9) if len(digits) in (8, 9) else ""


def passes_eleven_test(bsn: str) -> bool:
    """Whether the weighted sum of the nine digits is a multiple of 11.

    Weights 9 to 2 and -1: Logisch ontwerp BSN, Rijksdienst voor Identiteitsgegevens.
    """
    if not re.fullmatch(r"[0-9]{9}", bsn) or bsn == "000000000":
        return False
    return sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, bsn, strict=True)) % 11 == 0
