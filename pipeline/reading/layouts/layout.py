"""A taught layout as data: one JSON file in a folder, whose content names nobody and can be shared."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.errors import LayoutError
from pipeline.files import write_atomic
from pipeline.reading.layouts.actors import Cues
from pipeline.reading.layouts.cutting import Cutting, Sentences
from pipeline.reading.layouts.expert import Expert, Lesson
from pipeline.reading.layouts.fingerprint import SAME_FORM, likeness, prints
from pipeline.reading.layouts.joints import Joints
from pipeline.reading.pieces import Piece
from pipeline.reading.roles import ROLES

FORMAT = 1
_JOINTS = ("los", "vast", "labelplaatsen")
_PATTERN = "opmaak-*.json"


@dataclass(frozen=True, slots=True)
class Layout:
    """A form: its ``prints`` and ``words`` (numbers), what was learnt of it, and the lessons that taught it.

    ``plans``: how many plans taught it. ``exact``: from their true roles each of these could be built.
    ``returns``: a number or label may go back to a subdoel that was printed before; ``leads``: in a way of
    the form's own (``references``), '' for none. ``general``: the general model read each of these right.
    """

    name: str
    prints: frozenset[str]
    words: frozenset[str]
    expert: Expert
    cues: Cues
    lessons: tuple[Lesson, ...]
    plans: int
    exact: bool
    cutting: Cutting
    returns: bool
    leads: str = ""
    general: bool = False

    @property
    def afspraken_first(self) -> bool:
        """Whether in a taught plan an afspraak stood before the first subdoel."""
        return any(
            _first(lesson.roles, "afspraak") < _first(lesson.roles, "subdoel") for lesson in self.lessons
        )


def _first(roles: Sequence[str], role: str) -> int:
    return roles.index(role) if role in roles else len(roles)


def name_of(form: frozenset[str]) -> str:
    """The name of a new layout, by its fingerprint."""
    return "opmaak-" + hashlib.sha256(" ".join(sorted(form)).encode()).hexdigest()[:8]


def recognise(pieces: Sequence[Piece], layouts: Sequence[Layout]) -> Layout | None:
    """The taught layout that a document has, or None."""
    if not layouts:
        return None
    found = prints(pieces)
    best = max(layouts, key=lambda layout: (likeness(layout.prints, found), layout.name))
    return best if likeness(best.prints, found) >= SAME_FORM else None


def save_layout(layout: Layout, folder: Path) -> Path:
    """Writes the layout's file; the same layout gives the same bytes. Raises UsageError."""
    path = folder / f"{layout.name}.json"
    write_atomic(path, json.dumps(_to_json(layout), ensure_ascii=False, sort_keys=True) + "\n")
    return path


def load_layouts(folder: Path) -> tuple[Layout, ...]:
    """The layouts in a folder, none if it is not there. Raises LayoutError for a file that cannot be used."""
    files = sorted(folder.glob(_PATTERN)) if folder.is_dir() else []
    return tuple(_load(path, path.stat().st_mtime_ns) for path in files)


def layout_versions(folder: Path) -> tuple[tuple[frozenset[str], str], ...]:
    """Per layout in a folder its prints, and what changes when its file does. Raises LayoutError."""
    return tuple(
        (layout.prints, hashlib.sha256((folder / f"{layout.name}.json").read_bytes()).hexdigest()[:16])
        for layout in load_layouts(folder)
    )


@lru_cache(maxsize=256)
def _load(path: Path, changed: int) -> Layout:  # noqa: ARG001 (a changed file is another one)
    try:
        return _from_json(json.loads(path.read_text(encoding="utf-8")), path.stem)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise LayoutError(
            "Dit bestand met een aangeleerde opmaak kan niet worden gebruikt: het is beschadigd of van een "
            "andere versie.",
            waar=str(path),
            doe="Haal het uit de map en leer de opmaak opnieuw aan met 'plancoder reading teach'.",
        ) from error


