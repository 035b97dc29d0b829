"""The layouts: a structure, a program, and the dress it wears; what is not fixed in the data is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from layouts.blocks import Block
from layouts.parts.sheet import Sheet
from layouts.plans import Groups, Plan, at_most, single_sentences
from layouts.structures import forms, matrices, office, prose, sections, sheets, tables
from layouts.wording import read_data

KM, SH, BOTH, OTHER = "klantmanager", "statushouder", "beide", "derde"
ORDERS: dict[str, Groups] = {
    "geschreven": (),
    "elk": ((KM,), (SH,), (BOTH,), (OTHER,)),
    "klant_eerst": ((SH,), (KM,), (BOTH,), (OTHER,)),
    "drie": ((KM,), (SH,), (BOTH, OTHER)),
    "klant_eerst_drie": ((SH,), (KM,), (BOTH, OTHER)),
}
WRITERS: dict[str, tuple[str, ...]] = {
    "sprekend": ("P01", "P04", "P05", "P06", "P10", "P12", "P15"),
    "zinnen": ("P01", "P05", "P06", "P07", "P10", "P11", "P12", "P14", "P15", "P16"),
}
FITS: dict[str, Callable[[Plan], bool]] = {
    "": lambda _: True,
    "single_sentences": single_sentences,
    "at_most_four": at_most(4),
}
MODULES = {
    "forms": forms,
    "matrices": matrices,
    "office": office,
    "prose": prose,
    "sections": sections,
    "sheets": sheets,
    "tables": tables,
}


@dataclass(frozen=True)
class Layout:
    """One entry of ``layouts.yaml``. ``writers`` empty: everyone's plans suit it.

    A layout has a ``structure``, or a ``template``: a page of html in ``pages/`` with words of its own.
    """

    id: str
    program: str
    structure: Callable[[Sheet], list[Block]] | None
    template: str
    groups: Groups
    fixed: dict[str, Any]
    writers: tuple[str, ...]
    fits: Callable[[Plan], bool]
    after: tuple[str, ...]
    holdout: bool
    variant: int = 1

    @property
    def form(self) -> str:
        """The name of one form: the layout in the words and the dress of this variant."""
        return self.id if self.variant == 1 else f"{self.id}-{self.variant}"


def _layout(name: str, entry: dict[str, Any]) -> Layout:
    writers = entry.get("writers", ())
    return Layout(
        id=name,
        program=entry["program"],
        structure=_structure(entry["structure"]) if "structure" in entry else None,
        template=entry.get("template", ""),
        groups=ORDERS[entry["order"]],
        fixed={
            key: tuple(value) if isinstance(value, list) else value
            for key, value in entry.get("fixed", {}).items()
        },
        writers=WRITERS[writers] if isinstance(writers, str) else tuple(writers),
        fits=FITS[entry.get("fits", "")],
        after=tuple(entry.get("after", ())),
        holdout=entry.get("holdout", False),
    )


def _structure(name: str) -> Callable[[Sheet], list[Block]]:
    module, function = name.split(".")
    made: Callable[[Sheet], list[Block]] = getattr(MODULES[module], function)
    return made


LAYOUTS = tuple(_layout(name, entry) for name, entry in read_data("layouts").items())
