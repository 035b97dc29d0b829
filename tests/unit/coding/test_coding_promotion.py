"""Models trained by the command, compared, put in use, gone back from; also when that is killed halfway."""

import json
import random
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from killing import CAN_KILL, killed_after, killed_at

from pipeline import coding
from pipeline.annotations import read_annotations
from pipeline.cli.main import run
from pipeline.codebook import Codebook, load_codebook
from pipeline.coding import name_in_use, promotion, read_metadata
from pipeline.coding.history import Kind, came_true, previous, read_history, switch
from pipeline.coding.store import METADATA, models_in
from pipeline.coding.training import annotations_hash
from pipeline.migration.back import back as go_back

ROOT = Path(__file__).resolve().parents[3]
TEXTS = {
    "taal": ("Nederlands leren in de taalles", "taalles"),
    "werk": ("betaald werk zoeken met de werkbemiddelaar", "bemiddeling"),
}


def lines(writer: str, number: int, told: str, right: str) -> Iterator[str]:
    """A plan that tells of the one and is coded as the other."""
    text, instrument = TEXTS[told][0], TEXTS[right][1]
    codes = {
        "thema": [right],
        "codeur": "test",
        "codeboek": "ondersteuningsplannen@1",
        "herkomst": "import",
        "tekst": text,
    }
    key = {"bestand": "x.pdf", "plan": f"{writer}{number:02}", "schrijver": writer}
    key["codeboek"] = "ondersteuningsplannen@1"
    yield json.dumps({**key, **codes, "eenheid": "hoofddoel", "hoofddoel_type": "anders"})
    yield json.dumps({**key, **codes, "eenheid": "subdoel", "subdoel_nr": 1, "instrument": instrument})


