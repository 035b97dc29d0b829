"""Real PDFs through the whole command: decisions, rounds by date, doubles, and a link that is outdated."""

from pathlib import Path

import pdf_factory
import pytest
from plancoder_process import intake, plancoder, units


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    """Two plans of one person, a plan of another, and a letter."""
    folder = tmp_path / "plannen"
    folder.mkdir()
    pdf_factory.plan(folder / "vroeg.pdf", person=0, date="12-03-2019")
    pdf_factory.plan(folder / "laat.pdf", person=0, date="12-08-2020", hours=30)
    pdf_factory.plan(folder / "ander.pdf", person=1, name="Miriam Haile", date="01-10-2019")
    pdf_factory.letter(folder / "brief.pdf")
    return folder


def code(plans: Path, folder: Path, *more: str | Path):
    return plancoder("code", plans, "--output", folder, "--key", folder.parent / "sleutel", *more)


def statuses(folder: Path) -> dict[str, str]:
    return {name: row["status"] for name, row in intake(folder).items()}


def decide(folder: Path, *lines: str) -> bytes:
    path = folder / "besluiten.csv"
    path.write_text("\n".join(("bestand,status,reden,door", *lines, "")), encoding="utf-8")
    return path.read_bytes()


def test_a_changed_decision_is_applied_with_nothing_new_and_kept(plans: Path, tmp_path: Path) -> None:
    folder = tmp_path / "uit"
    code(plans, folder)
    before = statuses(folder)
    assert before == {
        "vroeg.pdf": "vervangen",
        "laat.pdf": "gecodeerd",
        "ander.pdf": "gecodeerd",
        "brief.pdf": "geen_plan",
    }
    kept = decide(
        folder, "vroeg.pdf,gecodeerd,Het late plan is een concept,Mieke", "weg.pdf,geen_plan,Een brief,Mieke"
    )
    result = code(plans, folder)
    assert "gelezen: 0; gecodeerd: 1." in result.stdout
    assert "Besluiten uit besluiten.csv: 2, toegepast: 1." in result.stdout
    assert "weg.pdf: niet toegepast: dit bestand is er niet" in result.stdout
    assert statuses(folder) == before | {"vroeg.pdf": "gecodeerd", "laat.pdf": "vervangen"}
    assert {unit["bestand"] for unit in units(folder)} == {"vroeg.pdf", "ander.pdf"}
    report = (folder / "report.html").read_text(encoding="utf-8")
    assert "Het late plan is een concept" in report
    assert "niet toegepast: dit bestand is er niet" in report
    assert (folder / "besluiten.csv").read_bytes() == kept
    (folder / "besluiten.csv").unlink()
    code(plans, folder)
    assert statuses(folder) == before
    assert not (folder / "besluiten_verwerkt.csv").exists()
    assert "concept" not in (folder / "report.html").read_text(encoding="utf-8")


def test_what_cannot_be_decided_is_refused_and_the_tables_stay(plans: Path, tmp_path: Path) -> None:
    folder = tmp_path / "uit"
    code(plans, folder)
    table = (folder / "intake.csv").read_bytes()
    decide(folder, "brief.pdf,gecodeerd,Toch een plan,Mieke")
    result = code(plans, folder)
    assert result.returncode == 2
    assert "regel 2: brief.pdf kan niet gecodeerd worden" in result.stderr
    decide(folder, "laat.pdf,goed,Zo is het,Mieke")
    assert "status 'goed' bestaat niet" in code(plans, folder).stderr
    assert (folder / "intake.csv").read_bytes() == table


