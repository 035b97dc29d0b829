"""A codebook that changes under 64 double-coded plans and a live project; also when that is killed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from killing import CAN_KILL, killed_when
from label_studio_work import Work
from migrated_work import Study
from story import CODERS, Story, counts, units_with

from pipeline.annotations import read_annotations, reference_codings
from pipeline.codebook import load_codebook
from pipeline.coding import read_metadata
from pipeline.correction.worklist import Codes

MakeWork = Callable[..., Work]
TEXT = pytest.CaptureFixture[str]
SUBDOEL = Codes(thema=("participatie", "gezondheid"), instrument="zorg")


@pytest.fixture
def study(work: MakeWork, tmp_path: Path) -> Study:
    """Bart coded a subdoel on the server, of which nothing was pulled yet."""
    round1 = work()
    study = Study(round1, Story.begin(tmp_path / "studie").folder)
    round1.push(*study.book)
    round1.code("bart", round1.worklist.of_coder("bart")[1], SUBDOEL)
    return study


def test_64_double_coded_plans_and_a_live_project_go_along(study: Study, capsys: TEXT) -> None:
    story, work = Story(study.folder), study.work
    before = {coder: story.codings(coder) for coder in CODERS}
    assert study.migrate("--yes") == 0
    told = capsys.readouterr().out
    assert "Coderingen: 1449 gaan over naar de nieuwe versie" in told  # with the one that was pulled first
    assert f"{work.batch}, bart: 1 coderingen, 0 concepten" in told
    for coder in CODERS:
        after = story.codings(coder)
        assert [each.key for each in after] == [each.key for each in before[coder]]
        assert counts(after)["welzijn"] == counts(before[coder])["gezondheid"]
        assert units_with(after, "meedoen", "contacten") == units_with(before[coder], "participatie")

    own = study.folder / "nakijken-1.1.0"
    batch = Work(work.data, own, "migratie-1-1-0", load_codebook(study.folder / "codebook.yaml"))
    assert batch.push(*study.book, coders="bart") == 0
    units = batch.worklist.of_coder("bart")
    assert all(len(batch.worklist.plannen[unit.plan]) > 1 for unit in units)  # shown in its whole plan
    unit = next(each for each in units if each.codes and each.codes.thema == ("meedoen",))
    assert unit.codes is not None
    batch.code("bart", unit, unit.codes.model_copy(update={"thema": ("contacten",)}))
    annotations = study.folder / "annotations"
    assert batch.pull(*study.book, "--annotations", str(annotations)) == 0
    book = load_codebook(study.folder / "codebook.yaml")
    decided = {each.key: each for each in reference_codings(read_annotations(annotations, book))}
    assert decided[unit.key].thema == ("contacten",)
    models = study.folder / "models"
    where = ["--annotations", str(annotations), "--models", str(models), *study.book]
    assert story.do("train", "--no-evaluate", "--name", "tweede", *where) == 0
    assert read_metadata(models / "tweede").codebook == book.id
    assert study.undo() == 2  # it would lose what bart coded since


@pytest.mark.skipif(not CAN_KILL, reason="the process that is killed is a fork")
@pytest.mark.parametrize(
    "journal", [True, False], ids=["before the journal goes", "before the server is asked"]
)
def test_killed_between_the_files_and_the_server_the_next_command_goes_on(
    study: Study, journal: bool
) -> None:
    work, done = study.work, False

    def moment(event: str, arguments: tuple[object, ...]) -> bool:
        nonlocal done
        removed = event == "os.remove" and str(arguments[0]).endswith("bezig.json")
        if journal:
            return removed
        done = done or removed
        return done and event == "socket.connect"

    before = study.on_server("bart")
    assert killed_when(moment, lambda: study.migrate("--yes"))
    assert study.on_server("bart") == before
    assert load_codebook(study.folder / "codebook.yaml").version == "1.1.0"  # finishes what was cut off
    assert not (study.folder / "migraties" / "bezig.json").exists()
    assert {each.codeboek.partition("+")[0] for each in Story(study.folder).codings(CODERS[0])} == {
        "ondersteuningsplannen@1.1.0"
    }
    assert study.migrate("--yes") == 0
    server = study.on_server("bart")
    page = server.pop("page")
    assert "vervallen" not in page
    assert "participatie" not in str(server)
    assert work.pull(*study.book) == 0
    assert {each.thema for each in work.codings()} == {("meedoen", "welzijn")}
