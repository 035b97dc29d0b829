import io
from dataclasses import replace
from datetime import datetime

import openpyxl
import pytest
from added_variables import with_added

from pipeline.codebook import Codebook, load_codebook
from pipeline.domain import Eenheid, Status
from pipeline.export.tables import to_csv
from pipeline.intake.decisions import Decision
from pipeline.linking.added import added_codes, added_columns
from pipeline.linking.columns import load_columns
from pipeline.linking.diagnoses import Diagnosis
from pipeline.linking.evidence import Evidence
from pipeline.linking.match import CodedPlan, match, people_of
from pipeline.linking.rows import linked_rows, plan_codes, unlinked_rows
from pipeline.linking.table import MOST_SUBDOELEN, OWN_COLUMNS, UNLINKED_COLUMNS, linked_columns
from pipeline.linking.workbook import linked_layout, to_xlsx, unlinked_layout
from pipeline.privacy import person_id
from pipeline.report.coded_folder import CodedFolder, ReceivedFile
from pipeline.report.units import CountedUnit, Units
from pipeline.settings import Settings

KEY = bytes(32)
ONE, OTHER = "123456782", "999460389"
DESCRIBED = load_columns()


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook(Settings().codeboek)


def unit(eenheid: str, nr: int | None, *thema: str, own: bool = False, **codes: str | None) -> CountedUnit:
    given = {"instrument": None, "hoofddoel_type": None} | codes
    return CountedUnit(
        Eenheid(eenheid),
        None,
        thema,
        own,
        nakijken=(),
        model="m",
        codeboek="c",
        plan="plan-1",
        subdoel_nr=nr,
        afspraak_nr=None,
        **given,
    )


def file(bestand: str, plan: str, bsn: str) -> ReceivedFile:
    return ReceivedFile(bestand, Status.GECODEERD, "", plan, person_id(KEY, bsn), "2024-03-12", "2")


FOLDER = CodedFolder(
    (file("=1+1.pdf", "plan-1", ONE), file("leeg.pdf", "plan-2", OTHER)),
    Units(
        [
            unit("hoofddoel", None, "werk", "taal", hoofddoel_type="betaald_werk"),
            unit("subdoel", 1, "taal.inburgering", "werk", instrument="taalles"),
            unit("afspraak", 1, "taal", own=True),
            unit("afspraak", 1),
            unit("subdoel", 2, own=True, instrument="eigen_inzet"),
            unit("subdoel", 7, "werk", instrument="zorg"),
        ]
    ),
)
VALUES = dict.fromkeys(DESCRIBED.names, None) | {"land_van_herkomst": "@Syrië", "jaren_in_nederland": 2.5}
PLANS = [CodedPlan(each.bestand, each.plan, each.persoon) for each in FOLDER.usable]


def outcome(*decisions: Decision, bsn: str = ONE):
    return match(PLANS, people_of([Diagnosis(2, bsn, VALUES)], KEY), decisions, KEY)


def test_the_codes_of_a_plan_in_one_row() -> None:
    codes = plan_codes(FOLDER)
    first = codes["plan-1"]
    assert {key: value for key, value in first.items() if value is not None} == {
        "hoofddoel_type": "betaald_werk",
        "hoofddoel_thema": "werk",
        "hoofddoel_themas": ["werk", "taal"],
        "subdoelen": 3,
        "subdoel_1_thema": "taal",
        "subdoel_1_themas": ["taal.inburgering", "werk"],
        "subdoel_1_instrument": "taalles",
        "subdoel_1_eigen_inzet": "nee",
        "subdoel_2_thema": "overig",
        "subdoel_2_themas": [],
        "subdoel_2_instrument": "eigen_inzet",
        "subdoel_2_eigen_inzet": "ja",
        "afspraken": 2,
        "afspraken_eigen_inzet": 1,
        "eigen_inzet": "ja",
    }
    empty = codes["plan-2"]
    assert {key: value for key, value in empty.items() if value is not None} == {
        "subdoelen": 0,
        "afspraken": 0,
        "afspraken_eigen_inzet": 0,
        "eigen_inzet": "nee",
    }
    assert first.keys() == empty.keys() < OWN_COLUMNS


def test_a_row_begins_with_the_plan_and_formulas_are_text() -> None:
    columns = linked_columns(DESCRIBED.names)
    assert columns[:6] == ("bestand", "plan", "persoon", "meting", "datum", "geslacht")
    (row,) = linked_rows(outcome(), FOLDER)
    assert row.keys() == set(columns)
    text = to_csv([row], columns)
    assert f"\n'=1+1.pdf,plan-1,{person_id(KEY, ONE)},2,2024-03-12,,,'@Syrië,2.5," in text
    assert text.endswith(",2,1,ja,BSN\n")


