"""What changed, and how much of it came from the plans and how much from the ruler they were coded with."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.codebook import Codebook
from pipeline.coded_units import EARLIER_FILE
from pipeline.errors import CodebookError, StudyError
from pipeline.report import Wishes, write_report

Record = dict[str, Any]
WriteFolder = Callable[[list[Record], list[Record]], Path]
GOALS = ("betaald_werk", "onderwijs")


def files(first: int, second: int) -> list[Record]:
    metingen = ["1"] * first + ["2"] * second
    return [{"status": "gecodeerd", "plan": f"p{i}", "meting": meting} for i, meting in enumerate(metingen)]


def goals(kinds: list[str], start: int = 0, **more: Any) -> list[Record]:
    same = {"eenheid": "hoofddoel", "thema": ["werk"]} | more
    return [{"plan": f"p{i}", "hoofddoel_type": kind, **same} for i, kind in enumerate(kinds, start)]


def keep_earlier(folder: Path, units: list[Record], codebook: Codebook, **more: Any) -> None:
    names = ("eenheid", "subdoel_nr", "afspraak_nr", "wie", "instrument", "hoofddoel_type")
    empty: Record = dict.fromkeys(names) | {"eigen_inzet": False, "nakijken": [], "model": "oud-1"}
    lines = (json.dumps(empty | {"codeboek": codebook.id} | unit | more) + "\n" for unit in units)
    (folder / EARLIER_FILE).write_text("".join(lines), encoding="utf-8")


def table(folder: Path, name: str) -> dict[str, dict[str, str]]:
    with (folder / "tabellen" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {row["Code"]: row for row in rows if row["Wat"] == "Soort hoofddoel"}


@pytest.fixture
def two_rounds(write_folder: WriteFolder) -> Path:
    """24 plans in each meting: 12 and 18 of them aim at paid work."""
    work, school = GOALS
    return write_folder(files(24, 24), goals([work] * 12 + [school] * 12 + [work] * 18 + [school] * 6))


def test_each_change_is_the_sum_of_plans_and_ruler(two_rounds: Path, codebook: Codebook) -> None:
    # The old ruler saw paid work in 6 of the 24 earlier plans only.
    work, school = GOALS
    keep_earlier(two_rounds, goals([work] * 6 + [school] * 18), codebook)
    text = write_report(two_rounds, codebook).read_text(encoding="utf-8")
    row = table(two_rounds, "verandering-1-2")["Betaald werk"]
    assert [float(row[name]) for name in ("meting 1", "meting 2")] == [0.25, 0.75]
    told = [float(row[name]) for name in ("verschil", "door plannen", "door meetlat")]
    assert told == pytest.approx([50.0, 25.0, 25.0])
    assert float(row["meetlat: 95% van"]) < 25.0 < float(row["meetlat: 95% tot"])
    assert "+50,0 punten, waarvan +25,0 door de plannen en +25,0 door de meetlat" in text
    assert "(Kitagawa, 1955)" in (two_rounds / "methode.txt").read_text(encoding="utf-8")
    assert "Eerdere meetlat: model oud-1, codeboek" in text


def test_the_earlier_coding_beside_all_plans_of_now(two_rounds: Path, codebook: Codebook) -> None:
    work, school = GOALS
    keep_earlier(two_rounds, goals([work] * 6 + [school] * 18), codebook)
    write_report(two_rounds, codebook)
    row = table(two_rounds, "verandering")["Betaald werk"]
    told = [float(row[name]) for name in ("verschil", "door plannen", "door meetlat")]
    assert told == pytest.approx([37.5, 12.5, 25.0])


def test_the_same_plans_by_a_new_ruler_differ_by_the_ruler_alone(
    write_folder: WriteFolder, codebook: Codebook
) -> None:
    work, school = GOALS
    folder = write_folder(
        [{"status": "gecodeerd", "plan": f"p{i}"} for i in range(12)], goals([work] * 6 + [school] * 6)
    )
    keep_earlier(folder, goals([work] * 3 + [school] * 9), codebook)
    text = write_report(folder, codebook).read_text(encoding="utf-8")
    row = table(folder, "verandering")["Betaald werk"]
    assert float(row["door meetlat"]) == pytest.approx(25.0)
    assert "door plannen" not in row
    assert "Dezelfde 12 plannen" in text


def test_one_ruler_and_two_rounds(two_rounds: Path, codebook: Codebook) -> None:
    text = write_report(two_rounds, codebook).read_text(encoding="utf-8")
    row = table(two_rounds, "verandering-1-2")["Betaald werk"]
    assert float(row["verschil"]) == pytest.approx(25.0)
    assert "Alle plannen zijn met dezelfde meetlat" in text
    assert "door meetlat" not in row
    assert not (two_rounds / "tabellen" / "verandering.csv").exists()


def test_one_round_and_one_ruler_have_nothing_to_compare(
    write_folder: WriteFolder, codebook: Codebook
) -> None:
    folder = write_folder(files(3, 0), goals([GOALS[0]] * 3))
    assert "Wat er veranderde" not in write_report(folder, codebook).read_text(encoding="utf-8")


def test_few_plans_are_told_without_intervals(write_folder: WriteFolder, codebook: Codebook) -> None:
    folder = write_folder(files(1, 1), goals([*GOALS]))
    write_report(folder, codebook)
    row = table(folder, "verandering-1-2")["Betaald werk"]
    assert (float(row["verschil"]), row["verschil: 95% van"]) == (-100.0, "")


def test_another_folder_as_the_earlier_one(two_rounds: Path, codebook: Codebook) -> None:
    old = two_rounds / "vorig"
    old.mkdir()
    for name in ("intake.csv", "eenheden.jsonl"):
        shutil.copy(two_rounds / name, old / name)
    wishes = Wishes(before=old)
    text = write_report(two_rounds, codebook, wishes=wishes).read_text(encoding="utf-8")
    assert "Alle plannen zijn met dezelfde meetlat" in text  # the same model and codebook
    units = (old / "eenheden.jsonl").read_text(encoding="utf-8")
    (old / "eenheden.jsonl").write_text(units.replace("model-1", "model-0"), encoding="utf-8")
    text = write_report(two_rounds, codebook, wishes=wishes).read_text(encoding="utf-8")
    assert "Dezelfde 48 plannen" in text
    assert "Bij geen van de" in text


def test_a_folder_of_other_plans_cannot_be_split(two_rounds: Path, codebook: Codebook) -> None:
    old = two_rounds / "vorig"
    old.mkdir()
    for name in ("intake.csv", "eenheden.jsonl"):
        content = (two_rounds / name).read_text(encoding="utf-8").replace("model-1", "model-0")
        for number in range(48):  # other files, other plans
            content = content.replace(f"{number}.pdf", f"{number}.PDF")
            content = content.replace(f",p{number},", f",q{number},").replace(f'"p{number}"', f'"q{number}"')
        (old / name).write_text(content, encoding="utf-8")
    text = write_report(two_rounds, codebook, wishes=Wishes(before=old)).read_text(encoding="utf-8")
    assert "Geen plan is met beide meetlatten gecodeerd" in text
    assert "door meetlat" not in table(two_rounds, "verandering")["Betaald werk"]


def test_plans_that_another_key_gave_other_names_are_refused(
    write_folder: WriteFolder, codebook: Codebook
) -> None:
    received = [record | {"sha256": f"hash{at}"} for at, record in enumerate(files(2, 0))]
    folder = write_folder(received, goals([*GOALS]))
    old = folder / "vorig"
    old.mkdir()
    for name in ("intake.csv", "eenheden.jsonl"):
        content = (folder / name).read_text(encoding="utf-8")
        for plan in ("p0", "p1"):
            content = content.replace(f",{plan},", f",x{plan},").replace(f'"{plan}"', f'"x{plan}"')
        (old / name).write_text(content, encoding="utf-8")
    with pytest.raises(StudyError, match="andere pseudoniemen"):
        write_report(folder, codebook, wishes=Wishes(before=old))


def migration(folder: Path, rows: list[tuple[str, str, str, str]]) -> Path:
    """What is kept of a migration from 0.9.0 to the codebook of now."""
    own = folder / "migraties" / "toegepast" / "1.0.0"
    own.mkdir(parents=True)
    name = "ondersteuningsplannen"
    told = {"volgnummer": 1, "van": f"{name}@0.9.0+abcd", "naar": f"{name}@1.0.0+ef01"}
    (own / "verslag.json").write_text(json.dumps(told), encoding="utf-8")
    with (own / "omzetting.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("variabele", "oude_code", "nieuwe_code", "zeker", "toelichting"))
        writer.writerows((*row, "") for row in rows)
    return folder / "migraties"


def test_codes_that_got_another_name_do_not_count_as_change(two_rounds: Path, codebook: Codebook) -> None:
    work, school = GOALS
    old = goals(["baan"] * 12 + [school] * 12 + ["baan"] * 18 + [school] * 6, codeboek="x")
    keep_earlier(two_rounds, old, codebook, codeboek=f"{codebook.name}@0.9.0+abcd")
    rows = [("hoofddoel_type", "baan", work, "ja"), ("hoofddoel_type", school, school, "nee")]
    wishes = Wishes(migrations=migration(two_rounds, rows))
    text = write_report(two_rounds, codebook, wishes=wishes).read_text(encoding="utf-8")
    found = table(two_rounds, "verandering")
    assert float(found["Betaald werk"]["door meetlat"]) == 0
    assert float(found["Onderwijs *"]["door meetlat"]) == 0
    assert "* Deze code is in het codeboek gesplitst" in text
    assert "omzettingstabel" in text


def test_without_the_migration_the_report_says_that_codes_went_by_their_name(
    two_rounds: Path, codebook: Codebook
) -> None:
    old = goals(["baan"] * 24 + [GOALS[1]] * 24)
    keep_earlier(two_rounds, old, codebook, codeboek=f"{codebook.name}@0.9.0+abcd")
    wishes = Wishes(migrations=two_rounds / "geen")
    assert "is geen migratie bewaard" in write_report(two_rounds, codebook, wishes=wishes).read_text("utf-8")


def test_a_damaged_migration_is_named(two_rounds: Path, codebook: Codebook) -> None:
    keep_earlier(two_rounds, goals([GOALS[0]] * 12), codebook)
    migrations = migration(two_rounds, [])
    (migrations / "toegepast" / "1.0.0" / "verslag.json").write_text("{", encoding="utf-8")
    with pytest.raises(CodebookError, match="migratie"):
        write_report(two_rounds, codebook, wishes=Wishes(migrations=migrations))
