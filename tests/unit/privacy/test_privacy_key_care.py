"""A new key takes the place of the old one, which is kept."""

import os
import stat
from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.privacy import load_or_make_key
from pipeline.privacy.key_care import key_state, renew_key

TODAY = date(2026, 3, 4)
posix_only = pytest.mark.skipif(os.name != "posix", reason="file modes are of POSIX")


def test_the_old_key_is_kept_with_the_date(tmp_path: Path) -> None:
    path = tmp_path / "plancoder.key"
    old = load_or_make_key(path)
    kept = renew_key(path, TODAY)
    assert kept == tmp_path / "plancoder.key.2026-03-04"
    assert kept.read_bytes() == old
    assert load_or_make_key(path) != old
    assert sorted(each.name for each in tmp_path.iterdir()) == ["plancoder.key", "plancoder.key.2026-03-04"]


def test_no_kept_key_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "sleutel"
    keys = [load_or_make_key(path)]
    kept = []
    for _ in range(3):
        kept.append(renew_key(path, TODAY))
        keys.append(load_or_make_key(path))
    assert len(set(keys)) == 4
    assert [each.read_bytes() for each in kept if each] == keys[:3]


def test_where_there_was_none_one_is_made(tmp_path: Path) -> None:
    path = tmp_path / "diep" / "sleutel"
    assert renew_key(path, TODAY) is None
    assert len(path.read_bytes()) == 32


@posix_only
def test_all_keys_are_private(tmp_path: Path) -> None:
    path = tmp_path / "sleutel"
    load_or_make_key(path)
    kept = renew_key(path, TODAY)
    assert kept is not None
    assert [stat.S_IMODE(each.stat().st_mode) for each in (path, kept)] == [0o600, 0o600]


def test_what_is_no_key_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "sleutel"
    path.write_bytes(b"kort")
    with pytest.raises(UsageError, match="geen sleutel"):
        renew_key(path, TODAY)
    assert path.read_bytes() == b"kort"


@posix_only
def test_the_state_is_told_before_it_is_mended(tmp_path: Path) -> None:
    path = tmp_path / "sleutel"
    assert not key_state(path).exists
    load_or_make_key(path)
    assert key_state(path).private is True
    path.chmod(0o644)
    assert key_state(path).private is False
