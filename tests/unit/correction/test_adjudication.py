from pathlib import Path
from typing import Any

import pytest
from small_folders import MakeFolder

from pipeline.agreement.differences import differences
from pipeline.annotations import Annotation, read_annotations, reference_codings
from pipeline.cli.main import run
from pipeline.codebook import Codebook
from pipeline.correction import adjudication
from pipeline.errors import CorrectionError


def coding(coder: str, thema: str = "taal", plan: str = "plan-0", **other: Any) -> Annotation:
    values = {
        "bestand": "a.pdf",
        "plan": plan,
        "eenheid": "subdoel",
        "subdoel_nr": 1,
        "tekst": "Tekst",
        "thema": tuple(thema.split()),
        "instrument": "taalles",
        "codeur": coder,
        "codeboek": "boek@1",
        "herkomst": "labelstudio",
        "steekproef": "random (ronde1)",
        "inclusiekans": 0.5,
    }
    return Annotation.model_validate(values | other)


@pytest.mark.parametrize(
    ("codings", "different"),
    [
        ([coding("anna"), coding("bart")], 0),
        ([coding("anna"), coding("bart", "werk")], 1),
        ([coding("anna", "taal werk gezondheid"), coding("bart", "taal gezondheid werk")], 0),
        ([coding("anna", "taal werk"), coding("bart", "werk taal")], 1),
        ([coding("anna"), coding("bart", instrument="zorg")], 1),
        ([coding("anna"), coding("bart", plan="plan-1", thema="werk")], 0),
        ([coding("anna", "werk"), coding("bart"), coding("carla", "werk", herkomst="arbitrage")], 0),
    ],
    ids=["same", "theme", "order of second codes", "hoofdcode", "instrument", "other unit", "decided"],
)
def test_what_differs(codings: list[Annotation], different: int) -> None:
    assert len(adjudication.unsettled(codings)) == different


def test_the_last_coding_of_a_coder_counts() -> None:
    early, late = "2021-01-01T00:00:00Z", "2021-01-02T00:00:00Z"
    codings = [coding("anna", tijd=late), coding("anna", "werk", tijd=early), coding("bart", tijd=early)]
    assert adjudication.unsettled(codings) == []


def test_a_coding_without_a_time_is_older_than_one_with_wherever_it_is_read() -> None:
    dated, undated = coding("anna", tijd="2021-01-01T00:00:00Z"), coding("anna", "werk")
    for own in ([dated, undated], [undated, dated]):
        codings = [*own, coding("bart", "werk")]
        (different,) = adjudication.unsettled(codings)
        assert different[0].thema == ("taal",)
        assert [each.codings["anna"] for each in differences(codings)] == ["taal"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"thema": "taal werk gezondheid"}, {"thema": "taal gezondheid werk"}),
        ({"thema": "taal werk"}, {"thema": "werk taal"}),
        ({"instrument": None}, {"instrument": "zorg"}),
        ({"eigen_inzet": True}, {"eigen_inzet": False}),
    ],
)
def test_what_goes_to_the_arbiter_is_what_stands_in_the_list_of_differences(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    codings = [coding("anna", **first), coding("bart", **second)]
    assert len(adjudication.unsettled(codings)) == len(differences(codings))


def test_differences_become_a_list_without_names_and_once_only(
    make_folder: MakeFolder, codebook: Codebook
) -> None:
    folder = make_folder()
    codings = [coding("anna"), coding("bart", "werk", opmerking="twijfel")]
    work = adjudication.arbitration_list(folder, codings, "carla", codebook.id)
    assert work is not None
    (unit,) = work.eenheden
    assert {one.thema[0]: one.opmerking for one in unit.voorstellen} == {"taal": "", "werk": "twijfel"}
    assert (unit.steekproef, unit.inclusiekans) == ("random (ronde1)", 0.5)
    assert [line.eenheid for line in work.plannen["plan-0"]] == [
        "hoofddoel",
        "subdoel",
        "afspraak",
        "afspraak",
    ]
    assert "anna" not in work.model_dump_json()
    assert adjudication.arbitration_list(folder, codings, "carla", codebook.id) is None
    more = [*codings, coding("anna", plan="elders"), coding("bart", "werk", plan="elders")]
    second = adjudication.arbitration_list(folder, more, "carla", codebook.id)
    assert second is not None
    assert (second.naam, [unit.plan for unit in second.eenheden]) == ("arbitrage-2", ["elders"])


def test_the_majority_settles_question_by_question() -> None:
    codings = [
        coding("anna", "taal werk", instrument="zorg"),
        coding("bart", "taal", eigen_inzet=True),
        coding("carla", "werk taal", eigen_inzet=True),
    ]
    (settled,) = adjudication.majority(codings).settled
    assert (settled.thema, settled.eigen_inzet, settled.instrument) == (("taal", "werk"), True, "taalles")
    assert (settled.herkomst, settled.codeur) == ("arbitrage", "meerderheid")
    assert reference_codings([*codings, settled])[0] == settled
    assert adjudication.majority([*codings, settled]).settled == [settled]


def test_no_majority_leaves_the_unit_open() -> None:
    codings = [coding("anna", "taal"), coding("bart", "werk"), coding("carla", "gezondheid")]
    assert adjudication.majority(codings) == adjudication.Majority([], 1)
    tie = [*codings, coding("dirk", "taal")]
    assert adjudication.majority(tie) == adjudication.Majority([], 1)


def test_overig_can_be_the_majority() -> None:
    codings = [coding("anna", ""), coding("bart", ""), coding("carla", "gezondheid")]
    assert adjudication.majority(codings).settled[0].thema == ()


def test_a_majority_needs_three() -> None:
    with pytest.raises(CorrectionError, match="3 of meer"):
        adjudication.majority([coding("anna"), coding("bart", "werk")])


def test_the_command_writes_what_most_say_and_gives_the_same_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codings = [coding("anna", "werk"), coding("bart"), coding("carla")]
    lines = "".join(f"{item.model_dump_json()}\n" for item in codings)
    kept = tmp_path / "annotaties"
    kept.mkdir()
    (kept / "ronde1.jsonl").write_text(lines, encoding="utf-8")
    for _ in range(2):
        assert run(["adjudicate", "majority", str(tmp_path)]) == 0
        assert "Beslecht: 1 eenheden; zonder meerderheid: 0." in capsys.readouterr().out
        (settled,) = read_annotations(kept / "meerderheid.jsonl")
        assert (settled.thema, settled.codeur) == (("taal",), "meerderheid")
    assert len(read_annotations(kept)) == 4
