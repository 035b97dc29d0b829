"""Putting a trained model in the place of the one in use, when it is not worse."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.coding.comparison import MARGIN, Comparison, Verdict
from pipeline.coding.comparison_text import told
from pipeline.coding.history import Kind, Switch, switch
from pipeline.coding.recipe import compare_models
from pipeline.coding.store import check_loads, name_in_use
from pipeline.coding.unseen import Material
from pipeline.errors import ModelError, PromotionRefused, UsageError

if TYPE_CHECKING:
    from pipeline.codebook import Codebook


def promote(
    models: Path,
    name: str,
    codebook: "Codebook",
    language_name: str,
    *,
    margin: float = MARGIN,
    reason: str = "",
    annotations: Path | None = None,
    migrations: Path | None = None,
) -> Switch:
    """Put the model ``name`` in use if it is shown not to be worse by more than ``margin`` F1.

    It must fit the codebook and the language pipeline, and load. Where nothing is in use there is nothing to
    compare with. ``annotations``: where the texts stand, to compare also on writers from whom only the new
    one learnt; ``migrations``: the folder beside the codebook, along which codes of an older model are
    followed. What cannot be compared is kept with the switch. With a ``reason`` it comes in use whatever the
    comparison says, which is kept.

    Raises PromotionRefused with the figures that speak against it, ModelError when it cannot be used or
    compared, UsageError when it is in use already.
    """
    used = name_in_use(models)
    check_loads(models, name, codebook, language_name)
    if name == used:
        raise UsageError("Dit model is al in gebruik.", waar=name, doe="Bekijk ze met: plancoder models")
    if not used:
        return switch(models, name, Kind.FIRST, reden=reason)
    material = Material(annotations, codebook, language_name) if annotations else None
    found, against = _compared(models, used, name, material, migrations, forced=bool(reason))
    against += objections(found, margin)
    if against and not reason:
        raise _refused(models, used, name, margin, against)
    left_out = [code for each in found.values() if each.versions for code in each.versions.not_compared]
    return switch(
        models,
        name,
        Kind.PROMOTED,
        marge=margin,
        bezwaren=against,
        niet_vergeleken=dict.fromkeys(left_out),
        reden=reason,
    )


def _refused(models: Path, used: str, name: str, margin: float, against: list[str]) -> PromotionRefused:
    return PromotionRefused(
        f"'{name}' komt niet in de plaats van '{used}': het is slechter, of het staat niet vast dat het "
        f"hoogstens {f'{margin:g}'.replace('.', ',')} slechter is.",
        waar=str(models),
        doe=f"Bekijk de verschillen met: plancoder evaluate {used} {name}\n"
        f'Wilt u het toch, geef dan een reden: plancoder promote {name} --force --reason "..."',
        faults=tuple(against),
    )


def objections(found: Mapping[str, Comparison], margin: float) -> Iterator[str]:
    """What speaks against the second model, in Dutch, each with its figures.

    Of the first comparison macro-F1 must have been shown not to be worse; else too few plans to tell
    would let everything through.
    """
    for number, (heading, comparison) in enumerate(found.items()):
        against = comparison.objections(margin)
        overall = comparison.overall[0]
        shown = overall.verdict(margin) in (Verdict.BETTER, Verdict.NO_WORSE)
        if number == 0 and not shown and overall not in against:
            against.insert(0, overall)
        yield from (f"{heading}, {told(each)}: {each.verdict(margin)}" for each in against)


def _compared(
    models: Path, used: str, name: str, material: Material | None, migrations: Path | None, *, forced: bool
) -> tuple[dict[str, Comparison], list[str]]:
    """The comparisons; when there can be none and that is no objection (``forced``), why not."""
    try:
        return compare_models(models, used, name, material, migrations), []
    except ModelError as error:
        if forced:
            return {}, [error.wat]
        raise