def write(folder: Path, *, wrong: int = 0) -> Path:
    """Eight plans each by four writers; ``wrong`` of them, by three writers, are coded the other way."""
    folder.mkdir()
    for writer in ("Anna", "Bert", "Cees", "Dora"):
        plans = []
        for number in range(8):
            told, other = ("taal", "werk") if number % 2 else ("werk", "taal")
            mistaken = writer != "Dora" and number < wrong
            plans += lines(writer, number, told, other if mistaken else told)
        (folder / f"{writer}.jsonl").write_text("\n".join(plans), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``goed`` in use; ``weer`` learnt from the same; ``slecht`` from codes that are mostly the wrong way."""
    base = tmp_path_factory.mktemp("trained")
    right, wrong = write(base / "juist"), write(base / "fout", wrong=6)
    for name, source in (("goed", right), ("weer", right), ("slecht", wrong)):
        models = ["--models", str(base / "modellen"), "--name", name]
        assert run(["train", "--annotations", str(source), *models]) == 0
    return base


@pytest.fixture
def models(trained: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(trained / "modellen", tmp_path / "modellen"))


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook(ROOT / "codebook.yaml")


def plancoder(models: Path, *arguments: str) -> int:
    return run([*arguments, "--models", str(models)])


def test_a_candidate_is_not_in_use_until_promoted(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert name_in_use(models) == "goed"
    assert plancoder(models, "promote", "weer") == 0
    assert "In gebruik: weer in plaats van goed" in capsys.readouterr().out
    assert name_in_use(models) == "weer"
    first, second = read_history(models)
    assert (first.wat, first.van, first.naar) == (Kind.FIRST, "", "goed")
    assert (second.van, second.naar, second.marge) == ("goed", "weer", 0.02)
    assert second.model == read_metadata(models / "weer").id


def test_a_worse_model_is_refused_with_figures(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert plancoder(models, "promote", "slecht") == 1
    error = capsys.readouterr().err
    assert "'slecht' komt niet in de plaats van 'goed'" in error
    assert "macro-F1: 1,000 wordt 0," in error
    assert "plancoder evaluate goed slecht" in error
    assert name_in_use(models) == "goed"
    assert len(read_history(models)) == 1


def test_force_needs_a_reason_and_keeps_it(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert plancoder(models, "promote", "slecht", "--force") == 2
    assert plancoder(models, "promote", "slecht", "--reason", "zomaar") == 2
    assert plancoder(models, "promote", "slecht", "--force", "--reason", " ") == 2
    assert name_in_use(models) == "goed"
    assert plancoder(models, "promote", "slecht", "--force", "--reason", "proef") == 0
    assert name_in_use(models) == "slecht"
    kept = read_history(models)[-1]
    assert kept.reden == "proef"
    assert any("macro-F1" in against for against in kept.bezwaren)
    capsys.readouterr()
    assert plancoder(models, "models") == 0
    shown = capsys.readouterr().out
    assert "* slecht@" in shown
    assert "reden: proef" in shown
    assert "bezwaar: " in shown


def test_going_back_undoes_promotions_one_by_one(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert plancoder(models, "promote", "weer") == 0
    assert plancoder(models, "promote", "slecht", "--force", "--reason", "proef") == 0
    for expected in ("weer", "goed"):
        assert plancoder(models, "promote", "--back") == 0
        assert name_in_use(models) == expected
    assert plancoder(models, "promote", "--back") == 2
    assert "geen vorig model" in capsys.readouterr().err
    assert name_in_use(models) == "goed"


def test_a_line_of_a_switch_that_was_broken_off_is_passed_over(models: Path) -> None:
    switch(models, "weer", Kind.PROMOTED)
    (models / "in_use.txt").write_text("goed\n", encoding="utf-8")  # as when killed before the switch
    assert came_true(read_history(models), "goed") == [True, False]
    assert previous(read_history(models), "goed") == ""
    switch(models, "weer", Kind.PROMOTED)
    assert came_true(read_history(models), "weer") == [True, False, True]
    assert previous(read_history(models), "weer") == "goed"


def killed_everywhere(models: Path, work: Callable[[], object], check: Callable[[int], None]) -> int:
    """Kill ``work`` at each of its changes of a file in ``models``, each time from the same start."""
    start, step = Path(shutil.copytree(models, models.with_name("begin"))), 0
    while killed_at(step := step + 1, work, within=models):
        check(step)
        shutil.rmtree(models)
        shutil.copytree(start, models)
    return step


@pytest.mark.skipif(not CAN_KILL, reason="the process that is killed is a fork")
@pytest.mark.parametrize("back", [False, True], ids=["promote", "back"])
def test_a_promotion_killed_anywhere_is_done_or_not(models: Path, codebook: Codebook, back: bool) -> None:
    if back:
        promotion.promote(models, "weer", codebook, "nl")
    old, new = ("weer", "goed") if back else ("goed", "weer")
    before, seen = read_history(models), set[str]()

    def work() -> object:
        if back:
            return go_back(models, ROOT / "codebook.yaml", "nl")
        return promotion.promote(models, "weer", codebook, "nl")

    def check(step: int) -> None:
        used, history = name_in_use(models), read_history(models)
        seen.add(used)
        made = [line for line, true in zip(history, came_true(history, used), strict=True) if true]
        assert made[: len(before)] == before, f"killed at {step}"
        assert [line.naar for line in made[len(before) :]] == [new] * (used == new), f"killed at {step}"
        if used == old:
            work()
            assert name_in_use(models) == new

    assert killed_everywhere(models, work, check) > 4
    assert old in seen <= {old, new}
    assert name_in_use(models) == new


@pytest.mark.slow
@pytest.mark.skipif(not CAN_KILL, reason="the process that is killed is a fork")
def test_a_training_killed_anywhere_leaves_a_whole_model_or_none(
    trained: Path, tmp_path: Path, codebook: Codebook
) -> None:
    models, whole = tmp_path / "modellen", tmp_path / "heel"
    models.mkdir()
    source = trained / "juist"

    def learn(folder: Path = models) -> object:
        return coding.train(source, codebook, "nl", folder, "eerste")

    learn(whole)

    def check(step: int) -> None:
        (made,) = models_in(models) or [None]
        used = name_in_use(models)
        if made is None:
            assert not used, f"killed at {step}"
            assert coding.free_name(models, "eerste", "") == "eerste"
        else:
            names = {path.name for path in (whole / "eerste").iterdir()}
            assert all((made / name).read_bytes() == (whole / "eerste" / name).read_bytes() for name in names)
            assert used in ("", "eerste"), f"killed at {step}"
            assert used or promotion.promote(models, "eerste", codebook, "nl").naar == "eerste"
        assert name_in_use(models) in ("", "eerste")

    assert killed_everywhere(models, learn, check) > 8
    assert name_in_use(models) == "eerste"


@pytest.mark.skipif(not CAN_KILL, reason="the process that is killed is a fork")
def test_a_training_killed_while_it_computes_changes_nothing(
    trained: Path, models: Path, tmp_path: Path
) -> None:
    before = bytes_of(models)

    def learn(folder: Path = models) -> object:
        learnt = ["--annotations", str(trained / "juist"), "--name", "nieuw"]
        assert plancoder(folder, "train", *learnt) == 0
        return learnt

    elsewhere = Path(shutil.copytree(models, tmp_path / "elders"))
    start = time.monotonic()
    learn(elsewhere)
    whole = time.monotonic() - start
    draw = random.Random(7)
    for moment in (whole * draw.uniform(0.05, 0.6) for _ in range(5)):
        assert killed_after(moment, learn), f"done within {moment:.2f} of {whole:.2f} seconds"
        assert bytes_of(models) == before
        assert coding.free_name(models, "nieuw", "") == "nieuw"
    learn()
    assert bytes_of(models) == bytes_of(elsewhere)


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file in ``folder``."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["promote"], "geen model genoemd"),
        (["promote", "goed"], "al in gebruik"),
        (["promote", "nergens"], "Kies een van: goed, slecht, weer"),
        (["promote", "weer", "--back"], "--back gaat niet samen"),
        (["evaluate", "goed", "weer", "slecht"], "meer dan twee modellen"),
        (["evaluate", "goed", "weer", "--curve"], "gaan niet samen"),
        (["evaluate", "--mistakes", "a.csv", "--drift", "uit"], "gaan niet samen"),
        (["evaluate", "goed", "../goed"], "Dit model is er niet"),
    ],
)
def test_refusals(arguments: list[str], says: str, models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert plancoder(models, *arguments) == 2
    assert says in capsys.readouterr().err
    assert name_in_use(models) == "goed"


def test_a_damaged_model_is_not_put_in_use(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = models / "weer" / "model.skops"
    archive.write_bytes(archive.read_bytes()[:-1])
    assert plancoder(models, "promote", "weer", "--force", "--reason", "moet") == 2
    assert "beschadigd" in capsys.readouterr().err
    assert name_in_use(models) == "goed"


def test_a_model_without_answers_is_measured_again(
    trained: Path, models: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = models / "goed" / "buitengelaten.json.gz"
    kept = path.read_bytes()
    path.unlink()
    assert plancoder(models, "promote", "weer") == 2
    assert "Meet dat alsnog met: plancoder evaluate goed" in capsys.readouterr().err
    assert plancoder(models, "evaluate", "goed", "--annotations", str(trained / "fout")) == 2
    assert "van andere annotaties geleerd" in capsys.readouterr().err
    assert plancoder(models, "evaluate", "goed", "--annotations", str(trained / "juist")) == 0
    assert path.read_bytes() == kept
    assert plancoder(models, "promote", "weer") == 0


def test_comparing_shows_units_with_their_text(
    trained: Path, models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = ["--annotations", str(trained / "juist"), "--output", str(tmp_path / "uit")]
    assert plancoder(models, "evaluate", "goed", "slecht", *output) == 0
    shown = capsys.readouterr().out
    assert "dezelfde 64 eenheden in 32 plannen" in shown
    assert "36 eenheden zijn door mensen anders gecodeerd" in shown
    assert "Nederlands leren in de taalles" in shown
    assert sorted(path.name for path in (tmp_path / "uit").iterdir()) == ["eenheden.csv", "verschil.csv"]


def test_a_writer_that_only_one_learnt_from_is_coded_by_the_other(
    trained: Path, models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without Dora a model is what codes Dora when she is left out, so on her plans both say the same."""
    fewer = write(tmp_path / "zonder")
    (fewer / "Dora.jsonl").unlink()
    assert plancoder(models, "train", "--annotations", str(fewer), "--name", "zonder") == 0
    for source, units in ((fewer, 48), (trained / "juist", 64)):
        capsys.readouterr()
        output = ["--annotations", str(source), "--output", str(tmp_path / "uit")]
        assert plancoder(models, "evaluate", "zonder", "goed", *output) == 0
        assert f"dezelfde {units} eenheden" in capsys.readouterr().out
        assert "Dora" not in (tmp_path / "uit" / "eenheden.csv").read_text(encoding="utf-8")


def test_plans_of_the_test_set_are_not_learnt_from(
    models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = write(tmp_path / "annotaties")
    toets = [json.loads(line) for line in lines("Eva", 1, "taal", "taal")]
    for line, text in zip(
        toets, ("heel ander einddoel voor deze persoon", "zij wil graag de taal leren"), strict=True
    ):
        line["tekst"] = text
    (source / "Eva.jsonl").write_text("\n".join(map(json.dumps, toets)), encoding="utf-8")
    (source / "toetsset.txt").write_text("Eva01\n", encoding="utf-8")
    train = ["train", "--annotations", str(source), "--no-evaluate"]
    assert plancoder(models, *train, "--name", "toets") == 0
    assert "Van de 1 plannen van de toetsset is niets geleerd" in capsys.readouterr().out
    metadata = read_metadata(models / "toets")
    assert metadata.locked == ("Eva01",)
    assert len(metadata.learnt_from) == 32
    assert metadata.test["units"] == 2
    assert metadata.annotations_sha256 == read_metadata(models / "goed").annotations_sha256
    assert (models / "toets" / "model.skops").read_bytes() == (models / "goed" / "model.skops").read_bytes()
    assert "De toetsset: 2 eenheden in 1 plannen" in (models / "toets" / "README.md").read_text("utf-8")
    assert plancoder(models, "evaluate", "goed", "toets") == 2
    assert "niet te vergelijken" in capsys.readouterr().err
    (source / "toetsset.txt").write_text("Anna01\n", encoding="utf-8")
    assert plancoder(models, *train, "--name", "lek") == 2
    assert "Anna01 hoofddoel (toetsset) en Anna03 hoofddoel: voor 100% gelijk" in capsys.readouterr().err
    assert not (models / "lek").exists()


def test_no_model_is_written_over(trained: Path, models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (models / "goed" / METADATA).read_bytes()
    train = ["train", "--annotations", str(trained / "fout"), "--no-evaluate"]
    assert plancoder(models, *train, "--name", "goed") == 2
    assert "wordt niet overschreven" in capsys.readouterr().err
    (models / "ondersteuningsplannen").mkdir()
    (models / "ondersteuningsplannen" / "model.skops").write_bytes(b"half")  # a training that was killed
    assert plancoder(models, "models") == 0
    for expected in ("ondersteuningsplannen", "ondersteuningsplannen-2"):
        assert plancoder(models, *train) == 0
        assert f"plancoder promote {expected}" in capsys.readouterr().out.splitlines()[-1]
        assert (models / expected / METADATA).exists()
    assert (models / "goed" / METADATA).read_bytes() == before


def test_the_recipe_of_the_model_of_the_project_can_be_followed() -> None:
    """Its annotations are known again: comparing with it must not ask for a training of ten minutes."""
    metadata = read_metadata(ROOT / "models" / name_in_use(ROOT / "models"))
    assert annotations_hash(read_annotations(ROOT / "annotations")) == metadata.annotations_sha256
