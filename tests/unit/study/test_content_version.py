from pathlib import Path

from pipeline.study.versions import content_version


def make(folder: Path, content: bytes) -> Path:
    part = folder / "deel"
    (part / "__pycache__").mkdir(parents=True, exist_ok=True)
    (part / "regels.yaml").write_bytes(content)
    return part


def version(path: Path) -> str:
    content_version.cache_clear()
    return content_version((path,))


def test_a_change_in_a_rule_makes_a_new_version(tmp_path: Path) -> None:
    first = version(make(tmp_path, b"a: 1\n"))
    assert version(make(tmp_path, b"a: 2\n")) != first
    assert version(make(tmp_path, b"a: 1\n")) == first


def test_place_line_ends_and_compiled_files_do_not_count(tmp_path: Path) -> None:
    first = version(make(tmp_path / "a", b"a: 1\n"))
    other = make(tmp_path / "b", b"a: 1\r\n")
    (other / "__pycache__" / "x.pyc").write_bytes(b"1")
    assert version(other) == first


def test_a_renamed_file_and_another_package_count(tmp_path: Path) -> None:
    part = make(tmp_path, b"a: 1\n")
    first = version(part)
    assert content_version((part,), ("click",)) != first
    (part / "regels.yaml").rename(part / "anders.yaml")
    assert version(part) != first
