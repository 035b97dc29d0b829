"""The group of each plan, as a researcher gives it: mostly who wrote it. A plan does not say so itself."""

from pathlib import Path

from pipeline.errors import UsageError
from pipeline.report.coded_folder import CodedFolder
from pipeline.tabular import read_table

FILE_COLUMN, GROUP_COLUMN = "bestand", "groep"


def read_groups(path: Path, folder: CodedFolder) -> dict[str, str]:
    """By the pseudonym of the plan; ``path`` is a csv or xlsx with the columns ``bestand`` and ``groep``.

    Raises UsageError when the columns are missing or no file in it is one of the folder.
    """
    table = read_table(path)
    if missing := {FILE_COLUMN, GROUP_COLUMN} - set(table.columns):
        raise UsageError(
            f"Kolommen ontbreken: {', '.join(sorted(missing))}.",
            waar=str(path),
            doe=f"Maak een tabel met de kolommen {FILE_COLUMN} en {GROUP_COLUMN}, één rij per plan.",
        )
    given = {row[FILE_COLUMN]: row[GROUP_COLUMN] for _, row in table.rows}
    found = {file.plan: given[file.bestand] for file in folder.usable if given.get(file.bestand)}
    if not found:
        raise UsageError(
            "Geen enkel bestand in deze tabel is een bruikbaar plan van deze map.",
            waar=str(path),
            doe="Schrijf de namen zoals in intake.csv.",
        )
    return found
