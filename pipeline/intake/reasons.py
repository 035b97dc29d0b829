"""The reasons in the ledger: first what is the matter, then which file and what to do. No identifiers."""

from collections.abc import Sequence

from pipeline.domain import BESLUIT, Status
from pipeline.intake.decisions import Decision
from pipeline.intake.received import Received

CHECK = "Nakijken:"
NO_PLAN = "Er is geen ondersteuningsplan in gevonden. Kijk of dit het goede bestand is."
UNREADABLE = "Het bestand kan niet worden gelezen. Vraag het opnieuw op."


def same_bytes(file: Received, kept: Received) -> str:
    return f"Dit bestand is al geteld. Het is byte voor byte gelijk aan {kept.bestand}.{_rounds(file, kept)}"


def same_content(file: Received, kept: Received) -> str:
    return (
        f"Dit plan is al geteld. Datum en tekst zijn gelijk aan die van {kept.bestand}; "
        f"alleen het bestand is een ander.{_rounds(file, kept)}"
    )


def replaced(file: Received, kept: Received, *, by_date: bool) -> str:
    if by_date and file.datum and kept.datum and file.datum != kept.datum:
        when = f"{kept.bestand} is van {kept.datum:%d-%m-%Y}, dit plan van {file.datum:%d-%m-%Y}."
    elif (file.meting or 0) != (kept.meting or 0):
        when = f"{kept.bestand} is van meting {kept.meting}, dit plan van {_round(file)}."
    else:
        when = (
            f"{kept.bestand} kwam later binnen; datum en meting maken geen verschil. Kijk na welk plan geldt."
        )
    return f"Er is een later plan van dezelfde persoon. {when}{_rounds(file, kept)}"


def same_bsn(kept: Received) -> str:
    return (
        f"Hetzelfde BSN staat op een plan met een andere naam. {kept.bestand} is gecodeerd, dit plan niet; "
        "zoek uit van wie het BSN is."
    )


def kept_of_same_bsn(others: Sequence[Received]) -> str:
    return (
        f"{CHECK} hetzelfde BSN staat op een plan met een andere naam. Dit plan is gecodeerd, "
        f"{_names(others)} niet; zoek uit van wie het BSN is."
    )


def kept_without_date(others: Sequence[Received]) -> str:
    return (
        f"{CHECK} niet van elk plan van deze persoon is de datum bekend. "
        f"Dit plan is genomen boven {_names(others)}; zoek uit of het het laatste is."
    )


def kept_of_equal_age(others: Sequence[Received]) -> str:
    return (
        f"{CHECK} {_names(others)} is van dezelfde persoon en even oud; datum en meting maken geen verschil. "
        "Dit plan kwam het laatst binnen en telt; zoek uit welk plan geldt."
    )


def same_name_without_bsn(others: Sequence[Received]) -> str:
    return (
        f"{CHECK} er is geen BSN gevonden, en dezelfde naam staat op {_names(others)}, ook zonder BSN. Alle "
        "tellen mee; zoek uit of het dezelfde persoon is, en zet in besluiten.csv welke niet telt."
    )


def decided(decision: Decision, own: Status, own_reason: str) -> str:
    """Of a file that someone decided about; ``own`` is what the program had, with its reason."""
    if decision.status is own:
        return f"{BESLUIT} van {decision.door}: {decision.reden}"
    return f"{BESLUIT} van {decision.door}: {decision.reden} (Zonder besluit: {own}. {own_reason})".replace(
        ". )", ".)"
    )


def replaced_by_decision(kept: Received, decision: Decision) -> str:
    return f"{BESLUIT} van {decision.door}: met dit BSN telt {kept.bestand}, niet dit plan. {decision.reden}"


def follows(others: Sequence[tuple[str, Decision]], own: Status) -> str:
    """Of a file whose status changed by what was decided about others."""
    about = "; ".join(f"over {name}, van {decision.door}" for name, decision in others)
    return f"{BESLUIT} over een ander bestand ({about}) maakt dat dit plan telt. Zonder besluit: {own}."


def _rounds(file: Received, kept: Received) -> str:
    if file.meting is None or kept.meting is None or file.meting == kept.meting:
        return ""
    first, second = sorted((file.meting, kept.meting))
    return f" Er is een plan in meting {first} en in meting {second} gestuurd; dat telt één keer."


def _round(file: Received) -> str:
    return f"meting {file.meting}" if file.meting is not None else "een onbekende meting"


def _names(files: Sequence[Received]) -> str:
    return ", ".join(sorted(file.bestand for file in files))
