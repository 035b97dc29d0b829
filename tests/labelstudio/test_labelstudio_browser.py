"""The whole loop in a real browser: two coders, a decision, another model, other codes in the table."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser import Page, coder_at
from label_studio_work import Work

from pipeline.annotations import read_annotations, reference_codings
from pipeline.cli.main import run
from pipeline.codebook import Codebook

PROJECT = Path(__file__).parents[2]
MAIN, INSTRUMENT = "Thema: hoofdcode", "Belangrijkste instrument"
KIND = "Gelezen als (klopt dat niet, kies dan wat het is)"


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo plans of one writer, coded with the model of the project, and all drawn for two coders."""
    folder = tmp_path_factory.mktemp("lus")
    assert code(folder / "uitkomst", folder) == 0
    drawing = ["sample", str(folder / "uitkomst"), "--n", "5", "--double", "5", "--name", "lus"]
    assert run(drawing) == 0
    return folder


def code(output: Path, folder: Path, *more: str) -> int:
    files = sorted(map(str, (PROJECT / "demo" / "plannen").glob("P01-*.pdf")))
    return run(["code", *files, "--output", str(output), "--key", str(folder / "sleutel"), *more])


def unit_rows(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "eenheden.jsonl").read_text(encoding="utf-8").splitlines()]


def at(work: Work, coder: str, name: str = "") -> Any:
    account = work.account(coder)
    return coder_at(work.url, account.email, account.wachtwoord, work.project(coder, name).id)


def test_a_correction_by_click_ends_in_the_codes_of_the_next_run(
    data: Path, plans: Path, codebook: Codebook, tmp_path: Path
) -> None:
    work = Work(data, plans / "uitkomst", "lus", codebook)
    assert work.push() == 0
    subdoel = next(unit for unit in work.worklist.eenheden if unit.eenheid == "subdoel")
    assert subdoel.codes is not None
    assert subdoel.codes.thema == ("taal",)

    with at(work, "anna") as page:
        code_first_two(page, "Participatie")
    with at(work, "bart") as page:
        code_first_two(page, "Gezondheid en gezin")
    code_the_rest(work, subdoel.id)
    assert work.pull() == 0
    assert work.adjudicate("push", "--arbiter", "carla") == 0
    with at(work, "carla", "arbitrage-1") as page:
        assert page.heading == "Subdoel 1"
        assert "Codering 1:" in page.text()
        assert "anna" not in page.text()
        assert page.chosen(MAIN) == []
        assert page.chosen(INSTRUMENT) == ["Activering"]
        page.choose(MAIN, "Participatie")
        page.submit()
    assert work.adjudicate("pull") == 0
    decided = {item.key: item for item in reference_codings(read_annotations(work.annotations))}
    assert (decided[subdoel.key].thema, decided[subdoel.key].codeur) == (("participatie",), "carla")

    models = ["--models", str(tmp_path / "modellen")]
    assert run(["train", "--annotations", str(work.annotations), "--no-evaluate", *models]) == 0
    assert code(tmp_path / "opnieuw", plans, *models) in (0, 1)
    again = {(row["plan"], row["eenheid"], row["subdoel_nr"]): row for row in unit_rows(tmp_path / "opnieuw")}
    assert again[subdoel.plan, "subdoel", 1]["thema"] == ["participatie"]
    assert again[subdoel.plan, "subdoel", 1]["instrument"] == "activering"


def code_first_two(page: Page, theme: str) -> None:
    """Leave the hoofddoel as the model had it, and correct subdoel 1: by key and by click."""
    assert page.heading == "Hoofddoel"
    assert INSTRUMENT not in page.questions()
    page.submit(by_key=True)
    assert page.heading == "Subdoel 1"
    assert page.chosen(MAIN) == ["Taal, inburgering en opleiding"]
    assert page.chosen(KIND) == ["subdoel"]
    page.choose(MAIN, theme)
    assert page.chosen(MAIN) == [theme]
    page.press("j")
    assert page.chosen(INSTRUMENT) == ["Activering"]
    page.submit()


def code_the_rest(work: Work, done: str) -> None:
    """All else as the model had it, but language is participation now: so the next model will say so."""
    for coder in ("anna", "bart"):
        ids = work.task_ids(coder)
        for unit in work.worklist.of_coder(coder):
            if unit.id == done or unit.codes is None:
                continue
            old = unit.codes
            thema = dict.fromkeys("participatie" if one == "taal" else one for one in old.thema)
            language = old.instrument in ("taalles", "voltijdroute")
            instrument = "activering" if language else old.instrument
            new = old.model_copy(update={"thema": tuple(thema), "instrument": instrument})
            work.code(coder, unit, new, task=ids[unit.id])


def test_the_page_asks_what_goes_with_the_unit_and_warns_in_dutch(work: Callable[..., Work]) -> None:
    round1 = work()
    round1.push("--blind")
    with at(round1, "bart") as page:
        assert page.heading == "Hoofddoel"
        assert page.chosen(MAIN) == []
        assert page.questions() == [
            MAIN,
            "Thema: ook, alleen als de tekst er zelf iets over zegt",
            "Type hoofddoel",
            KIND,
        ]
        assert page.warning() == "Kies een hoofdcode, of Overig."
        assert "Tekst <hoofddoel> & meer" in page.text()
        page.choose(MAIN, "Overig (geen code)")
        page.choose("Type hoofddoel", "Anders")
        page.submit()
        assert page.heading == "Subdoel 1"
        assert INSTRUMENT in page.questions()
        page.press("m")
        assert page.questions() == [KIND]
        page.remark("halve zin")
        page.submit()
        assert page.heading == "Afspraak 1.1 (statushouder)"
        assert INSTRUMENT not in page.questions()
        page.choose(KIND, "subdoel")
        assert INSTRUMENT in page.questions()
    assert round1.pull() == 0
    (coded,) = round1.codings()
    assert (coded.thema, coded.hoofddoel_type) == ((), "anders")
    assert coded.seconden is not None
    queue = (round1.folder / "verkeerd_gelezen.csv").read_text(encoding="utf-8")
    assert "halve zin" in queue
