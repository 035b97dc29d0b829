"""One received PDF to a pseudonymised plan: the stage that runs in the worker processes.

Between reading and pseudonymising the plan with its identifiers exists in the memory of a worker only; there
the pieces of a plan that asks for others may stay until it was read beside them. What a worker hands back
holds tags and keyed pseudonyms.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.domain import Plan
from pipeline.errors import NoPlan, ProtectedFile, UnreadableFile
from pipeline.settings import project_root
from pipeline.study.places import Place, on_disk
from pipeline.study.plan_json import plan_to_json
from pipeline.study.versions import PACKAGE, content_version

if TYPE_CHECKING:
    from pipeline.privacy import Pseudonymiser
    from pipeline.reading.companions import Company
    from pipeline.reading.document import Document
    from pipeline.reading.layouts.layout import Layout


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
_layouts: list["Layout"] = []
_passwords: list[str] = []
_form_keys: list[bytes] = []
_kept: dict[Place, "Document"] = {}

MOST_KEPT = 400
"""Plans of which a process keeps the pieces until they are read beside others: 25 kB each."""


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

    default_model()
    _pseudonymisers[:] = [Pseudonymiser(key)]
    _layouts[:] = load_layouts(layouts) if layouts else ()
    _passwords[:] = passwords
    _form_keys[:] = [hmac.new(key, b"plancoder forms", hashlib.sha256).digest()]


def extract(where: Place, *, keep: bool = True) -> Extract:
    """Read and pseudonymise a file; ``prepare`` came first.

    ``keep``: hold on to the pieces of a plan that asks for others, as long as it is among the last; for
    ``extract_beside`` in the same process, so while no file changes.
    """
    from pipeline.reading.companions import Company

    return _extract(where, Company(_form_keys[0]), MOST_KEPT if keep else 0)


def extract_beside(item: Beside) -> Extract:
    """Read a file beside others on its form; ``prepare`` came first."""
    from pipeline.reading.companions import Company, imprint_from, together

    others = together([imprint_from(kept) for kept in item.others])
    return _extract(item.path, Company(_form_keys[0], others))


def _document(where: Place, company: "Company") -> "Document":
    from pipeline.reading.reader import read_document

    if company.others and where in _kept:
        return _kept.pop(where)
    with on_disk(where) as path:
        return read_document(path, _passwords)


def _keep(where: Place, document: "Document", most: int) -> None:
    _kept[where] = document.without_words()
    if len(_kept) > most:
        del _kept[next(iter(_kept))]


def _extract(where: Place, company: "Company", most_kept: int = 0) -> Extract:
    from pipeline.reading.reader import default_model, interpret

    try:
        document = _document(where, company)
        reading = interpret(document, default_model(), _layouts, company)
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
    if reading.vraagt_andere and most_kept:
        _keep(where, document, most_kept)
    if reading.plan is None:
        return Extract(Outcome.GEEN_PLAN, reden=reading.reden, paginas=reading.paginas, opmaak=reading.opmaak)
    private = _pseudonymisers[0].pseudonymise(reading)
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
