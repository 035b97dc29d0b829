"""Search everything in an output folder for the identifiers of the plans it was made from.

    python scripts/check_leaks.py OUTPUT_FOLDER TRUTH_FOLDER [TRUTH_FOLDER ...]

Takes each value under ``identificatie`` in the ``waarheid.jsonl`` files, and each part of a name, and looks
for it as a whole word in all bytes of all files; spreadsheets are unzipped first. Exit code 1 when something
is found. Three or four letters amid compressed bytes are told apart: in megabytes these come by chance.
"""

import argparse
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

_SMALL = {"van", "der", "den", "ter", "ten", "de", "het", "el", "al", "bin", "dr", "mevr", "dhr", "sheikh"}
_FEW = 4  # letters
_AROUND = 8  # signs before and behind


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("output", type=Path)
    parser.add_argument("truths", type=Path, nargs="+")
    arguments = parser.parse_args()
    identifiers = sorted({value for folder in arguments.truths for value in _identifiers(folder)})
    pattern = re.compile(r"(?<!\w)(" + "|".join(map(re.escape, identifiers)) + r")(?!\w)", re.IGNORECASE)
    found = searched = by_chance = 0
    for name, content in _contents(arguments.output):
        searched += len(content)
        text = content.decode("utf-8", "replace")
        for match in pattern.finditer(text):
            if _is_noise(text, match):
                by_chance += 1
                continue
            found += 1
            print(f"{name}: {text[max(0, match.start() - 30) : match.end() + 30]!r}")
    if not searched or not identifiers:
        sys.exit("Nothing to search: give a folder of output, and folders with a waarheid.jsonl.")
    print(
        f"{found} places with one of {len(identifiers)} identifiers or parts of them, in {searched:,} bytes"
    )
    if by_chance:
        print(f"and {by_chance} of so few letters amid compressed bytes that it may be chance")
    sys.exit(1 if found else 0)


def _is_noise(text: str, match: re.Match[str]) -> bool:
    """Whether a few letters stand amid bytes that are no text."""
    around = text[max(0, match.start() - _AROUND) : match.start()] + text[match.end() : match.end() + _AROUND]
    garbled = sum(not sign.isprintable() or sign == "\ufffd" for sign in around)
    return len(match.group()) <= _FEW and garbled >= _AROUND / 2


def _identifiers(folder: Path) -> Iterator[str]:
    for path in folder.rglob("waarheid.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            for kind, value in json.loads(line)["identificatie"].items():
                yield value
                if kind not in {"bsn", "telefoon", "adres", "email", "geboortedatum"}:
                    parts = re.findall(r"[^\W\d_]{3,}(?:-[^\W\d_]+)*", value)
                    yield from (part for part in parts if part.lower() not in _SMALL)


def _contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    yield from ((f"{path.name}/{name}", archive.read(name)) for name in archive.namelist())
            else:
                yield path.name, path.read_bytes()


if __name__ == "__main__":
    main()
