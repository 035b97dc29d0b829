"""The demo folder is what its README says: usable plans of every writer and four files of no use."""

import json
from pathlib import Path

import pypdfium2
import pytest

DEMO = Path(__file__).parents[2] / "demo"
PLANS = DEMO / "plannen"
OF_NO_USE = {"beschadigd.pdf", "gescand.pdf", "brief over afval.pdf", "kopie van P08-020.pdf"}


def printed_text(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document)


@pytest.fixture(scope="module")
def truths() -> list[dict[str, object]]:
    lines = (DEMO / "waarheid.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_every_plan_has_its_truth(truths: list[dict[str, object]]) -> None:
    received = {path.name for path in PLANS.iterdir()}
    assert received == {truth["bestand"] for truth in truths} | OF_NO_USE
    assert len(truths) == 40
    assert len({truth["stijl"] for truth in truths}) == 8


def test_plans_hold_text(truths: list[dict[str, object]]) -> None:
    lengths = {truth["bestand"]: len(printed_text(PLANS / str(truth["bestand"]))) for truth in truths}
    assert {name for name, length in lengths.items() if length < 400} == set()


def test_damaged_file_does_not_open() -> None:
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(PLANS / "beschadigd.pdf")


def test_scan_opens_and_has_no_text() -> None:
    assert printed_text(PLANS / "gescand.pdf") == ""


def test_letter_is_about_something_else() -> None:
    text = printed_text(PLANS / "brief over afval.pdf")
    assert "container" in text
    assert "doel" not in text


def test_copy_has_the_same_bytes() -> None:
    copy = PLANS / "kopie van P08-020.pdf"
    assert copy.read_bytes() == (PLANS / "P08-020.pdf").read_bytes()


def test_every_bsn_is_a_test_number(truths: list[dict[str, object]]) -> None:
    numbers = [identity["bsn"] for truth in truths if isinstance(identity := truth["identificatie"], dict)]
    assert numbers
    assert all(str(number).startswith("999") for number in numbers)
