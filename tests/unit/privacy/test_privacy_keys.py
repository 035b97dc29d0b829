"""The key is made once, kept private, and decides all pseudonyms."""

import hashlib
import hmac
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import UsageError
from pipeline.privacy import load_or_make_key, person_id, plan_id
from pipeline.privacy.keys import is_wrong_number, pseudonym

posix_only = pytest.mark.skipif(os.name != "posix", reason="file modes are of POSIX")
not_root = pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may write anywhere")


def test_a_key_is_made_once(tmp_path: Path) -> None:
    path = tmp_path / "diep" / "sleutel"
    key = load_or_make_key(path)
    assert len(key) == 32
    assert load_or_make_key(path) == key
    assert [each.name for each in path.parent.iterdir()] == ["sleutel"]


def test_each_place_gets_a_key_of_its_own(tmp_path: Path) -> None:
    assert load_or_make_key(tmp_path / "a") != load_or_make_key(tmp_path / "b")


@posix_only
def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "diep" / "sleutel"
    load_or_make_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    path.chmod(0o644)
    load_or_make_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_makers_at_the_same_time_get_the_same_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(load_or_make_key, [tmp_path / "sleutel"] * 16))
    assert len(keys) == 1


@pytest.mark.parametrize("content", [b"", b"kort", b"x" * 33])
def test_what_is_no_key_is_refused_and_kept(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sleutel"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="geen sleutel") as caught:
        load_or_make_key(path)
    assert str(path) in caught.value.message
    assert path.read_bytes() == content


def test_a_folder_is_no_key(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="niet worden gelezen"):
        load_or_make_key(tmp_path)


@posix_only
@not_root
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(UsageError, match="niet worden gelezen of gemaakt"):
        load_or_make_key(tmp_path / "sleutel")


def test_a_pseudonym_is_an_hmac_in_base32() -> None:
    digest = hmac.new(b"k" * 32, b"bsn:123456782", hashlib.sha256).hexdigest()
    bits = f"{int(digest, 16):0256b}"
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    assert pseudonym(b"k" * 32, "bsn", "123456782") == "".join(
        letters[int(bits[i : i + 5], 2)] for i in range(0, 100, 5)
    )


@given(st.binary(min_size=32, max_size=32), st.text(), st.text())
def test_domains_and_values_are_kept_apart(key: bytes, one: str, other: str) -> None:
    assert pseudonym(key, "bsn", one) != pseudonym(key, "naam", one)
    assert (pseudonym(key, "bsn", one) == pseudonym(key, "bsn", other)) == (one == other)


def test_ids_are_readable_and_the_case_of_a_hash_does_not_matter() -> None:
    assert person_id(b"k" * 32, "") == ""
    assert person_id(b"k" * 32, "123456782").startswith("p-")
    assert not is_wrong_number(person_id(b"k" * 32, "123456782"))
    assert is_wrong_number(person_id(b"k" * 32, "123456783"))
    assert plan_id(b"k" * 32, "AB12") == plan_id(b"k" * 32, "ab12") != plan_id(b"k" * 32, "ab13")
