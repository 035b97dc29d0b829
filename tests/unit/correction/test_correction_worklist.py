from collections import Counter
from pathlib import Path

import pytest
from small_folders import MakeFolder, sample_of

from pipeline.codebook import Codebook
from pipeline.correction import worklist
from pipeline.correction.division import divide
from pipeline.correction.sample import read_sample
from pipeline.errors import CorrectionError, StudyError
from pipeline.migration.passage import Passage


def divided(
    folder: Path, codebook: Codebook, coders: str, *, blind: bool = False, copies: int = 2
) -> worklist.WorkList:
    sample = read_sample(folder, sample_of(folder))
    return divide(sample, coders.split(), blind=blind, passage=Passage(codebook), copies=copies)


@pytest.mark.parametrize("coders", ["anna bart", "anna bart carla"])
def test_double_units_go_to_two_and_others_to_one(
    make_folder: MakeFolder, codebook: Codebook, coders: str
) -> None:
    work = divided(make_folder(plans=9, double=3), codebook, coders)
    for unit in work.eenheden:
        double = int(unit.plan.removeprefix("plan-")) < 3
        assert len(set(unit.codeurs)) == (2 if double else 1)


def test_double_units_can_go_to_three(make_folder: MakeFolder, codebook: Codebook) -> None:
    work = divided(make_folder(plans=3, double=1), codebook, "anna bart carla", copies=3)
    assert [len(unit.codeurs) for unit in work.eenheden] == [3] * 4 + [1] * 8


def test_plans_stay_whole_and_the_work_is_shared_evenly(make_folder: MakeFolder, codebook: Codebook) -> None:
    work = divided(make_folder(plans=9, double=3), codebook, "anna bart carla")
    assert len({(unit.plan, unit.codeurs) for unit in work.eenheden}) == 9
    load = Counter(coder for unit in work.eenheden for coder in unit.codeurs)
    assert set(load.values()) == {16}


def test_blind_work_holds_no_codes_of_the_model(make_folder: MakeFolder, codebook: Codebook) -> None:
    folder = make_folder()
    assert all(unit.codes is None for unit in divided(folder, codebook, "anna bart", blind=True).eenheden)
    seen = divided(folder, codebook, "anna bart").eenheden[1].codes
    assert seen is not None
    assert seen.instrument == "taalles"


def test_a_work_list_comes_back_from_disk_as_it_was(make_folder: MakeFolder, codebook: Codebook) -> None:
    folder = make_folder()
    work = divided(folder, codebook, "anna bart")
    worklist.save(work, folder)
    assert worklist.load_all(folder, soort="coderen") == [work]


@pytest.mark.parametrize(
    ("double", "coders", "says"),
    [(1, "anna", "door 2 mensen gecodeerd, maar er zijn er 1"), (0, "anna", None)],
)
def test_double_work_needs_two_coders(
    make_folder: MakeFolder, codebook: Codebook, double: int, coders: str, says: str | None
) -> None:
    folder = make_folder(double=double)
    if says is None:
        assert len(divided(folder, codebook, coders).of_coder("anna")) == 16
        return
    with pytest.raises(CorrectionError, match=says):
        divided(folder, codebook, coders)


def test_codes_of_another_codebook_are_refused(make_folder: MakeFolder, codebook: Codebook) -> None:
    other = codebook.model_copy(update={"version": "9.0.0"})
    with pytest.raises(CorrectionError, match="ander codeboek"):
        divided(make_folder(), Codebook.model_validate(other.model_dump(by_alias=True)), "anna bart")


def test_a_sample_that_no_longer_fits_is_refused_without_text(make_folder: MakeFolder) -> None:
    folder = make_folder()
    lines = (folder / "eenheden.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "eenheden.jsonl").write_text("".join(lines[2:]), encoding="utf-8")
    with pytest.raises(CorrectionError, match="2 van de 16 eenheden"):
        read_sample(folder, sample_of(folder))
    (folder / "eenheden.jsonl").write_text('{"plan": "x", "tekst": 5}\n', encoding="utf-8")
    with pytest.raises(StudyError, match=r"Regel 1: de velden .*tekst.* kloppen niet"):
        read_sample(folder, sample_of(folder))


def test_a_file_of_another_kind_or_name_is_no_sample(make_folder: MakeFolder) -> None:
    folder = make_folder()
    text = sample_of(folder).read_text(encoding="utf-8")
    for wrong in (text.replace("ronde1", "../../elders"), text.replace("ronde1", "ronde2", 1), ""):
        sample_of(folder).write_text(wrong, encoding="utf-8")
        with pytest.raises(CorrectionError, match="geen of meer dan één steekproef"):
            read_sample(folder, sample_of(folder))


def test_a_damaged_work_list_is_told(make_folder: MakeFolder, codebook: Codebook) -> None:
    folder = make_folder()
    worklist.save(divided(folder, codebook, "anna bart"), folder)
    worklist.path_of(folder, "ronde1").write_text('{"naam": "ron', encoding="utf-8")
    with pytest.raises(CorrectionError, match="beschadigd"):
        worklist.load_all(folder)


def test_a_folder_without_work_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(CorrectionError, match="plancoder sample"):
        worklist.load_all(tmp_path)


def test_the_round_of_a_plan_comes_along(make_folder: MakeFolder, codebook: Codebook) -> None:
    folder = make_folder()
    (folder / "intake.csv").write_text("plan,meting\nplan-0,2\nplan-1,\n", encoding="utf-8")
    rounds = {unit.plan: unit.meting for unit in divided(folder, codebook, "anna bart").eenheden}
    assert rounds == {"plan-0": 2, "plan-1": None, "plan-2": None, "plan-3": None}
