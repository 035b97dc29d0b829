"""Whether corrected shares of a whole study hold the truth, when the truth plays the people who code.

    python scripts/evaluate_corrected.py CORPUS/onderzoek CODED [--draws 200] [--plans 60] [--keep FILE]

``CODED`` is the study as ``plancoder code`` made it. Again and again plans are drawn from it by chance, their
units get the true codes, and the shares of the report are corrected with them. Printed: of how many shares
the 95% interval holds the true share, in the first draw and over all draws, those for which it does so least,
and of how many the model's own count is further off than the interval reaches. Units that were read
otherwise than the truth has them are left to the model. ``--keep`` writes the codes of the first draw.
"""

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from evaluate_report import copy_coded, true_units, truths

from pipeline.annotations import Annotation
from pipeline.codebook import Codebook, load_codebook
from pipeline.coded_units import read_coded_units
from pipeline.domain import UnitKey
from pipeline.report.coded_folder import read_coded_folder
from pipeline.report.corrected import with_sample, without_sample
from pipeline.report.material import Material
from pipeline.report.model_figures import Qualities
from pipeline.report.sample import HumanSample
from pipeline.report.targets import Target, targets
from pipeline.settings import Settings

SEED = 60
WORST = 5
TINY = 1e-9
Name = tuple[str, str]
"""What a share is of, and which."""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("onderzoek", type=Path)
    parser.add_argument("coded", type=Path)
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--plans", type=int, default=60)
    parser.add_argument("--keep", type=Path)
    arguments = parser.parse_args()
    codebook = load_codebook(Settings().codeboek)
    plans = truths(arguments.onderzoek, arguments.coded)
    with tempfile.TemporaryDirectory() as name:
        perfect = Path(name) / "waar"
        copy_coded(arguments.coded, perfect, true_units(plans, codebook))
        true = {
            (each.what, each.label): without_sample(each, Qualities({})).naive
            for each in _targets(perfect, codebook)
        }
        people = _people(arguments.coded, perfect, codebook)
    samples = _samples(people, [plan["plan"] for plan in plans], arguments.plans, arguments.draws)
    if arguments.keep:
        lines = (each.model_dump_json() for each in samples[0].codings.values())
        arguments.keep.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    held, off = _held(_targets(arguments.coded, codebook), true, samples)
    return int(not _told(held, off))


def _targets(folder: Path, codebook: Codebook) -> list[Target]:
    return targets(Material(read_coded_folder(folder), codebook))


def _people(coded: Path, perfect: Path, codebook: Codebook) -> dict[UnitKey, Annotation]:
    """The units of the study that the truth has too, with their true codes."""
    true = {unit.key: unit for unit in read_coded_folder(perfect).units}
    unit_names = ("bestand", "plan", "eenheid", "subdoel_nr", "afspraak_nr", "tekst")
    code_names = ("thema", "eigen_inzet", "instrument", "hoofddoel_type")
    return {
        each.key: Annotation(
            **{name: getattr(each.unit, name) for name in unit_names},
            **{name: getattr(true[each.key], name) for name in code_names},
            codeur="waarheid",
            codeboek=codebook.id,
            herkomst="import",
        )
        for each in read_coded_units(coded)
        if each.key in true
    }


def _samples(
    people: Mapping[UnitKey, Annotation], plans: Sequence[str], size: int, draws: int
) -> list[HumanSample]:
    chance = np.random.default_rng(SEED)
    part = size / len(plans)
    known = {"steekproef": "random (gespeeld)", "inclusiekans": part}
    samples = []
    for _ in range(draws):
        drawn = set(chance.choice(plans, size, replace=False).tolist())
        codings = {key: each.model_copy(update=known) for key, each in people.items() if key[0] in drawn}
        chances = dict.fromkeys(codings, part)
        samples.append(HumanSample("gespeeld", "random", codings, chances, size, size))
    return samples


def _held(
    shares: Sequence[Target], true: Mapping[Name, float], samples: Sequence[HumanSample]
) -> tuple[dict[Name, list[bool]], dict[Name, list[bool]]]:
    """Of each share and draw: whether its interval holds the truth, and whether not the model's count."""
    held: dict[Name, list[bool]] = {}
    off: dict[Name, list[bool]] = {}
    for share in shares:
        name = (share.what, share.label)
        for sample in samples:
            found = with_sample(share, sample)
            if found.estimate is None or name not in true:
                continue
            low, high = found.estimate.low - TINY, found.estimate.high + TINY
            held.setdefault(name, []).append(low <= true[name] <= high)
            off.setdefault(name, []).append(not low <= found.naive <= high)
    return held, off


def _told(held: Mapping[Name, Sequence[bool]], off: Mapping[Name, Sequence[bool]]) -> bool:
    """Print the outcome; whether over all draws the intervals held the truth in 93% of the cases."""
    first = [own[0] for own in held.values()]
    over_all = _mean(held)
    print(f"first draw: {sum(first)} of {len(first)} intervals hold the true share")
    print(f"all draws: {over_all:.1%}; the model's own count is outside of {_mean(off):.1%}")
    for name, own in sorted(held.items(), key=lambda item: np.mean(item[1]))[:WORST]:
        print(f"    {np.mean(own):6.1%}  {name[0]}: {name[1]}")
    return over_all >= 0.93


def _mean(parts: Mapping[Name, Sequence[bool]]) -> float:
    return float(np.mean([np.mean(own) for own in parts.values()]))


if __name__ == "__main__":
    sys.exit(main())
