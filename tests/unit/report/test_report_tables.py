"""Counting, against the small study counted by hand (see conftest)."""

from pathlib import Path

import pytest

from pipeline.codebook import Codebook
from pipeline.report.chapters import build_chapters
from pipeline.report.coded_folder import CodedFolder, read_coded_folder
from pipeline.report.material import Material
from pipeline.report.tables import Share, Table, code_table, plans_with, units_per_plan
from pipeline.report.units import Units


@pytest.fixture
def study(small_study: Path) -> CodedFolder:
    return read_coded_folder(small_study)


@pytest.fixture
def tables(study: CodedFolder, codebook: Codebook) -> dict[str, Table]:
    chapters = build_chapters(Material(study, codebook))
    sections = (section for chapter in chapters for section in chapter.sections)
    return {section.id: section.table for section in sections if isinstance(section.table, Table)}


def counts(table: Table) -> dict[str, tuple[int, ...]]:
    return {row.label: tuple(share.count for share in row.shares) for row in table.rows}


def test_themes_by_hoofdcode(tables: dict[str, Table]) -> None:
    assert tables["themas"].columns == ("hoofddoel", "eerste subdoel", "tweede subdoel", "derde subdoel")
    assert tables["themas"].totals == (4, 4, 3, 1)
    assert counts(tables["themas"]) == {
        "Taal, inburgering en opleiding": (1, 3, 0, 0),
        "Werk": (2, 0, 3, 0),
        "Participatie": (0, 0, 0, 0),
        "Gezondheid en gezin": (0, 1, 0, 0),
        "Overig (geen code)": (1, 0, 0, 1),
    }


def test_instruments_with_their_group(tables: dict[str, Table]) -> None:
    table = tables["instrumenten"]
    assert table.totals == (4, 3)
    shown = counts(table)
    assert shown["Intervens"] == (0, 2)
    assert (shown["Participatiehuis"], shown["Bemiddeling"]) == ((0, 1), (0, 1))
    assert (shown["Voltijdroute"], shown["Taalles buiten de voltijdroute"]) == ((1, 0), (2, 0))
    assert [row.label for row in table.rows if row.member] == [
        "Participatiehuis",
        "Bemiddeling",
        "Intervens, overig",
    ]


def test_hoofddoel_type_with_its_groups(tables: dict[str, Table]) -> None:
    shown = counts(tables["hoofddoel"])
    assert (shown["Betaald werk"], shown["Onderwijs"], shown["Overig"]) == ((2,), (0,), (2,))
    assert (shown["Sociale activering"], shown["Anders"]) == ((1,), (1,))


@pytest.mark.parametrize("name", ["themas", "instrumenten", "hoofddoel", "aantal-subdoelen"])
def test_rows_add_up_to_their_total(tables: dict[str, Table], name: str) -> None:
    table = tables[name]
    for column, total in enumerate(table.totals or ()):
        assert sum(row.shares[column].count for row in table.rows if not row.member) == total


def test_intake_adds_up(tables: dict[str, Table]) -> None:
    shown = counts(tables["intake"])
    assert shown["Niet te lezen"] == (2,)
    received, *losses, usable = (row.shares[0].count for row in tables["intake"].rows)
    assert (received, usable) == (8, 4)
    assert received - sum(losses) == usable


def test_own_effort_of_plans_and_of_subdoelen(tables: dict[str, Table]) -> None:
    shares = {row.label: row.shares[0] for row in tables["eigen-inzet"].rows}
    assert shares == {
        "plan met zo'n subdoel": Share(2, 4),
        "eerste subdoel": Share(1, 4),
        "tweede subdoel": Share(1, 3),
        "derde subdoel": Share(0, 1),
        "alle subdoelen": Share(2, 8),
    }


def test_own_effort_twice_in_a_plan_counts_once(study: CodedFolder) -> None:
    assert plans_with(Units([*study.subdoelen, *study.subdoelen]), lambda unit: unit.eigen_inzet) == Share(
        2, 4
    )


def test_subdoelen_per_plan_counts_plans_without_any(study: CodedFolder) -> None:
    plans = ["p1", "p2", "p3", "p4", "p5"]
    assert units_per_plan(plans, study.subdoelen) == [(0, 1), (1, 1), (2, 2), (3, 1)]
    assert units_per_plan([], Units()) == []


def test_to_be_checked_with_reasons(tables: dict[str, Table]) -> None:
    table = tables["nakijken"]
    assert (table.columns, table.totals) == (("hoofddoel", "subdoel", "afspraak"), (4, 8, 2))
    assert counts(table) == {
        "Na te kijken": (0, 2, 0),
        "thema onzeker": (0, 2, 0),
        "lezen: onzeker over de opbouw": (0, 1, 0),
    }


def test_code_that_the_codebook_does_not_have_is_shown(study: CodedFolder, codebook: Codebook) -> None:
    variable = codebook.variables["instrument"]
    table = code_table(
        variable, variable.codes[:1], [("subdoel", study.subdoelen)], lambda unit: unit.instrument
    )
    assert counts(table)["taalles (staat niet in het codeboek)"] == (2,)
    assert sum(row.shares[0].count for row in table.rows) == 8


def test_share_of_nothing_is_no_number() -> None:
    assert Share(0, 0).part is None
    assert Share(1, 4).part == 0.25
