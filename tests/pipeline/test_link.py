"""From PDFs and an export to linked tables, as a user does it; and no BSN of the export is left anywhere."""

import csv
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pdf_factory
import pytest
from plancoder_process import intake, plancoder

TABLES = ("koppeling.csv", "koppeling.xlsx", "niet_gekoppeld.csv", "diagnoses.csv", "koppeling.json")
COLUMNS = """
bsn: burgerservicenummer
kolommen:
  - {kolom: Geslacht, naam: geslacht, type: categorie, waarden: {man: man, vrouw: vrouw}}
  - {kolom: Leeftijd, naam: leeftijd, type: getal}
"""


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def wrong(bsn: str) -> str:
    """The number with another last digit."""
    return f"{bsn[:-1]}{(int(bsn[-1]) + 1) % 10}"


def export(path: Path, *bsns: str) -> Path:
    rows = [f"{bsn};man;{30 + i};geheim" for i, bsn in enumerate(bsns)]
    head = "burgerservicenummer;Geslacht;Leeftijd;Notitie"
    path.write_text("\r\n".join((head, *rows)), encoding="utf-8-sig")
    return path


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three plans: of persons 0 and 1, and of person 2 with a slip in the number."""
    root = tmp_path_factory.mktemp("koppelen")
    (root / "plannen").mkdir()
    for person in range(3):
        pdf_factory.plan(root / "plannen" / f"plan {person}.pdf", person=person, hours=20 + person)
    result = plancoder("code", root / "plannen", "--output", root / "uit", "--key", root / "sleutel")
    assert result.returncode == 0, result.stderr
    (root / "kolommen.yaml").write_text(COLUMNS, encoding="utf-8")
    return root


def link(root: Path, diagnoses: Path, *more: str | Path):
    arguments = ("--diagnoses", diagnoses, "--columns", root / "kolommen.yaml", "--key", root / "sleutel")
    return plancoder("link", root / "uit", *arguments, *more)


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file in ``folder``, and what is packed in workbooks."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.name, path.read_bytes()
            if path.suffix == ".xlsx":
                with zipfile.ZipFile(path) as packed:
                    yield from ((path.name, packed.read(name)) for name in packed.namelist())


def test_link_decide_link_again_and_code_again(coded: Path) -> None:
    folder = coded / "uit"
    numbers = [pdf_factory.bsn(0), wrong(pdf_factory.bsn(2)), pdf_factory.bsn(7)]
    diagnoses = export(coded / "export.csv", *numbers)
    first = link(coded, diagnoses)
    assert first.returncode == 1, first.stderr
    for line in (
        "     3  gecodeerde plannen, waarvan",
        "     1  gekoppeld",
        "     1  niet gekoppeld: het BSN lijkt een verschrijving van een BSN in de export",
        "     1  niet gekoppeld: het BSN staat niet in de export",
        "     3  diagnoses in de export, waarvan 2 zonder plan",
        "Niet overgenomen kolommen van de export: Notitie.",
        "Het BSN voldoet niet aan de elfproef in de export: rij 3.",
        "Er is 1 plan met een voorstel",
    ):
        assert line in first.stdout
    (row,) = table(folder / "koppeling.csv")
    rows = intake(folder)
    assert (row["bestand"], row["persoon"]) == ("plan 0.pdf", rows["plan 0.pdf"]["persoon"])
    assert (row["geslacht"], row["leeftijd"], row["subdoelen"], row["koppeling"]) == ("man", "30", "2", "BSN")
    left = {each["bestand"]: each for each in table(folder / "niet_gekoppeld.csv")}
    assert set(left) == {"plan 1.pdf", "plan 2.pdf"}
    assert "geslacht in het plan man, in de export man" in left["plan 2.pdf"]["bewijs"]
    assert [each["heeft_plan"] for each in table(folder / "diagnoses.csv")] == ["ja", "nee", "nee"]

    decision = f"plan 2.pdf,,zelfde naam en straat,A. Jansen,{left['plan 2.pdf']['voorstel']}\n"
    (folder / "besluiten.csv").write_text(
        f"bestand,status,reden,door,koppeling\n{decision}", encoding="utf-8"
    )
    second = link(coded, diagnoses)
    assert second.returncode == 1
    assert "     2  gekoppeld, waarvan 1 door een besluit" in second.stdout
    assert table(folder / "koppeling.csv")[1]["koppeling"] == (
        "door een besluit van A. Jansen gekoppeld: zelfde naam en straat"
    )
    assert json.loads((folder / "koppeling.json").read_text(encoding="utf-8"))["gekoppeld"] == 2

    before = {name: (folder / name).read_bytes() for name in TABLES}
    again = plancoder("code", coded / "plannen", "--output", folder, "--key", coded / "sleutel")
    assert "Let op: de koppeling" not in again.stdout
    pdf_factory.plan(coded / "plannen" / "plan 7.pdf", person=7, hours=30)
    again = plancoder("code", coded / "plannen", "--output", folder, "--key", coded / "sleutel")
    assert "Let op: de koppeling in deze map" in again.stdout
    assert {name: (folder / name).read_bytes() for name in TABLES} == before
    third = link(coded, export(coded / "export.csv", *numbers, pdf_factory.bsn(1)))
    assert third.returncode == 0, third.stdout
    assert [each["heeft_plan"] for each in table(folder / "diagnoses.csv")] == ["ja"] * 4

    said = first.stdout + first.stderr + second.stdout + third.stdout
    for bsn in (*numbers, "geheim"):
        assert bsn not in said
        assert not [name for name, data in contents(folder) if bsn.encode() in data]


def test_a_changed_workbook_is_kept(coded: Path) -> None:
    diagnoses = export(coded / "export.csv", pdf_factory.bsn(0))
    link(coded, diagnoses)
    (coded / "uit" / "koppeling.xlsx").write_bytes(b"veranderd")
    assert "Uw veranderde werkboek is bewaard als" in link(coded, diagnoses).stdout
    kept = coded / "uit" / "koppeling.bewerkt-1.xlsx"
    assert kept.read_bytes() == b"veranderd"
    kept.unlink()


def refused(root: Path, *arguments: str | Path) -> str:
    before = {path: path.read_bytes() for path in (root / "uit").rglob("*") if path.is_file()}
    result = plancoder("link", *arguments)
    assert result.returncode == 2, result.stdout
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert {path: path.read_bytes() for path in (root / "uit").rglob("*") if path.is_file()} == before
    return result.stderr


def test_what_cannot_be_used_is_refused_and_changes_nothing(coded: Path) -> None:
    bsn = pdf_factory.bsn(0)
    folder, good = coded / "uit", export(coded / "goed.csv", bsn)
    described = ("--columns", coded / "kolommen.yaml")
    with_key = (*described, "--key", coded / "sleutel")
    (coded / "andere").write_bytes(bytes(32))
    assert "andere sleutel" in refused(
        coded, folder, "--diagnoses", good, *described, "--key", coded / "andere"
    )
    assert "sleutel waarmee deze map is gemaakt, is er niet" in refused(
        coded, folder, "--diagnoses", good, *described, "--key", coded / "weg"
    )
    assert "geen gecodeerde map" in refused(coded, coded, "--diagnoses", good, *with_key)
    assert not (coded / "weg").exists()
    assert "bestaat niet" in refused(coded, folder, "--diagnoses", coded / "weg.csv", *with_key)
    assert "--diagnoses ontbreekt" in refused(coded, folder)
    message = refused(coded, folder, "--diagnoses", good, "--key", coded / "sleutel")
    assert "kolom 'bsn' ontbreekt" in message
    assert "gevonden: burgerservicenummer, Geslacht, Leeftijd, Notitie" in message
    good.write_text(f"burgerservicenummer;Geslacht;Leeftijd\n{bsn};geheim;oud\n", encoding="cp1252")
    message = refused(coded, folder, "--diagnoses", good, *with_key)
    assert "rij 2, kolom 'Geslacht': moet een van deze zijn: man, vrouw" in message
    assert "rij 2, kolom 'Leeftijd': moet een getal zijn" in message
    assert bsn not in message
    assert "geheim" not in message
    decisions = folder / "besluiten.csv"
    kept = decisions.read_bytes() if decisions.exists() else None
    decisions.write_text("bestand,status,reden,door,koppeling\nander.pdf,,a,b,p-x\n", encoding="utf-8")
    good = export(good, bsn)
    assert "bestand 'ander.pdf' staat niet in intake.csv" in refused(
        coded, folder, "--diagnoses", good, *with_key
    )
    decisions.unlink() if kept is None else decisions.write_bytes(kept)
