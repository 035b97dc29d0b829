"""Plans and output at an address, by a real file system of fsspec that every process sees (local://)."""

import shutil
from pathlib import Path

import pdf_factory
import pytest
from plancoder_process import exports, intake, plancoder

from pipeline.errors import StudyError, UsageError
from pipeline.study.collect import find_files, fingerprint, short_names
from pipeline.study.output_place import output_folder
from pipeline.study.places import Remote, is_address, on_disk, place

pytest.importorskip("fsspec")


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    folder = tmp_path / "meting2"
    (folder / "onder").mkdir(parents=True)
    pdf_factory.plan(folder / "a.pdf", person=1)
    pdf_factory.plan(folder / "onder" / "B.PDF", person=2)
    pdf_factory.empty(folder / "leeg.pdf")
    (folder / "brief.txt").write_text("geen plan", encoding="utf-8")
    return folder


def code(paths: str | Path, output: str | Path, home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "gebruiker"))
    return plancoder("code", paths, "--output", output, "--key", home / "sleutel")


def test_plans_and_output_at_an_address_are_as_on_disk(
    plans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And another computer, which has nothing of it in the folder of its user, goes on with these."""
    here = code(plans, tmp_path / "hier", tmp_path, monkeypatch)
    output = f"local://{tmp_path}/ver"
    there = code(f"local://{plans}", output, tmp_path, monkeypatch)
    assert (here.returncode, there.returncode) == (1, 1), there.stderr
    assert output in there.stdout
    before = exports(tmp_path / "ver")
    assert before == exports(tmp_path / "hier")
    assert {row["meting"] for row in intake(tmp_path / "ver").values()} == {"2"}
    shutil.rmtree(tmp_path / "gebruiker")
    again = code(f"local://{plans}", output, tmp_path, monkeypatch)
    assert "Niets nieuws" in again.stdout
    assert exports(tmp_path / "ver") == before
    assert not list((tmp_path / "ver").rglob("*.deel"))


def test_what_another_computer_brought_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    output = f"local://{tmp_path}/ver"
    with (
        pytest.raises(StudyError, match="andere computer"),
        output_folder(output, tmp_path / "een") as one,
    ):
        write_store(one, "een")
        with output_folder(output, tmp_path / "twee") as two:
            write_store(two, "de ander")
    store = tmp_path / "ver" / "plancoder.sqlite3"
    assert store.read_text(encoding="utf-8") == "de ander"
    with output_folder(output, tmp_path / "een") as one:
        assert (one / store.name).read_text(encoding="utf-8") == "de ander"
        (one / store.name).write_text("samen verder", encoding="utf-8")
    assert store.read_text(encoding="utf-8") == "samen verder"


def write_store(folder: Path, content: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plancoder.sqlite3").write_text(content, encoding="utf-8")


def test_work_that_was_cut_off_is_brought_by_the_next_run(tmp_path: Path) -> None:
    output = f"local://{tmp_path}/ver"
    with pytest.raises(KeyboardInterrupt), output_folder(output, tmp_path / "werk") as folder:
        write_store(folder, "half")
        raise KeyboardInterrupt
    assert not (tmp_path / "ver").exists()
    with output_folder(output, tmp_path / "werk"):
        pass
    assert (tmp_path / "ver" / "plancoder.sqlite3").read_text(encoding="utf-8") == "half"


def test_files_at_an_address_are_found_and_named(plans: Path) -> None:
    found = find_files([f"local://{plans}"])
    assert short_names(found) == ["a.pdf", "leeg.pdf", "B.PDF"]
    assert found == find_files([f"local://{plans}", f"local://{plans}/onder/*.PDF"])
    assert [str(file) for file in find_files([f"local://{plans}/a.pdf"])] == [f"local://{plans}/a.pdf"]
    assert fingerprint(found[0]) == fingerprint(plans / "a.pdf")
    with pytest.raises(UsageError, match="staat niets"):
        find_files([f"local://{plans}/weg"])
    assert fingerprint(Remote(f"local://{plans}/weg.pdf"))[1].startswith("Het bestand is er niet meer")


def test_a_copy_to_read_is_private_and_gone_afterwards(plans: Path) -> None:
    with on_disk(Remote(f"local://{plans}/a.pdf")) as copy:
        assert copy.read_bytes() == (plans / "a.pdf").read_bytes()
        assert copy.stat().st_mode & 0o077 == 0
    assert not copy.exists()


def test_paths_stay_paths(plans: Path) -> None:
    assert find_files([f"file://{plans}"]) == find_files([plans])
    assert place(f"file://{plans}/met%20spatie.pdf") == plans / "met spatie.pdf"
    assert not is_address("C:\\plannen\\a.pdf")
    assert not is_address("plannen//a.pdf")
    with pytest.raises(UsageError, match="soort adres"):
        find_files(["bestaatniet://emmer/plannen"])
