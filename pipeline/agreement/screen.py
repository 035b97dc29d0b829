"""The figures as a Dutch text: each code, then whole variables per kind of unit and per writer."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from pipeline.agreement.estimate import Estimate
from pipeline.agreement.figures import ALL, PEOPLE, WITH_MODEL, Agreement, Figure
from pipeline.agreement.questions import MAIN, WHOLE
from pipeline.agreement.reading import reading, texts
from pipeline.coding.targets import EIGEN_INZET

WIDTH = 118
_HEAD = (
    f"{'variabele':<16} {'code':<18} {'eenheden':>8} {'positief':>11} {'gelijk':>7} {'kappa':>6} "
    f"{'alpha':>6} {'interval':>14} {'AC1':>6}  "
)
_TITLES = {
    PEOPLE: "Tussen codeurs: {coders}",
    WITH_MODEL: "Tussen het model en elke codeur (gemiddeld): {coders}",
}


def describe(agreement: Agreement) -> str:
    """All tables, and what the columns mean."""
    parts = [_basis(agreement)]
    for between, title in _TITLES.items():
        figures = [each for each in agreement.figures if each.between == between]
        if figures:
            heading = title.format(coders=", ".join(agreement.codings.coders))
            parts.append(
                [heading, *_table(figures), "", *_kinds(figures), *_pairs(figures), *_writers(figures)]
            )
    parts.append(list(_meaning(agreement)))
    return "\n\n".join("\n".join(lines).rstrip() for lines in parts)


def _basis(agreement: Agreement) -> list[str]:
    codings = agreement.codings
    lines = [
        f"{len(codings.units)} gecodeerde eenheden, waarvan {len(codings.doubly_coded)} door twee of meer "
        f"codeurs ({', '.join(codings.coders)})."
    ]
    if codings.settled:
        lines.append(f"Buiten gelaten: {codings.settled} beslissingen over een verschil (arbitrage).")
    if codings.repeated:
        lines.append(f"Buiten gelaten: {codings.repeated} eerdere coderingen van dezelfde codeur.")
    if codings.has_model and agreement.same_units:
        lines.append("Codeurs en model zijn vergeleken op dezelfde eenheden.")
    elif codings.has_model:
        lines.append("Geen van de eenheden die het model codeerde, is door twee mensen gecodeerd.")
    return lines


def _table(figures: Sequence[Figure]) -> Iterator[str]:
    yield f"{_HEAD}duiding"
    for figure in figures:
        if figure.eenheid == ALL and figure.schrijver == ALL:
            yield _row(figure, figure.variable, figure.code)


def _kinds(figures: Sequence[Figure]) -> Iterator[str]:
    """Whole variables per kind of unit."""
    yield "Per soort eenheid:"
    for figure in figures:
        if _is_whole(figure) and figure.eenheid != ALL:
            yield _row(figure, _name(figure), figure.eenheid)


def _writers(figures: Sequence[Figure]) -> Iterator[str]:
    """The alpha of whole variables per writer; nothing when there are no writers to tell apart."""
    whole = [each for each in figures if _is_whole(each) and each.schrijver != ALL]
    if not whole:
        return
    cells = {(each.schrijver, _name(each)): each.alpha.value for each in whole}
    yield from _grid("Alpha per schrijver:", cells)


def _pairs(figures: Sequence[Figure]) -> Iterator[str]:
    """The kappa of whole variables per pair; nothing when there is one pair only."""
    whole = [each for each in figures if _is_whole(each) and (each.eenheid, each.schrijver) == (ALL, ALL)]
    cells = {(pair, _name(each)): kappa for each in whole for pair, kappa in each.pairs.items()}
    if len({pair for pair, _ in cells}) > 1:
        yield from _grid("Kappa per paar:", cells)


def _grid(title: str, cells: Mapping[tuple[str, str], float | None]) -> Iterator[str]:
    """A table of figures by row and column."""
    rows, columns = (list(dict.fromkeys(key[at] for key in cells)) for at in (0, 1))
    yield ""
    yield f"{title:<24}" + "".join(f" {column:>16}" for column in columns)
    for row in rows:
        yield f"{row:<24}" + "".join(f" {decimal(cells.get((row, column))):>16}" for column in columns)


def _is_whole(figure: Figure) -> bool:
    return figure.code in (WHOLE, MAIN) or figure.variable == EIGEN_INZET


def _name(figure: Figure) -> str:
    return f"{figure.variable}, {figure.code}" if figure.code == MAIN else figure.variable


def _row(figure: Figure, name: str, group: str) -> str:
    share = "–" if figure.percentage.value is None else percent(figure.percentage.value)
    counts = "/".join(map(str, figure.positives.values()))
    return (
        f"{name:<16} {group:<18} {figure.units:>8} {counts:>11} {share:>7} {decimal(figure.kappa.value):>6} "
        f"{decimal(figure.alpha.value):>6} {interval(figure.alpha):>14} {decimal(figure.ac1.value):>6}  "
        f"{reading(figure)}"
    )


def _meaning(agreement: Agreement) -> Iterator[str]:
    for name, text in texts()["uitleg"]:
        line = f"{name}: {text.format(draws=agreement.bootstrap.draws)}"
        yield textwrap.fill(line, WIDTH, subsequent_indent="  ")


def decimal(value: float | None) -> str:
    """``0,87``, or a dash; never 1,00 for what is less than 1."""
    if value is None:
        return "–"
    shown = f"{value:.2f}"
    return (">0.99" if shown == "1.00" and value < 1 else shown).replace(".", ",")


def percent(value: float) -> str:
    """``99%``; never 100% for what is less."""
    return ">99%" if 0.995 <= value < 1 else f"{100 * value:.0f}%"


def interval(estimate: Estimate) -> str:
    """``0,81 tot 0,93``, or nothing."""
    if estimate.low is None or estimate.high is None:
        return ""
    return f"{decimal(estimate.low)} tot {decimal(estimate.high)}"
