import os
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from pipeline.errors import UsageError
from pipeline.study.collect import find_files, fingerprint, short_names


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plannen" / "meting 2").mkdir(parents=True)
    for name in ("a.pdf", "B.PDF", "notitie.txt", "meting 2/a.pdf", "meting 2/c.Pdf"):
        (tmp_path / "plannen" / name).touch()
    return tmp_path / "plannen"


def names(files: list[Path], folder: Path) -> list[str]:
    return [file.relative_to(folder).as_posix() for file in files]


def test_a_folder_stands_for_its_pdfs_at_any_depth(folder: Path) -> None:
    assert names(find_files([folder]), folder) == ["B.PDF", "a.pdf", "meting 2/a.pdf", "meting 2/c.Pdf"]


def test_a_file_stands_for_itself_and_each_counts_once(folder: Path) -> None:
    given = [folder / "notitie.txt", folder / "a.pdf", folder / "meting 2" / ".." / "a.pdf", folder]
    assert len(find_files(given)) == 5


def test_a_pattern_stands_for_what_it_matches(folder: Path) -> None:
    assert names(find_files([str(folder / "*.pdf")]), folder) == ["a.pdf"]
    assert names(find_files([str(folder / "**" / "a.pdf")]), folder) == ["a.pdf", "meting 2/a.pdf"]


def test_a_name_with_brackets_is_a_name_first(tmp_path: Path) -> None:
    file = tmp_path / "plan [1].pdf"
    file.touch()
    assert find_files([file]) == [file]


def test_relative_paths_become_absolute(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert find_files(["a.pdf"]) == [folder / "a.pdf"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_are_files_of_their_own(folder: Path) -> None:
    (folder / "link.pdf").symlink_to(folder / "a.pdf")
    (folder / "dood.pdf").symlink_to(folder / "nergens.pdf")
    assert {"link.pdf", "dood.pdf", "a.pdf"} <= set(names(find_files([folder]), folder))


def test_nothing_found_says_where_was_searched(tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    with pytest.raises(UsageError, match=r"leeg.*Geen pdf-bestanden gevonden"):
        find_files([tmp_path / "leeg"])
    with pytest.raises(UsageError, match="Geen pdf-bestanden gevonden"):
        find_files([str(tmp_path / "*.pdf")])


def test_a_path_that_is_not_there_is_named(folder: Path) -> None:
    with pytest.raises(UsageError, match=r"tikfout.*bestaat niet"):
        find_files([folder, folder / "tikfout"])


def test_names_are_as_short_as_they_can_be() -> None:
    paths = [PurePosixPath(path) for path in ("/x/m1/a.pdf", "/x/m2/a.pdf", "/x/m2/b.pdf", "/y/m1/a.pdf")]
    assert short_names(paths) == ["x/m1/a.pdf", "m2/a.pdf", "b.pdf", "y/m1/a.pdf"]


def test_a_path_that_ends_another_is_still_unique() -> None:
    assert short_names([PurePosixPath("/a/x.pdf"), PurePosixPath("/b/a/x.pdf")]) == ["/a/x.pdf", "b/a/x.pdf"]


def test_names_have_forward_slashes_everywhere() -> None:
    paths = [PureWindowsPath(r"C:\m1\a.pdf"), PureWindowsPath(r"C:\m2\a.pdf")]
    assert short_names(paths) == ["m1/a.pdf", "m2/a.pdf"]


def test_the_fingerprint_is_of_the_bytes(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(b"abc")
    known = (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-4, example of SHA-256
    )
    assert fingerprint(file) == (known, "")


def test_what_has_no_bytes_has_a_reason(tmp_path: Path) -> None:
    assert fingerprint(tmp_path) == ("", "Dit is geen gewoon bestand.")
    assert fingerprint(tmp_path / "weg.pdf")[1].startswith("Het bestand is er niet meer")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pijp.pdf")
        assert fingerprint(tmp_path / "pijp.pdf") == ("", "Dit is geen gewoon bestand.")
