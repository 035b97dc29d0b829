"""A codebook goes out as a table or as REFI-QDA and comes back; what does not hold is told with its row."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from pipeline.cli.main import run
from pipeline.codebook import changes_between, load_codebook
from pipeline.exchange import import_codebook
from pipeline.exchange.qdc import NAMESPACE, as_id

ROOT = Path(__file__).resolve().parents[3]
OWN = ROOT / "codebook.yaml"
SMALL = """\
naam: klein
versie: "2.1.0"
taal: nl
omschrijving: Een klein codeboek.
variabelen:
  thema:
    naam: Thema
    omschrijving: "=Waar het over gaat, <kort> & goed."
    eenheden: [subdoel]
    meervoudig: true
    codes:
      - id: taal
        naam: "-Taal"
        definitie: "+1 op taal; 'zo'."
        gebruik_wanneer: ["@taal", "Ook: dit."]
        voorbeelden: ["Definitie: dat is geen kop."]
"""


def export(source: Path, target: Path) -> None:
    assert run(["codebook", "export", str(target), "--codebook", str(source)]) == 0


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("own", [True, False], ids=["own", "small"])
def test_a_table_comes_back_equal(tmp_path: Path, kind: str, own: bool) -> None:
    source = OWN
    if not own:
        source = tmp_path / "klein.yaml"
        source.write_text(SMALL, encoding="utf-8")
    table, back = tmp_path / f"codeboek.{kind}", tmp_path / "terug.yaml"
    export(source, table)
    assert run(["codebook", "import", str(table), "--output", str(back)]) == 0
    assert load_codebook(back).id == load_codebook(source).id


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    source = tmp_path / "klein.yaml"
    source.write_text(SMALL, encoding="utf-8")
    export(source, tmp_path / "c.csv")
    export(source, tmp_path / "c.xlsx")
    assert re.search(r"(^|,)\"?[=+@]", (tmp_path / "c.csv").read_text(encoding="utf-8"), re.MULTILINE) is None
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "c.xlsx").active for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_all_faults_of_a_table_are_told_with_their_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "codeboek.xlsx"
    export(OWN, path)
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.active
    column = {cell.value: cell.column for cell in sheet[1]}
    rows = {sheet.cell(row, column["id"]).value: row for row in range(2, sheet.max_row + 1)}
    sheet.cell(rows["werk"], column["definitie"]).value = None
    sheet.cell(rows["taalles"], column["id"]).value = "Taal les"
    sheet.cell(rows["bemiddeling"], column["variabele"]).value = "instrumnt"
    sheet.cell(rows["opleiding"], column["soort"]).value = "kode"
    sheet.cell(rows["onderwijs"], column["eenheden"]).value = "doel"
    workbook.save(path)
    assert run(["codebook", "import", str(path), "--output", str(tmp_path / "nieuw.yaml")]) == 2
    told = capsys.readouterr().err
    for code, what in (
        ("werk", "definitie: ontbreekt"),
        ("taalles", "'Taal les': een id bestaat uit kleine letters"),
        ("bemiddeling", "de variabele 'instrumnt' staat er niet boven (bedoelt u 'instrument'?)"),
        ("opleiding", "'kode' kan hier niet"),
        ("onderwijs", "'doel' kan hier niet"),
    ):
        assert re.search(rf"\[codeboek.xlsx regel {rows[code]}\][^\n]*{re.escape(what)}", told), (code, told)
    assert not (tmp_path / "nieuw.yaml").exists()


def test_an_existing_codebook_is_not_overwritten(tmp_path: Path) -> None:
    export(OWN, tmp_path / "c.csv")
    (tmp_path / "er_al.yaml").write_text("van iemand", encoding="utf-8")
    assert run(["codebook", "import", str(tmp_path / "c.csv"), "--output", str(tmp_path / "er_al.yaml")]) == 2
    assert (tmp_path / "er_al.yaml").read_text(encoding="utf-8") == "van iemand"


def test_qdc_keeps_what_the_format_allows(tmp_path: Path) -> None:
    export(OWN, tmp_path / "c.qdc")
    found = import_codebook(tmp_path / "c.qdc", tmp_path / "terug.yaml")
    assert found.faults == ()
    changes = changes_between(load_codebook(OWN), load_codebook(tmp_path / "terug.yaml"))
    assert [(change.place, change.what) for change in changes] == [("codeboek", "omschrijving veranderd")]


def test_qdc_is_built_as_the_standard_says(tmp_path: Path) -> None:
    """Sections 5.2 of REFI-QDA 1.5: order of elements, required attributes, form of a guid."""
    export(OWN, tmp_path / "c.qdc")
    root = ET.parse(tmp_path / "c.qdc").getroot()
    space = f"{{{NAMESPACE}}}"
    assert (root.tag, set(root.attrib)) == (f"{space}CodeBook", {"origin"})
    assert [child.tag for child in root] == [f"{space}Codes", f"{space}Sets"]
    codes = list(root.iter(f"{space}Code"))
    for code in codes:
        assert set(code.attrib) == {"guid", "name", "isCodable"}
        assert code.get("isCodable") in ("true", "false")
        tags = [child.tag.removeprefix(space) for child in code]
        assert tags[:1] == ["Description"]
        assert set(tags[1:]) <= {"Code"}
    for each in root.iter(f"{space}Set"):
        tags = [child.tag.removeprefix(space) for child in each]
        assert (tags[0], set(tags[1:])) == ("Description", {"MemberCode"})
    names = [str(code.get("name")).lower() for code in codes]
    assert len({*names}) == len(names)  # QualCoder knows a code by its name
    guids = [element.get("guid") for element in (*codes, *root.iter(f"{space}Set"))]
    assert len(set(guids)) == len(guids)
    assert all(re.fullmatch(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", str(each)) for each in guids)
    assert {member.get("guid") for member in root.iter(f"{space}MemberCode")} <= set(guids)


def test_guids_stay_and_without_groups_there_are_no_sets(tmp_path: Path) -> None:
    source = tmp_path / "klein.yaml"
    source.write_text(SMALL, encoding="utf-8")
    export(source, tmp_path / "a.qdc")
    source.write_text(SMALL.replace('"-Taal"', "Nederlands").replace("2.1.0", "2.2.0"), encoding="utf-8")
    export(source, tmp_path / "b.qdc")
    first, second = ((tmp_path / name).read_text(encoding="utf-8") for name in ("a.qdc", "b.qdc"))
    assert re.findall('guid="(.*?)"', first) == re.findall('guid="(.*?)"', second)
    assert "<Sets" not in first


def qdc(folder: Path, inside: str) -> Path:
    path = folder / "van elders.qdc"
    path.write_text(
        f'<?xml version="1.0" encoding="utf-8"?>\n<CodeBook xmlns="{NAMESPACE}" origin="Ander programma">\n'
        f"{inside}\n</CodeBook>",
        encoding="utf-8",
    )
    return path


def test_a_codebook_of_another_program_becomes_a_draft(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = '<Code guid="{0}" name="{1}" isCodable="true" color="#FF0000">{2}</Code>'
    path = qdc(
        tmp_path,
        "<Codes>"
        + code.format(
            1, "Leefgebied", code.format(2, "Één plek", code.format(3, "Buurt", code.format(4, "Straat", "")))
        )
        + code.format(5, "Één plek", "<Description>Los woord.</Description>")
        + "</Codes><Sets><Set guid='6' name='groep'/></Sets>",
    )
    assert run(["codebook", "import", str(path), "--output", str(tmp_path / "concept.yaml")]) == 1
    told = capsys.readouterr().out
    assert "kleuren van codes, weggelaten: 4" in told
    assert "codes dieper dan subcode, weggelaten: 1" in told
    assert "sets, weggelaten: 1" in told
    assert "voorbeelden: ontbreekt" in told
    text = (tmp_path / "concept.yaml").read_text(encoding="utf-8")
    assert "leefgebied:" in text
    assert "id: een_plek.buurt" in text
    assert "definitie: Los woord." in text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('<!DOCTYPE x [<!ENTITY a "aaaa">]><CodeBook/>', "declareert een documenttype"),
        ("<CodeBook><Codes></CodeBook>", "geen geldige xml"),
        ("<Project/>", "geen REFI-QDA codeboek"),
        (
            f'<CodeBook xmlns="{NAMESPACE}"><Codes>\n<Code guid="1" name=" "/></Codes></CodeBook>',
            "van elders.qdc regel 2",
        ),
    ],
)
def test_a_file_that_is_no_codebook_is_refused(
    tmp_path: Path, content: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "van elders.qdc"
    path.write_text(content, encoding="utf-8")
    assert run(["codebook", "import", str(path), "--output", str(tmp_path / "x.yaml")]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "x.yaml").exists()


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    assert run(["codebook", "export", str(tmp_path / "c.docx")]) == 2


@pytest.mark.parametrize(
    ("name", "expected"), [("Één plek!", "een_plek"), ("2e doel", "code_2e_doel"), ("???", "code")]
)
def test_names_become_ids(name: str, expected: str) -> None:
    assert as_id(name) == expected