def _to_json(layout: Layout) -> dict[str, Any]:
    names = sorted({name for lesson in layout.lessons for piece in lesson.features for name in piece})
    index = {name: number for number, name in enumerate(names)}
    return {
        "format": FORMAT,
        "uitleg": "Aangeleerde opmaak van plancoder. Bevat geen tekst uit plannen en mag gedeeld worden.",
        "plannen": layout.plans,
        "precies": layout.exact,
        "keert_terug": layout.returns,
        "verwijst": layout.leads,
        "algemeen": layout.general,
        "knippen": {
            "zinnen": layout.cutting.sentences.value,
            "ervoor": sorted(layout.cutting.before),
            "erachter": sorted(layout.cutting.behind),
            "genummerd": layout.cutting.numbered,
            **_learnt(layout.cutting),
        },
        "afdruk": sorted(layout.prints),
        "woorden": sorted(layout.words),
        "wie": layout.cues,
        "gewichten": {name: _rounded(weight) for name, weight in sorted(layout.expert.weights.items())},
        "overgangen": [_rounded(row) for row in layout.expert.moves],
        "kenmerken": names,
        "lessen": [
            {
                "kenmerken": [[index[name] for name in piece] for piece in lesson.features],
                "rollen": [ROLES.index(role) for role in lesson.roles],
                "scores": [_rounded(row, 1) for row in lesson.scores],
            }
            for lesson in layout.lessons
        ],
    }


def _learnt(cutting: Cutting) -> dict[str, Any]:
    """What a layout that was taught long ago does not have."""
    found: dict[str, Any] = {"aanhef": sorted(cutting.starts), "regels": cutting.lines}
    if cutting.heads is not None:
        found["kolomkoppen"] = sorted(cutting.heads)
    if joints := cutting.joints:
        found |= dict(zip(_JOINTS, map(sorted, (joints.parted, joints.joined, joints.labels)), strict=True))
    return found


def _rounded(values: Any, digits: int = 3) -> list[float]:
    return [round(float(value), digits) for value in values]


def _from_json(data: dict[str, Any], name: str) -> Layout:
    if data["format"] != FORMAT:
        raise ValueError(data["format"])
    names = data["kenmerken"]
    lessons = tuple(
        Lesson(
            [[names[number] for number in piece] for piece in lesson["kenmerken"]],
            [ROLES[number] for number in lesson["rollen"]],
            np.array(lesson["scores"], dtype=np.float64).reshape(-1, len(ROLES)),
        )
        for lesson in data["lessen"]
    )
    weights = {key: np.array(value, dtype=np.float64) for key, value in data["gewichten"].items()}
    moves = np.array(data["overgangen"], dtype=np.float64)
    if moves.shape != (len(ROLES), len(ROLES)) or any(len(w) != len(ROLES) for w in weights.values()):
        raise ValueError("shape")
    return Layout(
        name, frozenset(data["afdruk"]), frozenset(data["woorden"]), Expert(weights, moves), data["wie"],
        lessons, int(data["plannen"]), bool(data["precies"]), _cutting(data.get("knippen")),
        bool(data.get("keert_terug", True)), str(data.get("verwijst", "")), bool(data.get("algemeen", False)),
    )  # fmt: skip


def _cutting(data: dict[str, Any] | None) -> Cutting:
    """As it was learnt; a file that was made before there was anything to learn has none."""
    if data is None:
        return Cutting()
    return Cutting(
        Sentences(data["zinnen"]),
        frozenset(data["ervoor"]),
        frozenset(data["erachter"]),
        bool(data["genummerd"]),
        Joints(*(frozenset(data[key]) for key in ("los", "vast", "labelplaatsen")))
        if "los" in data
        else None,
        frozenset(data["kolomkoppen"]) if "kolomkoppen" in data else None,
        frozenset(data.get("aanhef", ())),
        bool(data.get("regels", False)),
    )
