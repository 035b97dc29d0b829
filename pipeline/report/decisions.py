"""What people decided about received files, and what became of it, as the main job noted it."""

from pathlib import Path

from pipeline.errors import StudyError
from pipeline.tabular import read_table

FILE = "besluiten_verwerkt.csv"
COLUMNS = ("bestand", "programma", "besluit", "reden", "door", "koppeling", "gevolg")
NOT_APPLIED = "niet toegepast"
Decided = dict[str, str]


def read_decided(folder: Path) -> tuple[Decided, ...]:
    """The rows of ``besluiten_verwerkt.csv``; none without the file. Raises StudyError."""
    path = folder / FILE
    if not path.exists():
        return ()
    table = read_table(path)
    if missing := [name for name in COLUMNS if name not in table.columns]:
        what = f"Kolommen ontbreken: {', '.join(missing)}."
        raise StudyError(what, waar=str(path), doe="Draai 'plancoder code' opnieuw met deze uitvoermap.")
    return tuple(row for _, row in table.rows)
