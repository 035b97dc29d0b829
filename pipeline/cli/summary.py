"""What ``plancoder code`` says at the end."""

from collections.abc import Iterator
from math import ceil
from pathlib import Path

from pipeline.domain import Status
from pipeline.export.workbook import ROWS_OF_A_SHEET
from pipeline.export.write import WORKBOOK
from pipeline.report.dutch import number
from pipeline.study.job import Summary

_STATUS = {
    Status.GECODEERD: "gecodeerd",
    Status.DUBBEL_BESTAND: "dubbel bestand",
    Status.DUBBEL_BSN: "zelfde BSN bij een andere naam",
    Status.VERVANGEN: "vervangen door een later plan",
    Status.GEEN_PLAN: "geen ondersteuningsplan",
    Status.ONLEESBAAR: "onleesbaar",
}
_PURPOSE = {
    "intake.csv": "wat er met elk bestand is gebeurd",
    "besluiten_verwerkt.csv": "wat er met elk besluit is gebeurd",
    ".xlsx": "om in te werken: open met Excel of LibreOffice; gele rijen nakijken",
    ".html": "het rapport: open in de browser",
    ".csv": "tabel voor andere programma's",
    ".jsonl": "tabel met alle kansen, voor scripts",
    ".parquet": "dezelfde tabel met typen, voor R, Python en andere programma's",
}

_MOST_LAYOUTS = 5


def describe(summary: Summary) -> str:
    """Counts that add up, what was made, and what to do next."""
    parts = (
        _work(summary),
        _statuses(summary),
        _decisions(summary),
        _units(summary),
        _files(summary),
        _names(summary),
        _teach(summary),
    )
    return "\n\n".join("\n".join(lines) for lines in map(list, parts) if lines)


def _work(summary: Summary) -> Iterator[str]:
    if not (summary.new or summary.read or summary.beside or summary.coded):
        yield "Niets nieuws: alles was al gelezen en gecodeerd. De tabellen en het rapport zijn bijgewerkt."
        return
    yield (
        f"Klaar in {summary.seconds:.0f} seconden. Deze keer nieuw ontvangen: {summary.new}; gelezen: "
        f"{summary.read}; gecodeerd: {summary.coded}."
    )
    if summary.beside:
        one = summary.beside == 1
        yield (
            f"Van {summary.beside} {'plan' if one else 'plannen'} was de lezing niet zeker genoeg: "
            f"{'het is' if one else 'zij zijn'} nog eens gelezen, naast andere plannen op hetzelfde "
            "formulier."
        )


def _statuses(summary: Summary) -> Iterator[str]:
    yield f"{summary.statuses.total():>6}  ontvangen bestanden, waarvan"
    for status, label in _STATUS.items():
        if summary.statuses[status]:
            yield f"{summary.statuses[status]:>6}  {label}"
    if summary.unused:
        sheet = " en op het blad Intake van eenheden.xlsx" if _has_workbook(summary) else ""
        yield f"        De redenen staan in intake.csv{sheet}."
    if summary.early:
        yield f"Van vóór de eerste meting, en dus van geen meting: {summary.early} bestanden."


def _decisions(summary: Summary) -> Iterator[str]:
    """What became of besluiten.csv; what could not be applied by name."""
    if not summary.decided:
        return
    applied = sum(1 for each in summary.decided if each.found)
    yield f"Besluiten uit besluiten.csv: {len(summary.decided)}, toegepast: {applied}."
    for each in summary.decided:
        if not each.found:
            yield f"  {each.bestand}: {each.gevolg}"


def _units(summary: Summary) -> Iterator[str]:
    yield f"{summary.units:>6}  gecodeerde eenheden (hoofddoelen, subdoelen en afspraken)"
    yield f"{summary.doubtful:>6}  daarvan om na te kijken"


def _files(summary: Summary) -> Iterator[str]:
    yield "Gemaakt:"
    for file in summary.files:
        yield f"  {file}  ({_purpose(file)})"
    sheets = ceil(summary.units / ROWS_OF_A_SHEET)
    if not _has_workbook(summary):
        yield (
            f"eenheden.xlsx is niet gemaakt: met {number(summary.units)} eenheden is het traag of niet te "
            "openen. Gebruik eenheden.csv of --parquet, of geef --workbook als u het toch wilt."
        )
    elif sheets > 1:
        yield (
            f"In eenheden.xlsx staan de eenheden op {sheets} bladen, want op een blad passen hoogstens "
            f"{number(ROWS_OF_A_SHEET)} rijen. Filteren en sorteren gaat per blad."
        )
    if summary.kept is not None:
        yield f"Uw veranderde werkboek is bewaard als {summary.kept}."


def _has_workbook(summary: Summary) -> bool:
    return any(file.name == WORKBOOK for file in summary.files)


def _names(summary: Summary) -> Iterator[str]:
    """Where hidden names are kept, and what may still hold them."""
    if summary.names is None:
        return
    yield f"De namen van de bestanden zijn verborgen. Welk bestand welk is, staat in {summary.names}."
    if summary.may_name:
        yield "Deze bestanden in de uitvoermap zijn van daarvoor en kunnen nog namen bevatten:"
        yield from (f"  {name}" for name in summary.may_name)


def _teach(summary: Summary) -> Iterator[str]:
    """Which layouts to teach: only those of several unsure plans."""
    if not summary.teach:
        return
    plans = sum(group.plans for group in summary.teach)
    which = f"deze {len(summary.teach)} opmaken" if len(summary.teach) > 1 else "deze opmaak"
    yield f"Leer {which} aan, dan volgen {plans} plannen waar de lezing van twijfelt:"
    for group in summary.teach[:_MOST_LAYOUTS]:
        yield f"  {group.plans:>4} plannen zoals {group.example}"
    if len(summary.teach) > _MOST_LAYOUTS:
        left = len(summary.teach) - _MOST_LAYOUTS
        yield f"       en nog {left} {'opmaak' if left == 1 else 'opmaken'}"
    example = "BESTAND" if summary.names else f'"{summary.teach[0].example}"'  # hidden: see _names
    yield f"  Begin met: plancoder reading show {example} --sheet regels.xlsx"
    yield "  Hoe het verder gaat: plancoder reading teach --help"


def _purpose(file: Path) -> str:
    return _PURPOSE.get(file.name) or _PURPOSE[file.suffix]
