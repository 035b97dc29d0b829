"""Figures: lengths in proportion, and everything inside the frame whatever the number of codes."""

from collections.abc import Sequence

import pytest

from pipeline.report.drawing import LABEL_WIDTH, Figure, Text, bar_panels, funnel
from pipeline.report.tables import Row, Share, Table, count_table


def table_of(*columns: Sequence[int], total: int = 100) -> Table:
    rows = [
        Row(f"code {nr}", tuple(Share(c, total) for c in row))
        for nr, row in enumerate(zip(*columns, strict=True))
    ]
    names = tuple(f"kolom {nr}" for nr in range(len(columns)))
    return Table("Code", names, tuple(rows), (total,) * len(columns))


def assert_inside(figure: Figure) -> None:
    for bar in figure.bars:
        assert bar.x >= LABEL_WIDTH
        assert bar.width >= 0
        assert bar.x + bar.width <= figure.width
        assert 0 <= bar.y <= bar.y + bar.height <= figure.height
    for text in figure.texts:
        assert 0 <= text.x < figure.width
        assert 0 < text.y <= figure.height


@pytest.mark.parametrize("codes", [1, 2, 5, 12])
@pytest.mark.parametrize("columns", [1, 2, 3])
def test_all_is_inside_the_frame(codes: int, columns: int) -> None:
    figure = bar_panels("Titel", table_of(*[range(100, 100 - codes, -1)] * columns))
    assert len(figure.bars) == codes * columns
    assert_inside(figure)


def test_bars_are_in_proportion_over_all_panels() -> None:
    widths = [bar.width for bar in bar_panels("Titel", table_of([80, 20], [40, 0])).bars]
    assert widths[0] == pytest.approx(4 * widths[1]) == pytest.approx(2 * widths[2])
    assert widths[3] == 0


def test_panels_do_not_overlap() -> None:
    figure = bar_panels("Titel", table_of([100], [100], [100]))
    first, second, third = figure.bars
    assert first.x + first.width < second.x < second.x + second.width < third.x


def test_description_holds_every_number() -> None:
    figure = bar_panels("Titel", table_of([80, 20]))
    assert figure.description == "kolom 0 (n = 100): code 0 80%, code 1 20%."


def test_nothing_to_count_draws_no_bars_but_dashes() -> None:
    figure = bar_panels("Titel", table_of([0, 0], total=0))
    assert [bar.width for bar in figure.bars] == [0, 0]
    assert [text.content for text in figure.texts if text.style == "value"] == ["–", "–"]


def test_no_rows_at_all() -> None:
    assert bar_panels("Titel", table_of([])).bars == ()


def label_of(name: str) -> Text:
    figure = bar_panels("Titel", count_table("Code", "n", [(name, 1)], 2))
    return next(text for text in figure.texts if text.style == "label")


def test_long_label_takes_two_lines_around_the_middle_of_its_bar() -> None:
    short, long = label_of("taal"), label_of("Het BSN lijkt een verschrijving van een BSN in de export")
    assert [line for _, line in long.lines] == ["Het BSN lijkt een verschrijving", "van een BSN in de export"]
    assert long.middle == pytest.approx(short.middle)


def test_longer_label_is_cut() -> None:
    label = label_of("een heel lange naam van een code " * 5)
    assert label.content.endswith(" …")
    assert len(label.lines) == 2
    assert all(len(line) < 40 for _, line in label.lines)


def steps(*counts: tuple[str, int, bool]) -> Table:
    """A funnel's table: label, number, and whether it fell off."""
    total = counts[0][1]
    rows = tuple(Row(label, (Share(count, total),), member=lost) for label, count, lost in counts)
    return Table("Stap", ("n",), rows, (total,))


def test_each_loss_of_the_funnel_starts_where_the_rest_ends() -> None:
    table = steps(
        ("ontvangen", 10, False),
        ("dubbel", 2, True),
        ("geen plan", 1, True),
        ("leeg", 0, True),
        ("bruikbaar", 7, False),
        ("niet gekoppeld", 3, True),
        ("gekoppeld", 4, False),
    )
    figure = funnel("Titel", table)
    received, double, no_plan, nothing, usable, not_linked, linked = figure.bars
    assert double.x + double.width == pytest.approx(received.x + received.width)
    assert no_plan.x + no_plan.width == pytest.approx(double.x)
    assert usable.x + usable.width == pytest.approx(nothing.x) == pytest.approx(no_plan.x)
    assert not_linked.x + not_linked.width == pytest.approx(usable.x + usable.width)
    assert linked.x + linked.width == pytest.approx(not_linked.x)
    values = [text.content for text in figure.texts if text.style == "value"]
    assert values == ["10", "−2", "−1", "0", "7", "−3", "4"]
    assert_inside(figure)


def test_funnel_of_nothing() -> None:
    figure = funnel("Titel", steps(("ontvangen", 0, False), ("bruikbaar", 0, False)))
    assert [bar.width for bar in figure.bars] == [0, 0]
