"""How figures look: one list of colours and letters, for the page, for loose files and for pictures.

The colours differ in lightness, so that they can be told apart without seeing colour and in black and white;
no figure is to be read by colour alone.
"""

from dataclasses import dataclass

INK, SOFT, ACCENT, LIGHT, GREY, LOSS = "#1d2a33", "#5a6872", "#17636e", "#86b3b9", "#b3bbc0", "#c0793a"
PAPER = "#ffffff"
DARKNESS = (0.0, 0.11, 0.22, 0.33, 0.44, 0.54, 0.83, 0.88, 0.94, 1.0)
"""The shades of a square. None lies between, where neither dark nor white letters can be read."""
SHADES = len(DARKNESS)
DARK = 6
"""From this shade on letters are white."""
HALO = 2
"""How far lines stay away from the letters before them."""
FAMILY = '"Segoe UI", "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif'


@dataclass(frozen=True, slots=True)
class Letter:
    size: float
    colour: str = INK
    bold: bool = False
    halo: bool = False
    """Whether a line behind the letters is kept from them."""


def _shade(index: int) -> str:
    """From nearly white to the accent."""
    part = DARKNESS[index]
    low, high = (242, 246, 246), tuple(int(ACCENT[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in zip(low, high, strict=True))


BARS = {
    "whole": ACCENT,
    "member": LIGHT,
    "rest": GREY,
    "loss": LOSS,
    "reach": LIGHT,
    "mark": ACCENT,
    "naive": LOSS,
    **{f"shade-{index}": _shade(index) for index in range(SHADES)},
}
LETTERS = {
    "label": Letter(13, halo=True),
    "member": Letter(12, SOFT, halo=True),
    "value": Letter(12.5),
    "value-light": Letter(12.5, PAPER),
    "head": Letter(13, bold=True, halo=True),
    "column": Letter(11.5, bold=True),
    "note": Letter(12, SOFT),
}


def shade(part: float, highest: float) -> int:
    """Which of the shades stands for ``part``, when ``highest`` gets the darkest."""
    return min(SHADES - 1, int(SHADES * part / highest)) if highest > 0 else 0


def css() -> str:
    """The rules for figures, to put in a style sheet."""
    bars = (f".bar.{name} {{ fill: {colour}; }}" for name, colour in BARS.items())
    letters = (
        f"text.{name} {{ font-size: {letter.size}px; fill: {letter.colour};"
        f"{' font-weight: 600;' if letter.bold else ''}"
        f"{f' paint-order: stroke; stroke: {PAPER}; stroke-width: {2 * HALO}px;' if letter.halo else ''} }}"
        for name, letter in LETTERS.items()
    )
    return "\n".join((f".rule {{ stroke: {INK}; stroke-width: 1; opacity: .55; }}", *bars, *letters))
