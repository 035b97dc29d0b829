"""One received PDF to a pseudonymised plan: the stage that runs in the worker processes.

Between reading and pseudonymising the plan with its identifiers exists in the memory of a worker only; there
what was made of a plan that asks for others may stay until it was read beside them. What a worker hands back
holds tags and keyed pseudonyms.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.domain import Plan, Reading
from pipeline.errors import NoPlan, ProtectedFile, UnreadableFile
from pipeline.settings import project_root
from pipeline.study.places import Place, on_disk
from pipeline.study.plan_json import plan_to_json
from pipeline.study.versions import PACKAGE, content_version

if TYPE_CHECKING:
    from pipeline.privacy import Cleaned, Pseudonymiser
    from pipeline.reading.companions import Company
    from pipeline.reading.layouts.layout import Layout
    from pipeline.reading.model import ReadingModel
    from pipeline.reading.reader import LookedAt


class Outcome(StrEnum):
    """How the reading of one file ended."""

    OK = "ok"
    GEEN_PLAN = "geen_plan"
    ONLEESBAAR = "onleesbaar"
    BEVEILIGD = "beveiligd"  # unreadable too, until there is a password that fits


@dataclass(frozen=True)
class Extract:
    """What is kept of one file; holds no identifiers.

    ``plan`` is there when the outcome is ok; ``reden`` when it is not, or when the plan is a scan.
    ``transient``: a limit or a lost worker was in the way, so the next run tries again. ``opmaak``,
    ``afdruk`` and ``vraagt_andere``: see ``Reading``.
    """

    outcome: Outcome
    reden: str = ""
    plan: Plan | None = None
    persoon: str = ""
    naam_sleutel: str = ""
    inhoud_sleutel: str = ""
    paginas: int = 0
    transient: bool = False
    opmaak: str = ""
    afdruk: bytes = b""
    vraagt_andere: bool = False


@dataclass(frozen=True)
class ReadingVersion:
    """What this stage depends on besides the file: the program, and the layouts that were taught."""

    program: str
    layouts: tuple[tuple[frozenset[str], str], ...] = ()  # prints and version of each

    @classmethod
    def now(cls, layouts: Path) -> "ReadingVersion":
        """With the layouts in a folder. Raises LayoutError for one that cannot be used."""
        from pipeline.reading.layouts.layout import layout_versions

        code = tuple(
            PACKAGE / part for part in ("domain.py", "bsn.py", "study/extract.py", "reading", "privacy")
        )
        program = content_version((*code, reading_model()), ("pdfplumber", "pypdfium2"))
        return cls(program, layout_versions(layouts))

    def of(self, opmaak: str) -> str:
        """Changes when a plan that looks like this may be read otherwise: by another program, or because a
        layout that it may have was taught, changed or taken away. Other layouts do not matter to it.
        """
        from pipeline.reading.layouts.fingerprint import MAY_BE, likeness

        look = frozenset(opmaak.split())
        near = sorted(version for form, version in self.layouts if likeness(form, look) >= MAY_BE)
        return " ".join((self.program, *near))


def reading_model() -> Path:
    """The folder of the model that reading uses."""
    return project_root() / "models" / "lezen"


_pseudonymisers: list["Pseudonymiser"] = []
_models: list["ReadingModel"] = []
_layouts: list["Layout"] = []
_passwords: list[str] = []
_form_keys: list[bytes] = []
_kept: dict[Place, "_Kept"] = {}

MOST_KEPT = 400
"""Plans of which a process keeps what it made until they are read beside others: 100 kB each."""


@dataclass(frozen=True, repr=False, slots=True)
class _Kept:
    """A plan that asks for others, as it was read by itself."""

    looked: "LookedAt"
    cleaned: "Cleaned | None"


@dataclass(frozen=True, repr=False)
class Beside:
    """A file to read beside ``others`` on its form: their imprints (``Extract.afdruk``)."""

    path: Place
    others: tuple[bytes, ...]


def prepare(key: bytes, layouts: Path | None = None, passwords: Sequence[str] = ()) -> None:
    """Load what ``extract`` needs, once in each process: the taught layouts of a folder too.

    Raises ModelError without a reading model, and LayoutError for a layout that cannot be used.
    """
    from pipeline.privacy import Pseudonymiser
    from pipeline.reading.layouts.layout import load_layouts
    from pipeline.reading.reader import default_model

    _models[:] = [default_model()]
    _pseudonymisers[:] = [Pseudonymiser(key)]
    _layouts[:] = load_layouts(layouts) if layouts else ()
    _passwords[:] = passwords
    _form_keys[:] = [hmac.new(key, b"plancoder forms", hashlib.sha256).digest()]


def extract(where: Place, *, keep: bool = True) -> Extract:
    """Read and pseudonymise a file; ``prepare`` came first.

    ``keep``: hold on to what was made of a plan that asks for others, as long as it is among the last; for
    ``extract_beside`` in the same process, so while no file changes.
    """
    from pipeline.reading.companions import Company

    return _extract(where, Company(_form_keys[0]), MOST_KEPT if keep else 0)


def extract_beside(item: Beside) -> Extract:
    """Read a file beside others on its form; ``prepare`` came first."""
    from pipeline.reading.companions import Company, imprint_from, together

    others = together([imprint_from(kept) for kept in item.others])
    return _extract(item.path, Company(_form_keys[0], others))


def _looked_at(where: Place) -> "LookedAt":
    from pipeline.reading.reader import look_at, read_document

    with on_disk(where) as path:
        return look_at(read_document(path, _passwords), _models[0], _layouts)


def _keep(where: Place, looked: "LookedAt", cleaned: "Cleaned | None", most: int) -> None:
    _kept[where] = _Kept(looked.to_keep(), cleaned)
    if len(_kept) > most:
        del _kept[next(iter(_kept))]


def _extract(where: Place, company: "Company", most_kept: int = 0) -> Extract:
    from pipeline.reading.reader import interpret

    kept = _kept.pop(where, None) if company.others else None
    try:
        looked = kept.looked if kept else _looked_at(where)
        reading = interpret(looked, _models[0], company)
    except ProtectedFile as error:
        return Extract(Outcome.BEVEILIGD, reden=f"{error.wat} {error.doe}".strip())
    except UnreadableFile as error:
        return Extract(Outcome.ONLEESBAAR, reden=f"{error.wat} {error.doe}".strip())
    except NoPlan as error:
        return Extract(Outcome.GEEN_PLAN, reden=f"{error.wat} {error.doe}".strip())
    except OSError:
        if isinstance(where, Path):
            raise
        reden = "Het bestand kon niet worden opgehaald van het adres waar het staat."
        return Extract(Outcome.ONLEESBAAR, reden=reden, transient=True)
    cleaned = _cleaned(reading, kept.cleaned if kept else None)
    if reading.vraagt_andere and most_kept:
        _keep(where, looked, cleaned, most_kept)
    if reading.plan is None or cleaned is None:
        return Extract(Outcome.GEEN_PLAN, reden=reading.reden, paginas=reading.paginas, opmaak=reading.opmaak)
    private = cleaned.private(reading.plan)
    plan_to_json(private.plan).encode("utf-8")  # text that cannot be stored costs this file, not the run
    return Extract(
        Outcome.OK,
        reden=reading.reden,
        plan=private.plan,
        persoon=private.persoon,
        naam_sleutel=private.naam_sleutel,
        inhoud_sleutel=private.inhoud_sleutel,
        paginas=reading.paginas,
        opmaak=reading.opmaak,
        afdruk=reading.afdruk,
        vraagt_andere=reading.vraagt_andere,
    )


def _cleaned(reading: Reading, before: "Cleaned | None") -> "Cleaned | None":
    """What ``before`` says when it holds for this reading too; None without a plan."""
    if reading.plan is None:
        return None
    if before and before.fits(reading):
        return before
    return _pseudonymisers[0].clean(reading, reading.plan)
