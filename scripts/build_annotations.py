"""Turn the invented plans of a corpus folder into ``annotations/*.jsonl``, one file per writer.

    python scripts/build_annotations.py CORPUS_DIR [--output annotations]

``CORPUS_DIR`` holds ``bron/<writer>.jsonl``: plans with their codes and with placeholders where the
identifiers of a person would stand. The placeholders become the tags of pseudonymised text.
"""

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.files import write_atomic

CODEUR = "verzonnen"
CODEBOEK = "ondersteuningsplannen@1"
STEEKPROEF = "alle eenheden van het plan"
TAGS = {
    "km": "[KLANTMANAGER]",
    "telefoon": "[TELEFOON]",
    "adres": "[ADRES]",
    "email": "[EMAIL]",
    "geboortedatum": "[GEBOORTEDATUM]",
}
PERSONS = {
    "voornaam": "client",
    "achternaam": "client",
    "partner": "partner",
    "kind1": "kind1",
    "kind2": "kind2",
    "derde": "derde",
}
# A first name and a surname side by side are one person, so one tag.
FULL_NAME = re.compile(r"\{voornaam\}\s+\{achternaam\}")
PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Tags:
    """Replaces placeholders in the texts of one plan; persons are numbered by first appearance."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def replace(self, text: str) -> str:
        """``text`` with tags. KeyError for a placeholder that is not known."""
        return PLACEHOLDER.sub(self._tag, FULL_NAME.sub("{achternaam}", text))

    def _tag(self, match: re.Match[str]) -> str:
        name = match[1]
        if name in TAGS:
            return TAGS[name]
        number = self._numbers.setdefault(PERSONS[name], len(self._numbers) + 1)
        return f"[NAAM-{number}]"


def codes(unit: dict[str, Any]) -> dict[str, Any]:
    """The codes of one unit: top-level themes, and the finer codes beside them."""
    return {
        "thema": list(dict.fromkeys(code.split(".")[0] for code in unit["thema"])),
        "subcodes": [code for code in unit["thema"] if "." in code],
        "eigen_inzet": unit.get("eigen_inzet", False),
        "instrument": unit.get("instrument"),
        "hoofddoel_type": unit.get("type"),
    }


def units(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The units of one plan in document order, with their place in the plan and their codes."""
    place: dict[str, Any] = {"eenheid": "hoofddoel", "subdoel_nr": None, "afspraak_nr": None, "wie": None}
    yield place | {"tekst": plan["hoofddoel"]["tekst"]} | codes(plan["hoofddoel"])
    for number, subdoel in enumerate(plan["subdoelen"], start=1):
        place |= {"eenheid": "subdoel", "subdoel_nr": number, "afspraak_nr": None, "wie": None}
        yield place | {"tekst": subdoel["tekst"]} | codes(subdoel)
        for step, afspraak in enumerate(subdoel["afspraken"], start=1):
            place |= {"eenheid": "afspraak", "afspraak_nr": step, "wie": afspraak["wie"]}
            yield place | {"tekst": afspraak["tekst"]} | codes(afspraak)


def lines(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The annotation lines of one plan."""
    tags = Tags()
    for passage in plan["situatie"]:
        tags.replace(passage)  # persons met here have a number before the first unit
    start = {
        "bestand": f"{plan['plan_id']}.pdf",
        "plan": plan["plan_id"],
        "persoon": "",
        "datum": plan["datum"],
        "meting": plan["meting"],
        "schrijver": plan["stijl"],
    }
    origin = {
        "codeur": CODEUR,
        "tijd": None,
        "seconden": None,
        "codeboek": CODEBOEK,
        "steekproef": STEEKPROEF,
        "inclusiekans": 1.0,
        "herkomst": "import",
    }
    for unit in units(plan):
        yield start | unit | {"tekst": tags.replace(unit["tekst"])} | origin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus", type=Path, help="folder that holds bron/*.jsonl")
    parser.add_argument("--output", type=Path, default=Path("annotations"), help="folder to write to")
    arguments = parser.parse_args()
    sources = sorted((arguments.corpus / "bron").glob("*.jsonl"))
    if not sources:
        parser.error(f"no bron/*.jsonl in {arguments.corpus}")
    arguments.output.mkdir(parents=True, exist_ok=True)
    for source in sources:
        plans = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
        rows = [json.dumps(line, ensure_ascii=False) for plan in plans for line in lines(plan)]
        write_atomic(arguments.output / source.name, "\n".join(rows) + "\n")
        print(f"{source.stem}: {len(plans)} plans, {len(rows)} units")


if __name__ == "__main__":
    main()
