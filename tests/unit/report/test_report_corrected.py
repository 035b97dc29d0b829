"""Shares corrected with what people coded: joined by unit, weighted by chance, refused when too few."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from pipeline.codebook import Codebook
from pipeline.errors import StudyError
from pipeline.report import Wishes, plans_needed, write_report
from pipeline.report.coded_folder import read_coded_folder
from pipeline.report.corrected import FEWEST_PLANS, with_sample
from pipeline.report.material import Material
from pipeline.report.sample import read_sample
from pipeline.report.targets import Target, targets
from pipeline.settings import Settings
from pipeline.statistics.intervals import Z95, Known, difference_interval

WriteFolder = Callable[[list[dict[str, Any]], list[dict[str, Any]]], Path]
PLANS, DRAWN, MISSED = 60, 30, 6
CHANCE = DRAWN / PLANS
FIRST = "Thema van het eerste subdoel"


@pytest.fixture
def study(write_folder: WriteFolder) -> Path:
    """Sixty plans of two subdoelen; the model gave the first of them werk in every second plan."""
    files = [{"status": "gecodeerd", "plan": f"p{nr}"} for nr in range(PLANS)]
    units = [
        {
            "plan": f"p{nr}",
            "subdoel_nr": sub,
            "thema": ["werk" if nr % 2 and sub == 1 else "taal"],
            "instrument": "zorg",
        }
        for nr in range(PLANS)
        for sub in (1, 2)
    ]
    return write_folder(files, units)


def annotate(folder: Path, codebook: Codebook, plans: int = DRAWN, **more: Any) -> None:
    """People coded the first plans as the model did, but in six it had missed werk at the first subdoel."""
    (folder / "annotations").mkdir(exist_ok=True)
    lines = [
        {
            "bestand": f"{nr}.pdf",
            "plan": f"p{nr}",
            "eenheid": "subdoel",
            "subdoel_nr": sub,
            "tekst": "Tekst",
            "thema": ["werk" if sub == 1 and (nr % 2 or nr < 2 * MISSED) else "taal"],
            "instrument": "zorg",
            "eigen_inzet": nr == 0 and sub == 2,
            "codeur": "anna",
            "codeboek": codebook.id,
            "steekproef": "batch-1",
            "inclusiekans": CHANCE,
            "herkomst": "import",
        }
        | more
        for nr in range(plans)
        for sub in (1, 2)
    ]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (folder / "annotations" / "anna.jsonl").write_text(text, encoding="utf-8")


def target(folder: Path, codebook: Codebook, what: str, label: str) -> Target:
    found = targets(Material(read_coded_folder(folder), codebook))
    return next(each for each in found if (each.what, each.label) == (what, label))


def test_share_of_units_is_the_models_and_the_mean_difference(study: Path, codebook: Codebook) -> None:
    annotate(study, codebook)
    sample = read_sample(study, read_coded_folder(study))
    assert sample is not None
    found = with_sample(target(study, codebook, FIRST, "Werk"), sample)
    assert found.estimate is not None
    assert (found.naive, found.estimate.share) == pytest.approx((0.5, 0.5 + MISSED / DRAWN), abs=1e-12)
    differences = [1] * MISSED + [0] * (DRAWN - MISSED)
    error = np.sqrt((1 - CHANCE) * np.var(differences, ddof=1) / DRAWN)
    assert found.estimate.error == pytest.approx(error, abs=1e-12)
    size = (Z95 / stats.t.ppf(0.975, DRAWN - 1)) ** 2 * np.var(differences, ddof=0) / error**2
    known = Known(MISSED / PLANS, 0.5, 0.0, 0.5, CHANCE)
    low, high = difference_interval(size, MISSED / DRAWN, 0.0, known)
    assert (found.estimate.low, found.estimate.high) == pytest.approx((0.5 + low, 0.5 + high), abs=1e-9)


def test_share_of_plans_holds_when_one_unit_does(study: Path, codebook: Codebook) -> None:
    annotate(study, codebook)
    sample = read_sample(study, read_coded_folder(study))
    assert sample is not None
    own = target(
        study, codebook, "Eigen inzet als belangrijkste instrument", "bij ten minste één subdoel van het plan"
    )
    found = with_sample(own, sample)
    assert found.total == PLANS
    assert found.estimate is not None
    assert (found.estimate.units, found.estimate.share) == (DRAWN, pytest.approx(1 / DRAWN))


def test_too_few_plans_give_no_figure(study: Path, codebook: Codebook) -> None:
    annotate(study, codebook, plans=FEWEST_PLANS - 1)
    page = write_report(study, codebook).read_text(encoding="utf-8")
    assert "te weinig" in page
    annotate(study, codebook, plans=FEWEST_PLANS)
    sample = read_sample(study, read_coded_folder(study))
    assert sample is not None
    assert with_sample(target(study, codebook, FIRST, "Werk"), sample).estimate is not None


def test_units_without_a_chance_are_unfit(study: Path, codebook: Codebook) -> None:
    annotate(study, codebook, inclusiekans=None)
    assert read_sample(study, read_coded_folder(study)) is None
    page = write_report(study, codebook).read_text(encoding="utf-8")
    assert "niet gecorrigeerd voor de fouten van het model" in page


def test_chance_is_taken_from_the_drawn_batch_and_mended_for_plans_not_coded(
    study: Path, codebook: Codebook
) -> None:
    annotate(study, codebook, plans=20, inclusiekans=None, steekproef="random (eerste-1)")
    (study / "steekproeven").mkdir()
    rows = [
        {"batch": "eerste-1", "ontwerp": "random", "seed": 1, "plan": f"p{nr}", "bestand": f"{nr}.pdf"}
        | {"eenheid": "subdoel", "subdoel_nr": sub, "afspraak_nr": None}
        | {"inclusiekans": CHANCE, "dubbel": False, "reden": ""}
        for nr in range(DRAWN)
        for sub in (1, 2, 3)  # people left the third alone: that does not make the plan less likely
    ]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (study / "steekproeven" / "batch-1.jsonl").write_text(text, encoding="utf-8")
    sample = read_sample(study, read_coded_folder(study))
    assert sample is not None
    assert (sample.design, sample.drawn, sample.coded) == ("random", DRAWN, 20)
    assert [*sample.chances.values()] == pytest.approx([CHANCE * 20 / 30] * 40)
    assert any("Van de 30 getrokken plannen zijn er 20" in remark for remark in sample.remarks)


def test_a_broken_sample_file_is_told_by_its_line(study: Path, codebook: Codebook) -> None:
    annotate(study, codebook)
    (study / "steekproeven").mkdir()
    (study / "steekproeven" / "b.jsonl").write_text('{"batch": "b"}\n', encoding="utf-8")
    with pytest.raises(StudyError, match=r"b\.jsonl.*Regel 1"):
        read_sample(study, read_coded_folder(study))
    page = write_report(study, codebook).read_text(encoding="utf-8")
    assert "De codes van mensen konden niet worden gelezen: Regel 1" in page
    with pytest.raises(StudyError):
        write_report(study, codebook, wishes=Wishes(annotations=study / "annotations"))


def test_batches_drawn_after_each_other_are_one_larger_sample(study: Path, codebook: Codebook) -> None:
    """Twenty of sixty, then ten of the forty that are left: thirty of sixty."""
    annotate(study, codebook, inclusiekans=None)
    path = study / "annotations" / "anna.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        early = int(line["plan"][1:]) < 20
        chance = {"inclusiekans": 20 / 60 if early else 10 / 40}
        line |= {"steekproef": f"random ({'een' if early else 'twee'})"} | chance
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    sample = read_sample(study, read_coded_folder(study))
    assert sample is not None
    assert (sample.drawn, sample.coded) == (DRAWN, DRAWN)
    assert [*sample.chances.values()] == pytest.approx([0.5] * 60)
    assert sample.remarks == ()


def test_a_sample_of_part_of_the_plans_says_so(study: Path, codebook: Codebook) -> None:
    annotate(study, codebook, inclusiekans=0.75)
    sample = read_sample(study, read_coded_folder(study))
    assert sample is not None
    assert sample.remarks[0].startswith("De steekproef is getrokken uit 40 van de 60 plannen")


def test_a_unit_coded_again_after_a_change_of_the_codebook_keeps_its_chance(
    study: Path, codebook: Codebook
) -> None:
    annotate(study, codebook)
    first = (study / "annotations" / "anna.jsonl").read_text(encoding="utf-8").splitlines()[0]
    again = json.loads(first) | {
        "thema": ["participatie"],
        "tijd": "2030-01-01T00:00:00Z",
        "steekproef": "migratie (migratie-1-1-0)",
        "inclusiekans": None,
    }
    path = study / "annotations" / "migratie-1-1-0-anna.jsonl"
    path.write_text(f"{json.dumps(again)}\n", encoding="utf-8")
    sample = read_sample(study, read_coded_folder(study))
    assert sample is not None
    coded = sample.codings["p0", "subdoel", 1, 0]
    assert (coded.thema, sample.name, len(sample.codings)) == (("participatie",), "batch-1", 2 * DRAWN)


def test_page_gives_naive_and_corrected_beside_each_other(study: Path, codebook: Codebook) -> None:
    annotate(study, codebook)
    page = write_report(study, codebook).read_text(encoding="utf-8")
    assert "Gecorrigeerd met 30 plannen die mensen codeerden." in page
    assert "geteld 50,0%, gecorrigeerd 70,0% (59–83%)" in page
    assert "vierkant: gecorrigeerd, balk: 95%-interval," in page
    assert "Percentages zijn tellingen van het model" not in page


def test_annotations_may_be_elsewhere(study: Path, codebook: Codebook, tmp_path: Path) -> None:
    annotate(study, codebook)
    elsewhere = (study / "annotations").rename(tmp_path / "van-mensen")
    page = write_report(study, codebook, wishes=Wishes(annotations=elsewhere)).read_text(encoding="utf-8")
    assert "Gecorrigeerd met 30 plannen" in page


def test_without_a_known_model_the_sample_is_that_of_people_alone(study: Path, codebook: Codebook) -> None:
    plans, needed = plans_needed(study, codebook, Settings().modellen)
    werk = next(each for each in needed if (each.target.what, each.target.label) == (FIRST, "Werk"))
    assert plans == PLANS
    assert (werk.with_model, werk.doubled, werk.alone) == (None, None, 57)  # 1067.1 / (1 + 1067.1 / 60)
