"""A key for each thing to choose: a row of the keyboard for each question."""

from collections.abc import Sequence
from typing import Protocol

ROWS = {
    "hoofdcode": "1234567890",
    "tweede_code": "qwer",
    "eigen_inzet": "z",
    "instrument": "asdfghjklxcv",
    "hoofddoel_type": "tyuiop",
    "lezing": "m",
}
LEFT = "bn"  # for a variable that the codebook adds
_NONE_OF_THESE = {("hoofdcode", "geen_code"): "0", ("lezing", "verkeerd_gelezen"): "m"}


class HasOptions(Protocol):
    """A question with its options."""

    @property
    def name(self) -> str: ...

    @property
    def options(self) -> Sequence["HasAlias"]: ...


class HasAlias(Protocol):
    """One option."""

    @property
    def alias(self) -> str: ...


def hotkeys(questions: Sequence[HasOptions]) -> dict[tuple[str, str], str]:
    """``(question, alias)`` to key; no key twice, and options beyond the row have none."""
    keys = dict(_NONE_OF_THESE)
    for question in questions:
        wanting = [option.alias for option in question.options if (question.name, option.alias) not in keys]
        free = [key for key in ROWS.get(question.name, LEFT) if key not in keys.values()]
        keys |= {(question.name, alias): key for alias, key in zip(wanting, free, strict=False)}
    return keys
