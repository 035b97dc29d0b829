"""From a plan to the units that are coded, in the order of the document."""

from collections.abc import Iterator

from pipeline.domain import Afspraak, Eenheid, Passage, Plan, Subdoel, Unit, Wie


def plan_units(plan: Plan, *, bestand: str, plan_id: str, persoon: str) -> list[Unit]:
    """The units of a pseudonymised ``plan``: hoofddoel, subdoel 1, its afspraken, subdoel 2, and so on.

    ``subdoel_nr`` counts from 1 in the plan, ``afspraak_nr`` from 1 within its subdoel.
    """
    datum = plan.datum.isoformat() if plan.datum else ""

    def unit(
        eenheid: Eenheid,
        passage: Passage | Subdoel | Afspraak,
        subdoel_nr: int | None = None,
        afspraak_nr: int | None = None,
        wie: Wie | None = None,
    ) -> Unit:
        return Unit(
            bestand=bestand,
            plan=plan_id,
            persoon=persoon,
            datum=datum,
            eenheid=eenheid,
            subdoel_nr=subdoel_nr,
            afspraak_nr=afspraak_nr,
            wie=wie,
            tekst=passage.tekst,
            pagina=passage.pagina,
        )

    def units() -> Iterator[Unit]:
        if plan.hoofddoel is not None:
            yield unit(Eenheid.HOOFDDOEL, plan.hoofddoel)
        for subdoel_nr, subdoel in enumerate(plan.subdoelen, start=1):
            yield unit(Eenheid.SUBDOEL, subdoel, subdoel_nr)
            for afspraak_nr, afspraak in enumerate(subdoel.afspraken, start=1):
                yield unit(Eenheid.AFSPRAAK, afspraak, subdoel_nr, afspraak_nr, afspraak.wie)

    return list(units())
