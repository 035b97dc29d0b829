"""Reading plans on the workers of a cluster: what must be the same there, and where a worker finds it.

Key and passwords do not travel. Each worker has them in files of its own and shows by a fingerprint, which
only who has the key can make, that they are the same. So has it program, models and layouts.
"""

import hmac
import os
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.engine import Done, Limits
from pipeline.errors import EngineError
from pipeline.study.collect import fingerprint
from pipeline.study.extract import Beside, Extract, Outcome, ReadingVersion, extract, extract_beside, prepare
from pipeline.study.folder import key_fingerprint
from pipeline.study.places import Place, place

if TYPE_CHECKING:
    from pipeline.settings import Settings

KEY = "PLANCODER_KEY"
LAYOUTS = "PLANCODER_LAYOUTS"
PASSWORDS = "PLANCODER_PASSWORD_FILE"
MODELS = "PLANCODER_MODELS"
CODEBOOK = "PLANCODER_CODEBOOK"
"""Variables of a worker that take the place of ``--key``, ``--layouts`` and so on."""


@dataclass(frozen=True)
class Needed:
    """What must be the same wherever plans of one study are read; holds no secrets."""

    key: str
    passwords: str
    reading: ReadingVersion
    scans: str


@dataclass(frozen=True, repr=False)
class Sent:
    """A file to read: where it is, for every worker, and the hash of its bytes; when it is read beside
    others, their imprints (``Extract.afdruk``).
    """

    place: str
    sha256: str
    others: tuple[bytes, ...] = ()


def needed(key: bytes, passwords: Sequence[str], version: ReadingVersion) -> Needed:
    """What is here, to compare with what a worker has."""
    from pipeline.reading.recognition import recogniser_version

    told = "\n".join(passwords).encode("utf-8", "surrogatepass")
    print_of_passwords = hmac.digest(key, b"plancoder passwords\0" + told, "sha256").hex()[:16]
    return Needed(key_fingerprint(key), print_of_passwords, version, recogniser_version())


def extract_elsewhere(
    cluster: str, left: Mapping[Place, str], limits: Limits, asked: Needed
) -> Generator[Done[Place, Extract], None, None]:
    """What each of these files, by path with their hashes, holds; read by the workers of a cluster.

    Raises EngineError: see ``run_on``.
    """
    sent = [Sent(str(path), sha256) for path, sha256 in left.items()]
    results = read_by(cluster, sent, limits, asked)
    with closing(results):
        for done in results:
            yield Done(place(done.item.place), done.value, done.failure, done.detail)


def read_by(
    cluster: str, files: Iterable[Sent], limits: Limits, asked: Needed
) -> Generator[Done[Sent, Extract], None, None]:
    """The same of files that may be sent with imprints of others, each taken when there is room for it."""
    from pipeline.engine.cluster import run_on

    return run_on(
        cluster,
        extract_sent,
        files,
        limits=limits,
        check=check_here,
        prepare=prepare_here,
        arguments=(asked,),
    )


def check_here(asked: Needed) -> None:
    """Raise EngineError for all that this machine has otherwise than asked."""
    key, layouts, passwords = _own()
    own = needed(key, passwords, ReadingVersion.now(layouts))
    faults = tuple(_differences(own, asked))
    if faults:
        raise EngineError(" ".join(faults))


def prepare_here(asked: Needed) -> None:
    """Load what ``extract_sent`` needs, once in each process; raises EngineError as ``check_here`` does."""
    check_here(asked)
    prepare(*_own())


def extract_sent(sent: Sent) -> Extract:
    """Read and pseudonymise a file; what is not the file that was meant is for the next run to try again."""
    where = place(sent.place)
    sha256, problem = fingerprint(where)
    if sha256 == sent.sha256:
        return extract_beside(Beside(where, sent.others)) if sent.others else extract(where, keep=False)
    why = problem or "Het is een ander bestand dan dat van de opdracht."
    reden = f"Een werker van het cluster kon dit bestand niet lezen. {why}"
    return Extract(Outcome.ONLEESBAAR, reden=reden, transient=True)


def own_settings() -> "Settings":
    """The settings of this machine, replaced where its variables say so."""
    from pipeline.settings import load_settings

    given = {"sleutel": KEY, "opmaken": LAYOUTS, "modellen": MODELS, "codeboek": CODEBOOK}
    paths = {name: Path(path) for name, variable in given.items() if (path := os.environ.get(variable))}
    return load_settings().model_copy(update=paths)


def _own() -> tuple[bytes, Path, tuple[str, ...]]:
    """Key, folder of layouts and passwords of this machine. Raises EngineError or UsageError."""
    from pipeline.privacy import load_or_make_key
    from pipeline.reading.passwords import load_passwords

    settings = own_settings()
    key_file = settings.sleutel
    if not key_file.exists():
        raise EngineError(f"De sleutel is er niet ({key_file}); zet hem daar of noem zijn plaats in {KEY}.")
    passwords = os.environ.get(PASSWORDS)
    return (
        load_or_make_key(key_file),
        settings.opmaken,
        load_passwords(Path(passwords)) if passwords else (),
    )


def _differences(own: Needed, asked: Needed) -> Iterator[str]:
    if own.key != asked.key:
        yield f"De sleutel is een andere; noem de plaats van de goede in {KEY}."
    elif own.passwords != asked.passwords:
        yield f"De wachtwoorden zijn andere; noem het bestand ermee in {PASSWORDS}."
    if own.reading.program != asked.reading.program:
        yield "plancoder, zijn leesmodel of zijn pdf-lezers zijn van een andere versie."
    if own.reading.layouts != asked.reading.layouts:
        yield f"De aangeleerde opmaken zijn andere; noem de map ermee in {LAYOUTS}."
    if own.scans != asked.scans:
        yield f"Scans worden anders gelezen: hier '{own.scans}', gevraagd '{asked.scans}'."
