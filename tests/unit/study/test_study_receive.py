import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.study import records, stages
from pipeline.study.records import stamp_of
from pipeline.study.store import FILE_NAME, open_study


@pytest.fixture(autouse=True)
def _settled_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "_SETTLED", -1)


@pytest.fixture
def plans(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"{number}.pdf" for number in range(4)]
    for path in paths:
        path.write_text(path.name, encoding="ascii")
    return paths


def hashes(folder: Path) -> list[str]:
    with open_study(folder, "sleutel") as study:
        return [file.sha256 for file in study.files()]


def receive(folder: Path, paths: list[Path], meting: int | None = None, *, all_bytes: bool = False) -> int:
    with open_study(folder, "sleutel") as study:
        return stages.receive(study, paths, meting, all_bytes=all_bytes)


def damage(folder: Path, path: Path) -> None:
    """Make the store hold something else than the bytes of this file: it shows who looks at these."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as store, store:
        store.execute("UPDATE files SET sha256 = 'anders' WHERE path = ?", (str(path),))


def test_bytes_are_looked_at_again_when_size_or_time_changed_or_when_asked(
    plans: list[Path], tmp_path: Path
) -> None:
    assert receive(tmp_path, plans) == 4
    right = hashes(tmp_path)
    for path in plans:
        damage(tmp_path, path)
    assert receive(tmp_path, plans[:2]) == 0  # the others as earlier ones
    assert hashes(tmp_path) == ["anders"] * 4
    os.utime(plans[0], ns=(1, 1))
    plans[3].write_text("x.pdf", encoding="ascii")  # another content of the same size, not named again
    receive(tmp_path, plans[:2])
    found = hashes(tmp_path)
    assert found[:3] == [right[0], "anders", "anders"]
    assert found[3] not in ("anders", right[3])
    receive(tmp_path, plans[1:2], all_bytes=True)
    assert hashes(tmp_path)[:3] == right[:3]


def test_what_is_asked_anew_of_a_file_that_did_not_change_is_kept(plans: list[Path], tmp_path: Path) -> None:
    receive(tmp_path, plans, 1)
    damage(tmp_path, plans[1])
    assert receive(tmp_path, plans[:2], 2) == 0
    with open_study(tmp_path, "sleutel") as study:
        assert [file.meting for file in study.files()] == [2, 2, 1, 1]
        assert study.files()[1].sha256 == "anders"


def test_a_file_that_was_just_changed_tells_nothing_by_its_time(
    plans: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stamp_of(plans[0]) != ""
    monkeypatch.undo()
    assert stamp_of(plans[0]) == ""
    assert stamp_of(plans[0].with_name("er niet.pdf")) == ""


def test_the_store_of_the_version_before_is_brought_up_to_this_one(plans: list[Path], tmp_path: Path) -> None:
    receive(tmp_path, plans)
    right = hashes(tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as store, store:
        store.execute("CREATE TABLE old AS SELECT number, path, sha256, problem, meting FROM files")
        store.execute("DROP TABLE files")
        store.execute("ALTER TABLE old RENAME TO files")
        store.execute("DROP VIEW readings")
        store.execute("DROP TABLE beside")
        for column in ("afdruk", "vraagt_andere"):
            store.execute(f"ALTER TABLE extracts DROP COLUMN {column}")
        store.execute("PRAGMA user_version = 2")
    assert hashes(tmp_path) == right
    with open_study(tmp_path, "sleutel") as study:
        assert {file.stamp for file in study.files()} == {""}
    assert receive(tmp_path, plans) == 0
    damage(tmp_path, plans[0])
    receive(tmp_path, plans)
    assert hashes(tmp_path) == ["anders", *right[1:]]
