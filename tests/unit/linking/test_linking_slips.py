from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.bsn import passes_eleven_test
from pipeline.linking.slips import Slip, find_slips, slips
from pipeline.privacy import person_id

KEY = bytes(range(32))
numbers = st.integers(0, 10**9 - 1).map("{:09d}".format)


def with_check_digit(start: str) -> str:
    """Nine digits of which the last makes the weighted sum a multiple of 11; it may come out as 10."""
    return start + str(
        sum(weight * int(digit) for weight, digit in zip(range(9, 1, -1), start, strict=True)) % 11
    )


# One start in eleven has no check digit; all others do, so that little is thrown away.
valid = st.integers(1, 10**8 - 1).map("{:08d}".format).map(with_check_digit).filter(passes_eleven_test)


@given(numbers)
def test_slips_are_all_other_digits_and_all_swaps(bsn: str) -> None:
    found = dict(slips(bsn))
    digits = [number for number, slip in slips(bsn) if slip is Slip.DIGIT]
    swaps = [number for number, slip in slips(bsn) if slip is Slip.SWAP]
    assert len(found) == len(digits) + len(swaps)
    assert len(digits) == 81
    assert all(sum(a != b for a, b in zip(bsn, number, strict=True)) == 1 for number in digits)
    assert len(swaps) == sum(1 for a, b in pairwise(bsn) if a != b)
    assert all(sorted(number) == sorted(bsn) for number in swaps)


@given(valid)
def test_a_slip_in_a_right_number_is_a_wrong_number(bsn: str) -> None:
    assert not any(passes_eleven_test(number) for number, _ in slips(bsn))


@given(st.lists(numbers | valid, max_size=4, unique=True), st.lists(numbers | valid, max_size=3), st.data())
def test_it_finds_what_trying_every_number_finds(
    export: list[str], plans: list[str], data: st.DataObject
) -> None:
    if export:  # some plans near a number of the export
        near = st.sampled_from(export).flatmap(lambda bsn: st.sampled_from([slip for slip, _ in slips(bsn)]))
        plans = plans + data.draw(st.lists(near, max_size=3))
    wanted = frozenset(person_id(KEY, bsn) for bsn in plans)
    expected = {
        (person_id(KEY, number), bsn, slip)
        for bsn in export
        for number, slip in slips(bsn)
        if person_id(KEY, number) in wanted
    }
    assert set(find_slips(export, wanted, KEY)) == expected


def test_another_key_finds_nothing() -> None:
    wanted = frozenset([person_id(KEY, "123456783")])
    assert [*find_slips(["123456782"], wanted, KEY)]
    assert not [*find_slips(["123456782"], wanted, bytes(32))]
    assert not [*find_slips(["123456782"], frozenset(), KEY)]
