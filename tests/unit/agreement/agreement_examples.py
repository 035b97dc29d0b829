"""Invented annotations for the tests of agreement."""

from datetime import UTC, datetime

from pipeline.annotations import Annotation

NUMBERS = {"hoofddoel": (None, None), "subdoel": (1, None), "afspraak": (1, 1)}


def annotation(
    plan: str,
    codeur: str,
    *thema: str,
    eenheid: str = "afspraak",
    herkomst: str = "import",
    minute: int | None = None,
    **more: object,
) -> Annotation:
    """What ``codeur`` gave the one ``eenheid`` of its kind in ``plan``."""
    subdoel_nr, afspraak_nr = NUMBERS[eenheid]
    single = {"subdoel": {"instrument": "taalles"}, "hoofddoel": {"hoofddoel_type": "betaald_werk"}}
    values = {
        "bestand": f"{plan}.pdf",
        "plan": plan,
        "eenheid": eenheid,
        "subdoel_nr": subdoel_nr,
        "afspraak_nr": afspraak_nr,
        "tekst": f"{eenheid} van {plan}",
        "thema": thema,
        "codeur": codeur,
        "tijd": None if minute is None else datetime(2024, 1, 1, 12, minute, tzinfo=UTC),
        "codeboek": "ondersteuningsplannen@1",
        "herkomst": herkomst,
    }
    return Annotation(**(values | single.get(eenheid, {}) | more))
