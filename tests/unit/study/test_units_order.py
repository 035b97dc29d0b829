from datetime import date

from pipeline.domain import Afspraak, Eenheid, Passage, Plan, Subdoel, Unit, Wie
from pipeline.units import plan_units


def units(plan: Plan) -> list[Unit]:
    return plan_units(plan, bestand="a.pdf", plan_id="p1", persoon="x")


def test_units_are_in_document_order_and_numbered() -> None:
    plan = Plan(
        date(2024, 3, 12),
        (),
        Passage("doel", 1),
        (
            Subdoel("een", 1, (Afspraak("a", 1, Wie.BEIDE), Afspraak("b", 2))),
            Subdoel("twee", 2),
            Subdoel("drie", 3, (Afspraak("c", 3, Wie.DERDE),)),
        ),
    )
    assert [
        (unit.tekst, unit.eenheid, unit.subdoel_nr, unit.afspraak_nr, unit.wie) for unit in units(plan)
    ] == [
        ("doel", Eenheid.HOOFDDOEL, None, None, None),
        ("een", Eenheid.SUBDOEL, 1, None, None),
        ("a", Eenheid.AFSPRAAK, 1, 1, Wie.BEIDE),
        ("b", Eenheid.AFSPRAAK, 1, 2, None),
        ("twee", Eenheid.SUBDOEL, 2, None, None),
        ("drie", Eenheid.SUBDOEL, 3, None, None),
        ("c", Eenheid.AFSPRAAK, 3, 1, Wie.DERDE),
    ]
    assert {(unit.bestand, unit.plan, unit.persoon, unit.datum) for unit in units(plan)} == {
        ("a.pdf", "p1", "x", "2024-03-12")
    }


def test_a_plan_without_hoofddoel_or_date_gives_what_it_has() -> None:
    assert units(Plan(None, (), None, ())) == []
    (unit,) = units(Plan(None, (), None, (Subdoel("een", 4),)))
    assert (unit.subdoel_nr, unit.datum, unit.pagina) == (1, "", 4)
