"""Whether the ledger of a whole study is what it should be.

    python scripts/evaluate_intake.py CORPUS/onderzoek          # from what is known of each file
    python scripts/evaluate_intake.py CORPUS/onderzoek --pdf    # from the PDFs themselves

The folder holds ``ontvangen/meting1|meting2/*.pdf``, ``waarheid.jsonl`` (per file what it is: ``soort``) and
``verwacht.json`` (how many there should be of each status).
"""

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.domain import Afspraak, Passage, Plan, Reading, Status, Subdoel, Veld
from pipeline.intake import LedgerRow, Received, decide, meting_of
from pipeline.privacy import Pseudonymiser, plan_id
from pipeline.privacy.pseudonymiser import plan_texts

KEY = bytes(32)  # any key will do to measure with


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("onderzoek", type=Path)
    parser.add_argument(
        "--pdf", action="store_true", help="read the PDFs rather than take what is known of them"
    )
    arguments = parser.parse_args()
    lines = (arguments.onderzoek / "waarheid.jsonl").read_text(encoding="utf-8").splitlines()
    truths = [json.loads(line) for line in lines]
    expected = json.loads((arguments.onderzoek / "verwacht.json").read_text(encoding="utf-8"))["status"]
    ledger = decide(list(_received(arguments.onderzoek, truths, pdf=arguments.pdf)))
    return _report(ledger, truths, expected)


def _received(folder: Path, truths: list[dict[str, Any]], *, pdf: bool) -> Iterator[Received]:
    pseudonymiser = Pseudonymiser(KEY)
    for truth in truths:
        path = next(folder.glob(f"ontvangen/*/{truth['bestand']}"))
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        reading = _read(path) if pdf else _known(truth)
        if reading.plan is None:
            yield Received(path.name, sha256, "geen_plan", reading.reden)
            continue
        private = pseudonymiser.pseudonymise(reading)
        yield Received(
            path.name,
            sha256,
            "ok",
            plan=plan_id(KEY, sha256),
            persoon=private.persoon,
            naam_sleutel=private.naam_sleutel,
            inhoud_sleutel=private.inhoud_sleutel,
            datum=private.plan.datum,
            meting=meting_of(path),
        )


def _read(path: Path) -> Reading:
    from pipeline.reading import read_plan

    return read_plan(path)


def _known(truth: dict[str, Any]) -> Reading:
    """What a perfect reading of the file gives."""
    goals = [
        Subdoel(each["tekst"], 1, tuple(Afspraak(step["tekst"], 1) for step in each["afspraken"]))
        for each in truth["subdoelen"]
    ]
    situatie = tuple(Passage(text, 1) for text in truth["situatie"])
    hoofddoel = Passage(truth["hoofddoel"]["tekst"], 1)
    plan = Plan(date.fromisoformat(truth["datum"]), situatie, hoofddoel, tuple(goals))
    told = truth["identificatie"]
    velden = (Veld("Naam", f"{told['voornaam']} {told['achternaam']}"), Veld("BSN", told["bsn"]))
    return Reading(plan, velden, tuple(plan_texts(plan)), 1, 1.0)


def _report(ledger: list[LedgerRow], truths: list[dict[str, Any]], expected: dict[str, int]) -> int:
    counts = Counter(row.status.value for row in ledger)
    for status in Status:
        print(f"{status.value:15} {counts[status.value]:4}  expected {expected.get(status.value, 0):4}")
    different = [
        (row, truth["soort"])
        for row, truth in zip(ledger, truths, strict=True)
        if row.status.value != truth["soort"]
    ]
    for row, kind in different:
        print(f"{row.bestand}: {row.status.value}, should be {kind}. {row.reden}")
    print(f"{len(ledger)} files, {len(different)} with another status than the truth")
    return int(dict(counts) != expected)


if __name__ == "__main__":
    sys.exit(main())
