"""The stores that are measured hold what the main job would have made: each unit with its own coding."""

from datetime import date
from pathlib import Path

from bench_size import fill

from pipeline.domain import Afspraak, Coding, Passage, Plan, Subdoel
from pipeline.privacy import load_or_make_key
from pipeline.study.extract import Extract, Outcome
from pipeline.study.folder import key_fingerprint
from pipeline.study.store import open_study, plan_key
from pipeline.units import plan_units

VERSION = "model@1 codeboek@1 1"


def plan(name: str, subdoelen: int) -> Plan:
    def subdoel(number: int) -> Subdoel:
        afspraken = tuple(Afspraak(f"{name}{number} stap {step}", 1) for step in range(number))
        return Subdoel(f"{name}{number}", 1, afspraken)

    goal = Passage(f"Doel {name}", 1)
    return Plan(date(2024, 1, 2), (Passage("Woont hier.", 1),), goal, tuple(map(subdoel, range(subdoelen))))


def codings(each: Plan) -> list[Coding]:
    """Codings that name the text they belong to."""
    units = plan_units(each, bestand="", plan_id="", persoon="")
    return [Coding(instrument=unit.tekst, scores={"thema.taal": 0.5}) for unit in units]


def test_mixed_plans_are_all_different_and_coded(tmp_path: Path) -> None:
    key, base, many = tmp_path / "sleutel", tmp_path / "voorbeeld", tmp_path / "veel"
    base.mkdir()
    fingerprint = key_fingerprint(load_or_make_key(key))
    examples = {"a": plan("A", 1), "b": plan("B", 3), "c": plan("C", 2)}
    with open_study(base, fingerprint, key) as study:
        study.save_extracts({name: ("1", Extract(Outcome.OK, plan=each)) for name, each in examples.items()})
        study.save_codings(VERSION, {plan_key(each): codings(each) for each in examples.values()})
    fill(many, 30, base, key)
    with open_study(many, fingerprint, key) as study:
        known = study.known()
        assert len(known) == len(study.files()) == 30
        assert len({*study.each.keys(known)}) == 30
        assert study.uncoded(VERSION, known) == {}
        found = [each for each in map(study.each.plan, known) if each]
        assert len(found) == 30
        assert any(
            subdoel.tekst[0] != each.hoofddoel.tekst[-1] for _, each in found for subdoel in each.subdoelen
        )
        for name, each in found:
            assert study.each.codings(VERSION, name) == codings(each)
