"""What ``plancoder report --needed-sample`` says."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.report.needed import Needed

MOST = 5


def describe(found: "tuple[int, list[Needed]]") -> Iterator[str]:
    """How many plans to code, for all shares and for those that ask most."""
    plans, needed = found
    if not needed:
        yield "Er is nog niets gecodeerd, dus er is geen percentage om nauwkeuriger te maken."
        return
    known = [each for each in needed if each.with_model is not None]
    alone = max(each.alone for each in needed)
    yield f"Voor een 95%-interval van 3 punten naar beide kanten, bij {plans} bruikbare plannen:"
    if known:
        once, twice = _most(known, "with_model"), _most(known, "doubled")
        yield f"{once:>6}  plannen aselect trekken, als het model zo goed is als gemeten"
        yield f"{twice:>6}  plannen, als het twee keer zoveel fouten maakt: houd dit aan"
    else:
        yield "        Hoe goed het model is, is niet gemeten; reken dus zonder het model."
    yield f"{alone:>6}  plannen zonder hulp van het model"
    yield ""
    yield "De meeste plannen vragen:"
    ranked = sorted(needed, key=lambda each: -(each.alone if each.doubled is None else each.doubled))
    for each in ranked[:MOST]:
        count = each.alone if each.doubled is None else each.doubled
        yield f"{count:>6}  {each.target.what}: {each.target.label} (nu geteld: {each.share:.0%})"
    yield ""
    yield "Trek ze met 'plancoder sample', laat mensen ze coderen, en geef 'plancoder report' opnieuw."


def _most(needed: "list[Needed]", which: str) -> int:
    return max(int(getattr(each, which)) for each in needed)
