"""What is said of a workbook that is too long."""

from collections import Counter
from pathlib import Path

import pytest

from pipeline.cli.summary import describe
from pipeline.domain import Status
from pipeline.study.job import Summary

WORKBOOK = Path("uitkomst/eenheden.xlsx")


def text(units: int, *files: Path) -> str:
    return describe(Summary(Counter({Status.GECODEERD: 9}), units, 0, 9, 9, 0, 9, 1.0, files, None))


def test_without_a_workbook_it_is_said_why_and_what_to_take_instead() -> None:
    told = text(114_398, Path("uitkomst/eenheden.csv"))
    assert "eenheden.xlsx is niet gemaakt: met 114.398 eenheden" in told
    assert "--workbook" in told


@pytest.mark.parametrize(("units", "sheets"), [(1_048_575, 1), (1_048_576, 2), (2_300_000, 3)])
def test_a_table_over_several_sheets_is_said(units: int, sheets: int) -> None:
    told = text(units, WORKBOOK)
    assert "is niet gemaakt" not in told
    assert (f"op {sheets} bladen" in told) == (sheets > 1)
