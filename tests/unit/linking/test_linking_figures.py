from pathlib import Path

from pipeline.linking.figures import figures_of, is_outdated, write_figures
from pipeline.linking.match import Outcome


def test_a_linking_is_outdated_by_other_units_and_when_it_is_not_whole(tmp_path: Path) -> None:
    for name in ("eenheden.jsonl", "intake.csv"):
        (tmp_path / name).write_text("eerst", encoding="utf-8")
    assert not is_outdated(tmp_path)  # nothing was linked
    (tmp_path / "koppeling.csv").touch()
    assert is_outdated(tmp_path)  # half a linking
    path = write_figures(tmp_path, figures_of(Outcome((), (), {}), [{}, {}], tmp_path))
    assert not is_outdated(tmp_path)
    (tmp_path / "intake.csv").write_text("anders", encoding="utf-8")
    assert is_outdated(tmp_path)
    (tmp_path / "intake.csv").write_text("eerst", encoding="utf-8")
    assert not is_outdated(tmp_path)
    for damaged in ("", "[]", "{}", "{"):
        path.write_text(damaged, encoding="utf-8")
        assert is_outdated(tmp_path)
