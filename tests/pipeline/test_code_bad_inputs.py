"""One batch with every kind of bad input: each gets a status and a reason, the rest is coded."""

from pathlib import Path

import pdf_factory
import pytest
from plancoder_process import intake, plancoder, units

from pipeline.reading.recognition import is_available

# Per file: the status it must get, and words of its reason.
EXPECTED = {
    "goed.pdf": ("gecodeerd", ""),
    "GOED2.PDF": ("gecodeerd", ""),
    "diep/plan.pdf": ("gecodeerd", ""),
    "brieven/plan.pdf": ("geen_plan", "ondersteuningsplan"),
    "leeg.pdf": ("onleesbaar", "leeg"),
    "tekst.pdf": ("onleesbaar", "geen pdf"),
    "half.pdf": ("onleesbaar", "beschadigd"),
    "beveiligd.pdf": ("onleesbaar", "wachtwoord"),
    "gescand.pdf": ("gecodeerd", "tekstherkenning") if is_available() else ("onleesbaar", "scan"),
    "kopie van goed.pdf": ("dubbel_bestand", "goed.pdf"),
    "verslag.docx": ("onleesbaar", "geen pdf"),
}


@pytest.fixture(scope="module")
def received(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ontvangen")
    (folder / "diep").mkdir()
    (folder / "brieven").mkdir()
    pdf_factory.plan(folder / "goed.pdf")
    pdf_factory.plan(folder / "GOED2.PDF", name="Miriam Haile", person=1)
    pdf_factory.copy(pdf_factory.DEMO / "P03-017.pdf", folder / "diep" / "plan.pdf")
    pdf_factory.letter(folder / "brieven" / "plan.pdf")
    pdf_factory.empty(folder / "leeg.pdf")
    pdf_factory.text_as_pdf(folder / "tekst.pdf")
    pdf_factory.truncated(folder / "half.pdf")
    pdf_factory.encrypted(folder / "beveiligd.pdf")
    pdf_factory.scan(folder / "gescand.pdf")
    pdf_factory.copy(folder / "goed.pdf", folder / "kopie van goed.pdf")
    (folder / "verslag.docx").write_bytes(b"PK\x03\x04 geen pdf")
    (folder / "notitie.txt").write_text("hoort er niet bij", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def coded(received: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("uitvoer")
    key = folder.parent / "sleutel"
    result = plancoder(
        "code", received, received / "verslag.docx", received / "goed.pdf", "--output", folder, "--key", key
    )
    assert result.returncode == 1, result.stderr
    assert f"{len(EXPECTED)}  ontvangen bestanden" in result.stdout
    assert result.stderr == ""
    return folder


def test_there_are_as_many_rows_as_files(coded: Path) -> None:
    assert set(intake(coded)) == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_each_file_has_its_status_and_reason(coded: Path, name: str) -> None:
    status, reason = EXPECTED[name]
    row = intake(coded)[name]
    assert row["status"] == status, row["reden"]
    assert reason in row["reden"]
    assert bool(row["reden"]) == bool(reason)


def test_only_coded_plans_have_units(coded: Path) -> None:
    assert {unit["bestand"] for unit in units(coded)} == {
        name for name, (status, _) in EXPECTED.items() if status == "gecodeerd"
    }


def test_the_units_of_a_plan_are_those_that_were_written(coded: Path) -> None:
    goed = [unit for unit in units(coded) if unit["bestand"] == "goed.pdf"]
    assert [(unit["eenheid"], unit["subdoel_nr"], unit["afspraak_nr"], unit["wie"]) for unit in goed] == [
        ("hoofddoel", None, None, None),
        ("subdoel", 1, None, None),
        ("afspraak", 1, 1, "klantmanager"),
        ("afspraak", 1, 2, "statushouder"),
        ("subdoel", 2, None, None),
        ("afspraak", 2, 1, "klantmanager"),
    ]
    assert goed[0]["hoofddoel_type"] == "betaald_werk"
    assert {unit["datum"] for unit in goed} == {"2024-03-12"}
    assert len({unit["persoon"] for unit in goed} - {""}) == 1


def test_no_identifier_of_the_plans_is_in_any_file(coded: Path) -> None:
    from zipfile import ZipFile

    bsns = [pdf_factory.bsn(person).encode() for person in (0, 1)]
    for file in (path for path in coded.rglob("*") if path.is_file()):
        contents = [file.read_bytes()]
        if file.suffix == ".xlsx":
            with ZipFile(file) as archive:
                contents = [archive.read(name) for name in archive.namelist()]
        for identifier in (b"Yonas", b"Tesfay", b"Miriam", b"Haile", *bsns):
            assert not any(identifier in content for content in contents), file.name
