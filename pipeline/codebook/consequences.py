"""What changed between two codebooks, and what that means for those who work with it; in Dutch."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.codebook.differences import Change, Kind, changes_between
from pipeline.codebook.schema import Codebook

_MIGRATE = "Schrijf daarvoor een migratie; zie 'plancoder codebook migrate --help'."
_CONVERT = (Kind.REMOVED, Kind.RENAMED, Kind.CHOICE, Kind.UNITS)
_LOOK = (Kind.ADDED, Kind.MEANING)
_PAGE = (*_CONVERT, *_LOOK)


def tell_differences(old: Codebook, new: Codebook) -> str:
    """What ``plancoder codebook diff`` says."""
    changes = changes_between(old, new)
    head = f"Van {old.id} naar {new.id}."
    if not changes:
        return f"{head}\n\nEr is niets veranderd{'' if old.version == new.version else ' behalve de versie'}."
    return "\n".join([head, *_listed(changes), "", "Wat dit betekent", *_meaning(old, new, changes)])


def _listed(changes: Sequence[Change]) -> Iterator[str]:
    for place, own in groupby(changes, key=lambda change: change.place):
        yield ""
        yield place
        for change in own:
            yield f"  [{change.kind}] {change.what}"
            yield from (f"      {line}" for line in change.lines)


def _meaning(old: Codebook, new: Codebook, changes: Sequence[Change]) -> Iterator[str]:
    yield from _codings(changes)
    yield (
        f"  Modellen: een model dat met {old.id} is getraind, wordt met dit codeboek geweigerd. Train "
        "opnieuw met 'plancoder train' (na de migratie, als die nodig is). Is er alleen hernoemd of "
        "samengevoegd, of verviel een hele variabele, dan gaat het model in gebruik met de migratie mee."
    )
    if any(change.kind in _PAGE for change in changes):
        yield (
            "  Labelpagina's en werkboeken: die tonen nog de oude codes of definities. Projecten in Label "
            "Studio gaan met de migratie mee als u hun map geeft (--coded MAP); trek voor Excel een nieuwe "
            "steekproef."
        )
    else:
        yield "  Labelpagina's en werkboeken: de keuzes en definities blijven gelijk."
    if old.version == new.version:
        yield (
            "  Versie: die is niet verhoogd. Doe dat bij elke wijziging, anders zijn coderingen niet te "
            "onderscheiden."
        )
    elif old.name != new.name:
        yield "  Naam: het codeboek heet anders, en geldt dus als een ander codeboek."


def _codings(changes: Sequence[Change]) -> Iterator[str]:
    retired = [each.place for each in changes if each.kind is Kind.REMOVED and "." not in each.place]
    convert = [place for place in _places(changes, _CONVERT) if place not in retired]
    look = [place for place in _places(changes, _LOOK) if place not in convert]
    if retired:
        yield (
            f"  Coderingen van een vervallen variabele ({', '.join(retired)}): zij worden niet meer "
            "gevraagd, geteld of geleerd. Haal ze weg met een migratie (stap variabele_vervallen); die "
            "bewaart wat er was gecodeerd."
        )
    if convert:
        yield (
            "  Coderingen omzetten, want de code of haar plaats is veranderd: "
            f"{', '.join(convert)}. {_MIGRATE}"
        )
    if look:
        yield (
            "  Coderingen misschien opnieuw bekijken, want wat eronder valt is veranderd of er is keuze "
            f"bij gekomen: {', '.join(look)}. {_MIGRATE}"
        )
    if not (convert or look or retired):
        yield (
            "  Coderingen: hun betekenis blijft gelijk. Zet ze met een migratie (richting: gelijk) op de "
            "nieuwe versie, zodat zij meetellen."
        )


def _places(changes: Sequence[Change], kinds: Sequence[Kind]) -> list[str]:
    return list(dict.fromkeys(change.place for change in changes if change.kind in kinds))
