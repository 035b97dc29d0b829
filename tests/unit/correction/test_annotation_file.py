from pathlib import Path

from pipeline.annotations import Annotation, read_annotations
from pipeline.correction.annotation_file import Merged, merge
from pipeline.correction.misread import write_queue
from pipeline.domain import Eenheid


def coding(number: int, thema: str = "taal", plan: str = "p1") -> Annotation:
    return Annotation(
        bestand="p1.pdf",
        plan=plan,
        eenheid=Eenheid.SUBDOEL,
        subdoel_nr=number,
        tekst=f"Doel {number}",
        thema=(thema,),
        instrument="geen",
        codeur="anna",
        codeboek="boek@1",
        herkomst="labelstudio",
    )


def test_only_what_is_new_or_changed_is_written(tmp_path: Path) -> None:
    path = tmp_path / "ronde1-anna.jsonl"
    assert merge(path, [coding(1), coding(2)]) == Merged(2, 0, 0)
    before = path.stat().st_mtime_ns
    assert merge(path, [coding(1), coding(2)]) == Merged(0, 0, 2)
    assert path.stat().st_mtime_ns == before
    assert merge(path, [coding(2, "werk"), coding(3)]) == Merged(1, 1, 0)
    assert [item.thema[0] for item in read_annotations(path)] == ["taal", "werk", "taal"]


def test_nothing_pulled_makes_no_file(tmp_path: Path) -> None:
    assert merge(tmp_path / "leeg.jsonl", []) == Merged(0, 0, 0)
    assert list(tmp_path.iterdir()) == []


def test_a_unit_that_proves_to_be_misread_is_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    merge(path, [coding(1), coding(2)])
    assert merge(path, [coding(2)], {coding(1).key, coding(9).key}) == Merged(0, 0, 1, 1)
    assert [item.subdoel_nr for item in read_annotations(path)] == [2]


def test_codings_of_another_folder_with_the_same_batch_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    merge(path, [coding(1, plan="p1")])
    merge(path, [coding(1, plan="p2")])
    assert [item.plan for item in read_annotations(path)] == ["p1", "p2"]


def row(number: int, coder: str, remark: str = "") -> dict[str, object]:
    return {
        "bestand": "p1.pdf",
        "plan": "p1",
        "eenheid": "subdoel",
        "subdoel_nr": number,
        "afspraak_nr": None,
        "pagina": 1,
        "tekst": "=1+1",
        "volgens_codeur": "",
        "opmerking": remark,
        "codeur": coder,
        "batch": "ronde1",
    }


def key(number: int, coder: str) -> tuple[str, ...]:
    return "ronde1", coder, "p1", "subdoel", str(number), ""


def test_the_reading_queue_keeps_what_others_found_and_no_formula(tmp_path: Path) -> None:
    path = write_queue(tmp_path, [row(1, "anna"), row(2, "bart")], ())
    assert path is not None
    assert ",'=1+1," in path.read_text(encoding="utf-8")
    write_queue(tmp_path, [row(1, "anna", "@ halve zin")], ())
    text = path.read_text(encoding="utf-8")
    assert (text.count("anna"), text.count("bart")) == (1, 1)
    assert text.count("''") == 0
    assert "'@ halve zin" in text


def test_a_unit_that_is_coded_after_all_leaves_the_reading_queue(tmp_path: Path) -> None:
    path = write_queue(tmp_path, [row(1, "anna"), row(2, "bart")], ())
    assert path is not None
    write_queue(tmp_path, [], {key(1, "anna"), key(2, "anna")})
    text = path.read_text(encoding="utf-8")
    assert (text.count("anna"), text.count("bart")) == (0, 1)
    assert write_queue(tmp_path, [], {key(2, "bart")}) is None
    assert not path.exists()