def test_doubles_are_told_apart_as_people_would(tmp_path: Path) -> None:
    plans, folder = tmp_path / "plannen", tmp_path / "uit"
    for place in ("meting1", "meting2"):
        (plans / place).mkdir(parents=True)
    first, second = plans / "meting1", plans / "meting2"
    pdf_factory.plan(first / "a.pdf", person=0, date="12-03-2019")
    pdf_factory.plan(second / "b.pdf", person=0, date="12-03-2020", name="Tesfay Yonas")  # turned round
    pdf_factory.plan(second / "c.pdf", person=0, date="12-05-2020", name="Yonnas Tesfai")  # spelt otherwise
    pdf_factory.plan(first / "d.pdf", person=1, name="Miriam Haile")
    pdf_factory.plan(second / "e.pdf", person=1, name="Dawit Kidane", date="01-02-2018")
    lines = pdf_factory.plan_lines(person=2, name="Abeba Girma")
    pdf_factory.text(first / "f.pdf", lines)
    pdf_factory.text(second / "g.pdf", [*lines, "", "Afgedrukt op verzoek"])
    code(plans, folder)
    rows = intake(folder)
    assert {name: row["status"] for name, row in rows.items()} == {
        "a.pdf": "vervangen",
        "b.pdf": "vervangen",
        "c.pdf": "gecodeerd",
        "d.pdf": "gecodeerd",
        "e.pdf": "dubbel_bsn",
        "f.pdf": "gecodeerd",
        "g.pdf": "dubbel_bestand",
    }
    assert "e.pdf" in rows["d.pdf"]["reden"]
    assert "d.pdf" in rows["e.pdf"]["reden"]
    for name in ("a.pdf", "g.pdf"):
        assert "meting 1 en in meting 2" in rows[name]["reden"]


def test_the_round_is_told_by_option_then_folder_then_date(tmp_path: Path) -> None:
    plans, folder, settings = tmp_path / "plannen", tmp_path / "uit", tmp_path / "plancoder.yaml"
    (plans / "ronde 7").mkdir(parents=True)
    (plans / "los").mkdir()
    settings.write_text("metingen: [2019-09-01, 2020-06-01]\n", encoding="utf-8")
    for person, (name, date) in enumerate(
        {
            "ronde 7/a": "01-01-2020",
            "los/b": "31-05-2020",
            "los/c": "01-06-2020",
            "los/d": "31-08-2019",
        }.items()
    ):
        pdf_factory.plan(plans / f"{name}.pdf", person=person, date=date)
    first = code(plans, folder, "--settings", settings)
    assert "Van vóór de eerste meting, en dus van geen meting: 1 bestanden." in first.stdout

    def rounds() -> list[str]:
        rows = intake(folder)
        return [rows[f"{name}.pdf"]["meting"] for name in "abcd"]

    assert rounds() == ["7", "1", "2", ""]
    code(plans, folder)  # what was given holds for the folder
    assert rounds() == ["7", "1", "2", ""]
    code(plans, folder, "--meting-from", "2019-01-01", "--meting-from", "2020-05-01")
    assert rounds() == ["7", "2", "2", "1"]
    code(plans, folder, "--meting", "3")
    assert rounds() == ["3", "3", "3", "3"]


def test_days_that_do_not_ascend_are_refused(plans: Path, tmp_path: Path) -> None:
    wrong = code(plans, tmp_path / "uit", "--meting-from", "2020-06-01", "--meting-from", "2019-06-01")
    assert (wrong.returncode, "moeten oplopen" in wrong.stderr) == (2, True)
    wrong = code(plans, tmp_path / "uit", "--meting-from", "1 juni")
    assert "een datum zoals 2020-06-01" in wrong.stderr
    assert not (tmp_path / "uit").exists()


def test_an_outdated_link_does_not_stop_the_work(plans: Path, tmp_path: Path) -> None:
    folder = tmp_path / "uit"
    code(plans, folder)
    (folder / "koppeling.csv").write_text("bestand,plan,persoon\nlaat.pdf,x,y\n", encoding="utf-8")
    (folder / "niet_gekoppeld.csv").write_text("bestand,reden\nander.pdf,Geen diagnose\n", encoding="utf-8")
    result = code(plans, folder)
    assert "zonder koppeling" not in result.stdout
    assert "Gekoppeld aan de diagnoses" in (folder / "report.html").read_text(encoding="utf-8")
    pdf_factory.plan(plans / "nieuw.pdf", person=4, name="Abeba Girma")
    result = code(plans, folder)
    assert "Het rapport is zonder koppeling gemaakt" in result.stdout
    assert result.stdout.count("plancoder link") == 1
    assert "van vóór de laatste wijziging" in (folder / "report.html").read_text(encoding="utf-8")
    again = plancoder("report", folder)
    assert (again.returncode, "3 gecodeerd, 1 gekoppeld en 1 niet" in again.stderr) == (2, True)
