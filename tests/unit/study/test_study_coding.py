from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest

from pipeline.codebook import load_codebook
from pipeline.coding import Coder, model_in_use
from pipeline.domain import Afspraak, Coding, Passage, Plan, Subdoel, Wie
from pipeline.settings import Settings
from pipeline.study import coding
from pipeline.study.extract import Extract, Outcome
from pipeline.study.store import open_study, plan_key

WHAT = (
    "taalles",
    "schulden",
    "vrijwilligerswerk",
    "zwemles",
    "rijbewijs",
    "mantelzorg",
    "huisarts",
    "bijbaan",
)
T = TypeVar("T")


def plan(number: int) -> Plan:
    what, other = WHAT[number % 8], WHAT[number // 8 % 8]
    afspraken = (
        Afspraak(f"De klantmanager zoekt {number} keer naar {what}.", 1, Wie.KLANTMANAGER),
        Afspraak(f"[NAAM-1] belt zelf over {other}.", 2, Wie.STATUSHOUDER),
    )
    return Plan(
        date(2024, 1, 1 + number % 28),
        (),
        Passage(f"Betaald werk na {what}.", 1),
        (Subdoel(f"Beginnen met {what} en {other}.", 1, afspraken),),
    )


PLANS = {f"hash {number}": plan(number) for number in range(40)} | {"a copy": plan(3)}


@pytest.fixture(scope="module")
def coder() -> Coder:
    settings = Settings()
    return Coder.load(model_in_use(settings.modellen), load_codebook(settings.codeboek), settings.taalmodel)


def seen(items: Iterable[T], label: str, total: int) -> Iterable[T]:
    assert (label, total) == ("Plannen coderen", 40)
    shown = list(items)
    assert len(shown) == total
    return shown


def code(folder: Path, coder: Coder, settings: Settings) -> dict[str, list[Coding]]:
    """The codings that the store has after coding all plans but one."""
    folder.mkdir()
    ruler = coding.Ruler(model_in_use(settings.modellen), settings.codeboek, settings.taalmodel, "versie")
    with open_study(folder, "sleutel") as study:
        study.save_extracts({name: ("1", Extract(Outcome.OK, plan=each)) for name, each in PLANS.items()})
        study.save_extracts({"no plan": ("1", Extract(Outcome.GEEN_PLAN))})
        study.save_extracts({"not wanted": ("1", Extract(Outcome.OK, plan=plan(50)))})
        assert coding.code(study, coder, ruler, {*PLANS, "no plan"}, settings, seen) == 41
        assert study.uncoded("versie", PLANS) == {}
        assert set(study.uncoded("another version", PLANS)) == set(PLANS)
        assert set(study.uncoded("versie", {*PLANS, "not wanted"})) == {"not wanted"}
        return {key: study.each.codings("versie", key) for key in map(plan_key, PLANS.values())}


def test_workers_code_as_one_process_does_and_what_they_fail_at_is_coded_too(
    tmp_path: Path, coder: Coder, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = code(tmp_path / "alone", coder, Settings(werkers=1))
    assert all(alone.values())
    monkeypatch.setattr(coding, "FEWEST_FOR_WORKERS", 0)
    monkeypatch.setattr(coding, "PLANS_AT_ONCE", 24)  # so that there is a second part
    assert code(tmp_path / "two", coder, Settings(werkers=2)) == alone
    hasty = Settings(werkers=2).model_copy(update={"seconden_per_bestand": 1e-6})
    assert code(tmp_path / "hasty", coder, hasty) == alone
