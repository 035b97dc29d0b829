"""Names of received files that must not be seen: which path each shown name stands for.

A file name may hold a person's name. When names are hidden, the coded folder knows each file as
``bestand-0001.pdf``, by the order of receipt; the paths are kept beside the key of the pseudonyms, readable
for its owner only. When that file is lost, files are recognised by their content.
"""

import csv
import io
import re
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.files import write_atomic

_SHOWN = re.compile(r"bestand-\d{4,}(\.pdf)?")
_COLUMNS = ("bestand", "pad")


class HiddenNames:
    """The paths of one coded folder by their shown names, kept in ``file``. Raises UsageError."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._paths = _read(file) if file.exists() else {}

    def path(self, shown: str) -> str:
        """The path that ``shown`` stands for; "" when it is not known."""
        return self._paths.get(shown, "")

    def add(self, paths: Mapping[str, str]) -> None:
        """Keep these paths too, or in place of what was known by the same shown names."""
        if paths:
            self._paths |= paths
            stream = io.StringIO()
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerows([_COLUMNS, *sorted(self._paths.items())])
            write_atomic(self.file, stream.getvalue(), mode=0o600)


def new_mark() -> str:
    """Tells the names of one coded folder from those of others with the same key."""
    return secrets.token_hex(4)


def names_file(key_file: Path, mark: str) -> Path:
    """Where the names of the coded folder with this mark are kept; the key may have had another name then."""
    kept = sorted(key_file.parent.glob(f"*.namen-{mark}.csv"))
    return kept[0] if kept else key_file.with_name(f"{key_file.name}.namen-{mark}.csv")


def kept_names(key_file: Path, mark: str) -> HiddenNames:
    """The names of the coded folder with this mark. Raises UsageError when they are not beside this key."""
    file = names_file(key_file, mark)
    if not file.exists():
        raise UsageError(
            "De bestandsnamen van deze map zijn verborgen, en het bestand waarin staat welke plannen het "
            "zijn, is er niet.",
            waar=str(file),
            doe="Geef met --key de sleutel waarmee de map is gemaakt, of noem de plannen met --plans.",
        )
    return HiddenNames(file)


def shown_name(number: int, path: str) -> str:
    """What the file received as ``number`` is called; of its own name the ending at most."""
    return f"bestand-{number:04d}{'.pdf' if path.lower().endswith('.pdf') else ''}"


def check_shown(lines: Sequence[tuple[int, str]], where: str) -> None:
    """Refuse names that are not shown ones, by their line numbers only: they may be real names."""
    wrong = [str(number) for number, name in lines if not _SHOWN.fullmatch(name)]
    if wrong:
        raise UsageError(
            "De bestandsnamen van deze map zijn verborgen, maar hier staan andere namen in.",
            waar=where,
            faults=(f"regel {', '.join(wrong)}",),
            doe="Schrijf ze zoals in intake.csv (bestand-0001.pdf).",
        )


def _read(file: Path) -> dict[str, str]:
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            return {row["bestand"]: row["pad"] for row in csv.DictReader(stream)}
    except (OSError, UnicodeDecodeError, KeyError) as error:
        raise UsageError(
            "Het bestand met de verborgen bestandsnamen is niet te lezen.",
            waar=str(file),
            doe="Vraag leesrechten, of zet het opzij: de bestanden worden dan herkend aan hun inhoud.",
        ) from error
