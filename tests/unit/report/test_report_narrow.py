"""Figures on a phone: nothing of the wide one is lost, each name stands above its own bars, all in view."""

import pytest

from pipeline.report.change_figure import Line, Step, change_figure
from pipeline.report.drawing import Figure, bar_panels, funnel
from pipeline.report.intervals import Interval, interval_figure
from pipeline.report.matrix import share_matrix
from pipeline.report.narrow import WIDTH, narrow
from pipeline.report.tables import Row, Share, Table, count_table


def table(codes: int, columns: int = 1) -> Table:
    rows = (Row(f"code {nr}", (Share(90 - nr, 100),) * columns, member=nr % 3 == 2) for nr in range(codes))
    names = tuple(f"kolom {nr}" for nr in range(columns))
    return Table("Code", names, tuple(rows), (100,) * columns)


def changes(codes: int) -> Figure:
    steps = (Step(5.0, "plannen", "whole"), Step(-60.0, "meetlat", "loss"))
    return change_figure("Titel", [Line("Kop"), *(Line(f"code {nr}", steps) for nr in range(codes))])


def intervals(codes: int) -> Figure:
    return interval_figure("Titel", [Interval(f"code {nr}", 0.9, 0.95, 0.9, 1.0) for nr in range(codes)])


FIGURES = {
    "panels": lambda codes: bar_panels("Titel", table(codes, 2)),
    "panel": lambda codes: bar_panels("Titel", table(codes)),
    "funnel": lambda codes: funnel(
        "Titel", count_table("Stap", "n", [(f"stap {nr}", 90) for nr in range(codes)], 90)
    ),
    "matrix": lambda codes: share_matrix("Titel", table(codes, 3)),
    "changes": changes,
    "intervals": intervals,
}


@pytest.mark.parametrize("kind", FIGURES)
@pytest.mark.parametrize("codes", [1, 2, 12])
def test_all_is_kept_and_in_view(kind: str, codes: int) -> None:
    wide = FIGURES[kind](codes)
    figure = narrow(wide)
    assert figure.width <= WIDTH + 0.1
    told = [text.content.replace("\n", " ") for text in wide.texts]
    assert [text.content for text in figure.texts] == told
    assert len(figure.bars) == len(wide.bars)
    for bar in figure.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= figure.width + 0.1
        assert 0 <= bar.y <= bar.y + bar.height <= figure.height
    for text in figure.texts:
        assert 0 <= text.x <= figure.width
        assert 0 < text.y <= figure.height


@pytest.mark.parametrize("kind", FIGURES)
def test_every_name_stands_between_the_bars_before_it_and_its_own(kind: str) -> None:
    wide = FIGURES[kind](5)
    figure = narrow(wide)
    names = [(old, new) for old, new in zip(wide.texts, figure.texts, strict=True) if old.style in NAMES]
    assert len(names) >= 4  # a matrix leaves members out
    for old, new in names:
        own = [at for at, bar in enumerate(wide.bars) if abs(bar.y + bar.height / 2 - (old.y - 4.5)) < 13]
        before = [at for at in range(len(wide.bars)) if wide.bars[at].y + wide.bars[at].height < old.y - 13]
        assert own
        assert all(new.y < figure.bars[at].y for at in own)
        assert all(figure.bars[at].y + figure.bars[at].height < new.y - 8 for at in before if at not in own)


NAMES = ("label", "member")


def test_a_head_that_is_wider_than_the_squares_under_it_is_in_view() -> None:
    heading = Row("Eigen inzet bij ten minste één subdoel", (Share(9, 9),), heading=True)
    rows = (heading, Row("ja", (Share(4, 9),)))
    figure = narrow(share_matrix("Titel", Table("Code", ("man",), rows)))
    head = next(text for text in figure.texts if text.content == heading.label)
    assert figure.width > 250 > 2 * figure.bars[0].width
    assert head.x == 0


def test_bars_stay_in_proportion() -> None:
    figure = narrow(bar_panels("Titel", table(4)))
    widths = [bar.width for bar in figure.bars]
    assert [width / widths[0] for width in widths] == pytest.approx([1, 89 / 90, 88 / 90, 87 / 90])


def test_a_figure_without_names_at_its_side_stays_as_it_is() -> None:
    empty = Figure("Titel", "Niets.", 300.0, 0.0, (), (), (), label_width=100.0)
    assert narrow(empty) == empty


@pytest.mark.parametrize("codes", [1, 2, 12])
def test_changes_stay_inside_the_frame(codes: int) -> None:
    figure = changes(codes)
    assert all(figure.label_width <= bar.x <= bar.x + bar.width <= figure.width for bar in figure.bars)
    assert all(0 < text.y <= figure.height for text in figure.texts)
    assert "plannen +5,0 punten, meetlat −60,0 punten" in figure.description


def test_changes_grow_to_the_right_and_shrink_to_the_left_of_nought() -> None:
    lines = [Line("meer", (Step(10.0, "", "whole"),)), Line("minder", (Step(-5.0, "", "whole"),))]
    figure = change_figure("Titel", lines)
    more, less = figure.bars
    nought = figure.rules[0].x
    assert more.x == pytest.approx(nought)
    assert less.x + less.width == pytest.approx(nought)
    assert more.width == pytest.approx(2 * less.width)
    assert not change_figure("Titel", []).bars
