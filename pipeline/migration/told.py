"""What a migration would do, in Dutch, with counts."""

from collections import Counter
from collections.abc import Iterator

from pipeline.migration.job import Prepared
from pipeline.migration.models import ModelAlong
from pipeline.migration.record import RETIRED
from pipeline.migration.schema import Soort, Step

MOST_REASONS = 12


def tell(prepared: Prepared) -> str:
    """The dry run: the steps with how many codings each changes, and what must be looked at again."""
    return "\n".join(_lines(prepared))


def _lines(prepared: Prepared) -> Iterator[str]:
    found = prepared.rewritten
    yield f"Migratie {prepared.loaded.name}: van {prepared.books.old.id} naar {prepared.books.new.id}."
    yield f"Reden: {prepared.loaded.migration.reden} ({prepared.loaded.migration.door})"
    yield ""
    for at, step in enumerate(prepared.loaded.migration.stappen):
        yield (
            f"  {at + 1}. {describe(step)}: {found.steps[at]} coderingen veranderen, "
            f"{found.asked[at]} opnieuw te bekijken"
        )
    yield ""
    state = "krijgt de nieuwe versie" if prepared.books.text is not None else "heeft de nieuwe versie al"
    yield f"Codeboek: {prepared.codebook.name} {state}."
    yield f"Coderingen: {found.lines} gaan over naar de nieuwe versie, in {len(found.files)} bestand(en)."
    if found.already:
        yield f"Al in de nieuwe versie: {found.already} coderingen."
    if found.without_subcode:
        yield f"Een subcode die er niet meer is, vervalt bij {found.without_subcode} coderingen."
    if found.retired:
        yield (
            f"Antwoorden op een vervallen variabele: {len(found.retired)}. Zij worden niet meer gevraagd, "
            f"geteld of geleerd, en blijven bewaard in {RETIRED} bij het verslag van de migratie."
        )
    yield from _again(prepared)
    yield from prepared.books.notices
    yield from _model(prepared.model)
    yield (
        "Tabellen die al gemaakt zijn blijven zoals zij waren; omzetting.csv bij het verslag van de migratie "
        f"zegt welke code nu welke is (in mappen van --coded: omzetting-{prepared.loaded.name}.csv)."
    )


def _model(model: ModelAlong | None) -> Iterator[str]:
    if model is None:
        yield "Modellen: een model van de oude versie wordt geweigerd tot u opnieuw traint."
    elif model.obstacles:
        yield f"Model: {model.name} wordt geweigerd tot u opnieuw traint, want dit heeft het niet geleerd:"
        yield from (f"  {describe(step)}" for step in model.obstacles)
    else:
        yield (
            f"Model: {model.name} gaat mee als {model.new}, met zijn drempels. Het codeert zoals het deed, "
            "en geeft de codes hun nieuwe naam."
        )


def _again(prepared: Prepared) -> Iterator[str]:
    again = prepared.rewritten.again
    yield f"Opnieuw te bekijken: {len(again) or 'geen'} eenheden."
    counts = Counter(reason for _, reasons in again.values() for reason in reasons)
    for reason, count in counts.most_common(MOST_REASONS):
        yield f"  {count} x {reason}"
    if len(counts) > MOST_REASONS:
        yield f"  ... en nog {len(counts) - MOST_REASONS} redenen (zie nakijken.csv)"
    for batch in (each for each in prepared.batches if each.units):
        if batch.plans:
            yield f"  Van {len(batch.units)} staat het plan in geen map die u met --coded gaf."
            yield f"  Die komen met hun plan klaar om te coderen in een eigen map: {batch.folder}"
        else:
            yield f"  {len(batch.units)} komen als steekproef klaar om te coderen in {batch.folder}."


def describe(step: Step) -> str:
    """One step in a few words."""
    variable = step.variabele
    new = ", ".join(f"'{code.id}'" for code in step.nieuwe_codes)
    match step.soort:
        case Soort.HERNOEMEN:
            return f"{variable}: '{step.code}' heet voortaan '{step.wordt}'"
        case Soort.SAMENVOEGEN:
            gone = ", ".join(f"'{code}'" for code in step.codes if code != step.wordt)
            return f"{variable}: {gone} gaat op in '{step.wordt}'"
        case Soort.SPLITSEN:
            return f"{variable}: '{step.code}' wordt gesplitst in {new} (voorlopig '{step.voorlopig}')"
        case Soort.DEFINITIE:
            return f"{variable}: de definitie van '{step.code}' verandert ({step.richting})"
        case Soort.NIEUW if step.nieuwe_variabele:
            codes = ", ".join(f"'{code.id}'" for code in step.added_codes)
            return f"nieuwe variabele '{variable}' met {codes}"
        case Soort.NIEUW:
            return f"{variable}: nieuw is {new}"
        case Soort.VARIABELE_HERNOEMEN:
            return f"de variabele '{variable}' heet voortaan '{step.wordt}'"
        case Soort.VARIABELE_VERVALLEN:
            return f"de variabele '{variable}' vervalt, met al haar codes"
        case Soort.VERVALLEN:
            return f"{variable}: '{step.code}' vervalt" + (f" en wordt '{step.wordt}'" if step.wordt else "")
