"""Figures of squares and of intervals: all in the frame, every number told, dark where there is more."""

from itertools import pairwise

import pytest

from pipeline.report.drawing import LABEL_WIDTH, Figure, Text
from pipeline.report.intervals import Interval, interval_figure
from pipeline.report.look import BARS, DARK, LETTERS, SHADES, css
from pipeline.report.matrix import Line, Square, matrix, share_matrix
from pipeline.report.tables import Row, Share, Table


def table(rows: int, columns: int) -> Table:
    names = tuple(f"Gezondheid en gezin {nr}" for nr in range(columns))
    shares = tuple(Share(nr, 20) for nr in range(columns))
    return Table("Code", names, tuple(Row(f"een lange naam van code {nr}", shares) for nr in range(rows)))


def width_of(text: Text) -> float:
    """About as wide as a reader's letters make it."""
    return len(text.content) * LETTERS[text.style].size * 0.56


def assert_inside(figure: Figure) -> None:
    assert all(0 <= bar.x <= bar.x + bar.width <= figure.width + 1e-9 for bar in figure.bars)
    assert all(0 <= bar.y <= bar.y + bar.height <= figure.height for bar in figure.bars)
    for text in figure.texts:
        start = text.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[text.anchor] * width_of(text)
        assert start >= -8
        assert start + width_of(text) <= figure.width + 8
        assert 0 < text.y <= figure.height


@pytest.mark.parametrize("rows", [1, 5, 12])
@pytest.mark.parametrize("columns", [1, 2, 3, 6, 12])
def test_all_is_inside_the_frame_and_heads_do_not_touch(rows: int, columns: int) -> None:
    figure = share_matrix("Titel", table(rows, columns))
    assert_inside(figure)
    assert len(figure.bars) == rows * columns
    assert figure.bars[0].x >= LABEL_WIDTH
    heads: dict[float, list[Text]] = {}
    for text in figure.texts:
        if text.style == "column":
            heads.setdefault(text.y, []).append(text)
    for line in heads.values():
        line.sort(key=lambda text: text.x)
        for left, right in pairwise(line):
            assert left.x + width_of(left) / 2 < right.x - width_of(right) / 2 + 6


def test_darkest_is_the_highest_and_letters_on_it_are_light() -> None:
    figure = matrix("Titel", ["a", "b"], [Line("x", (Square(0.0, "0%"), Square(0.4, "40%")))])
    light, dark = figure.bars
    assert (light.style, dark.style) == ("shade-0", f"shade-{SHADES - 1}")
    styles = {text.content: text.style for text in figure.texts}
    assert (styles["0%"], styles["40%"]) == ("value", "value-light")


def test_hidden_counts_are_crosses_without_a_shade() -> None:
    figure = share_matrix("Titel", Table("Code", ("a",), (Row("x", (Share(3, 9, hidden=True),)),)))
    assert figure.bars == ()
    assert [text.content for text in figure.texts if text.style == "value"] == ["×"]
    assert "3" not in figure.description


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_letters_on_every_shade_can_be_read() -> None:
    """A contrast of 4.5 to 1, as WCAG 2 asks of text."""
    for index in range(SHADES):
        letters = LETTERS["value-light" if index >= DARK else "value"].colour
        low, high = sorted((luminance(BARS[f"shade-{index}"]), luminance(letters)))
        assert (high + 0.05) / (low + 0.05) >= 4.5, index


def test_every_style_has_a_rule() -> None:
    rules = css()
    assert all(f".bar.{name} " in rules for name in BARS)
    assert all(f"text.{name} " in rules for name in LETTERS)


def test_intervals_stand_where_their_numbers_are() -> None:
    lines = [Interval("Kop"), Interval("a", 0.2, 0.25, 0.2, 0.3), Interval("b", 0.1), Interval("c", 0.5, 0.5)]
    figure = interval_figure("Titel", lines)
    assert_inside(figure)
    reach = next(bar for bar in figure.bars if bar.style == "reach")
    naive, mark = (next(bar for bar in figure.bars if bar.style == style) for style in ("naive", "mark"))
    assert naive.x + 1.5 == pytest.approx(reach.x)
    assert mark.x + 4.5 == pytest.approx(reach.x + reach.width / 2)
    assert figure.description == (
        "Kop. a: geteld 20,0%, gecorrigeerd 25,0% (20–30%). b: geteld 10,0%, gecorrigeerd te weinig. "
        "c: geteld 50,0%, gecorrigeerd 50,0%."
    )


def test_no_intervals_at_all() -> None:
    assert interval_figure("Titel", []).bars == ()