def test_who_decided_stands_in_the_row() -> None:
    said = Decision("leeg.pdf", None, "gebeld", "A. Jansen", person_id(KEY, ONE))
    _, row = linked_rows(outcome(said), FOLDER)
    assert row["koppeling"] == "door een besluit van A. Jansen gekoppeld: gebeld"
    assert row["persoon"] == person_id(KEY, ONE)


def test_a_decision_for_nobody_in_the_export_is_told_with_what_to_do() -> None:
    typed_wrong = Decision("leeg.pdf", None, "Zelfde straat", "Mieke", "p-verkeerd")
    (row,) = unlinked_rows(outcome(typed_wrong), lambda _: Evidence())
    assert "pseudoniem in besluiten.csv staat niet in de export" in str(row["bewijs"])


def test_the_workbook_reads_as_people_read(codebook: Codebook) -> None:
    result = outcome(bsn="123456783")
    unlinked = unlinked_rows(result, lambda _: Evidence())
    content = to_xlsx(linked_rows(outcome(), FOLDER), unlinked, DESCRIBED, codebook)
    assert content == to_xlsx(linked_rows(outcome(), FOLDER), unlinked, DESCRIBED, codebook)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Koppeling", "Niet gekoppeld", "Uitleg"]
    sheet = book["Koppeling"]
    head, first = ([cell.value for cell in line] for line in sheet.iter_rows())
    shown = dict(zip(head, first, strict=True))
    assert shown["Bestand"] == "=1+1.pdf"
    assert sheet["A2"].data_type == "s"
    assert shown["Datum"] == datetime(2024, 3, 12)
    assert (shown["Land van herkomst"], shown["Jaren in Nederland"]) == ("@Syrië", 2.5)
    assert shown["Subdoel 1: alle thema's"] == "taal.inburgering, werk"
    assert shown["Subdoel 3: thema"] is None
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref is not None
    assert book["Niet gekoppeld"].max_row == 3
    told = {cell.value for line in book["Uitleg"].iter_rows() for cell in line}
    assert set(head) | {"Voorstel", "participatiehuis", "betaald_werk"} <= told


ADDED = tuple(
    f"subdoel_{number}_{name}" for name in ("urgentie", "hinder") for number in range(1, MOST_SUBDOELEN + 1)
)


def test_variables_that_the_codebook_adds_come_last_in_the_order_of_the_codebook(codebook: Codebook) -> None:
    added = added_columns(with_added(codebook))
    assert tuple(column.key for column in added) == ADDED
    first, second, *_ = (unit for unit in FOLDER.units if unit.eenheid == "subdoel")
    andere = (("urgentie", ("hoog",)), ("hinder", ("kind", "reizen")))
    row = added_codes([replace(first, andere=andere), second], added)
    assert (row["subdoel_1_urgentie"], row["subdoel_1_hinder"]) == ("hoog", ["kind", "reizen"])
    assert (row["subdoel_2_urgentie"], row["subdoel_2_hinder"], row["subdoel_3_hinder"]) == (None, [], None)
    (linked,) = linked_rows(outcome(), FOLDER, added)
    columns = linked_columns(DESCRIBED.names, ADDED)
    assert columns[: -len(ADDED)] == linked_columns(DESCRIBED.names)
    assert linked.keys() == {*columns}


def test_of_afspraken_those_with_a_code_are_counted_and_the_goal_has_its_own(codebook: Codebook) -> None:
    urgency = with_added(codebook).variables["urgentie"].model_copy(update={"units": frozenset(Eenheid)})
    added = added_columns(codebook.model_copy(update={"variables": {"urgentie": urgency}}))
    assert [column.key for column in added][:1] == ["hoofddoel_urgentie"]
    assert [column.key for column in added][-2:] == ["afspraken_urgentie_hoog", "afspraken_urgentie_laag"]
    units = [replace(each, andere=(("urgentie", ("hoog",)),)) for each in FOLDER.units]
    row = added_codes(units, added)
    assert (row["hoofddoel_urgentie"], row["afspraken_urgentie_hoog"]) == ("hoog", 2)
    assert row["afspraken_urgentie_laag"] == 0


def test_every_column_has_a_heading_of_its_own_and_an_explanation(codebook: Codebook) -> None:
    for layout, names in (
        (linked_layout(DESCRIBED, codebook), linked_columns(DESCRIBED.names)),
        (linked_layout(DESCRIBED, with_added(codebook)), linked_columns(DESCRIBED.names, ADDED)),
        (unlinked_layout(), UNLINKED_COLUMNS),
    ):
        assert [column.key for column in layout] == list(names)
        assert len({column.heading for column in layout}) == len(layout)
        assert all(column.explanation for column in layout)
