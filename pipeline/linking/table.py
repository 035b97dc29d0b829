"""The names of our own columns in the tables of linking, by their order."""

MOST_SUBDOELEN = 6
"""So many subdoelen of a plan have columns of their own; a plan has one to six."""

PLAN_COLUMNS = ("bestand", "plan", "persoon")
_SUBDOEL = ("thema", "themas", "instrument", "eigen_inzet")
SUBDOEL_COLUMNS = tuple(
    f"subdoel_{number}_{part}" for number in range(1, MOST_SUBDOELEN + 1) for part in _SUBDOEL
)
CODE_COLUMNS = (
    "hoofddoel_type",
    "hoofddoel_thema",
    "hoofddoel_themas",
    "subdoelen",
    *SUBDOEL_COLUMNS,
    "afspraken",
    "afspraken_eigen_inzet",
    "eigen_inzet",
)
UNLINKED_COLUMNS = (*PLAN_COLUMNS, "reden", "voorstel", "bewijs")
HAS_PLAN = "heeft_plan"
OWN_COLUMNS = frozenset((*PLAN_COLUMNS, "meting", "datum", *CODE_COLUMNS, "koppeling", HAS_PLAN, "bsn"))


def linked_columns(described: tuple[str, ...], added: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The columns of ``koppeling.csv``; ``described`` are those of the export.

    ``added``: those of variables that the codebook adds, last, so that the others keep their place.
    """
    return (*PLAN_COLUMNS, "meting", "datum", *described, *CODE_COLUMNS, "koppeling", *added)


def diagnosis_columns(described: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of ``diagnoses.csv``."""
    return ("persoon", *described, HAS_PLAN)
