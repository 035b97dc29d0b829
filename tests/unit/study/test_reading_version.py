"""Which plans are read again when a layout is taught, changed or taken away."""

from pathlib import Path

from pipeline.study.extract import Extract, Outcome, ReadingVersion
from pipeline.study.stages import _unread
from pipeline.study.store import Found, open_study

ONE, TWO = "1-v10-0 2-v10-0 3-g10-2 4-g10-2", "7-v12-0 8-v12-0 9-v12-0"
FORM = frozenset(ONE.split())


def test_a_taught_layout_concerns_the_plans_that_look_like_it() -> None:
    none, taught = ReadingVersion("a"), ReadingVersion("a", ((FORM, "x"),))
    assert taught.of(ONE) != none.of(ONE)
    assert taught.of(TWO) == none.of(TWO)
    assert taught.of("") == none.of("")
    assert ReadingVersion("a", ((FORM, "y"),)).of(ONE) != taught.of(ONE)
    assert ReadingVersion("b", ((FORM, "x"),)).of(TWO) != taught.of(TWO)


def test_only_these_are_left_to_read(tmp_path: Path) -> None:
    looks = {"a": ONE, "b": TWO, "c": ONE}
    paths = {name: tmp_path / f"{name}.pdf" for name in looks}
    before, after = ReadingVersion("1"), ReadingVersion("1", ((FORM, "x"),))
    with open_study(tmp_path, "sleutel") as study:
        for name, path in paths.items():
            path.touch()
            study.receive([Found(str(path), name)], None)
        assert set(_unread(study, before, retry_protected=False).values()) == {"a", "b", "c"}
        read = {name: Extract(Outcome.OK, opmaak=look) for name, look in looks.items()}
        study.save_extracts({name: (before.of(one.opmaak), one) for name, one in read.items()})
        assert not _unread(study, before, retry_protected=False)
        assert set(_unread(study, after, retry_protected=False).values()) == {"a", "c"}
        study.save_extracts({"a": (after.of(ONE), read["a"])})
        assert set(_unread(study, after, retry_protected=False).values()) == {"c"}
        assert set(_unread(study, before, retry_protected=False).values()) == {
            "a"
        }  # the layout was taken away
