"""Who reads the plans of a run: processes of this computer, or the workers of a cluster."""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.engine import Done, Limits, Workers
from pipeline.study.elsewhere import Needed, Sent, extract_elsewhere, needed, read_by
from pipeline.study.extract import Beside, Extract, ReadingVersion, extract, extract_beside, prepare
from pipeline.study.places import Place

if TYPE_CHECKING:
    from pipeline.settings import Settings


@dataclass(frozen=True)
class Readers:
    """``here`` are the processes that read, unless ``there``: the address of a Dask scheduler, whose workers
    then do, and what these must have.
    """

    version: ReadingVersion
    limits: Limits
    has_passwords: bool
    here: Workers
    there: tuple[str, Needed] | None

    def start(self, files: int) -> None:
        """Start already the processes of this computer that will read so many files."""
        if not self.there and files:
            self.here.start(files)

    def read(self, left: Mapping[Place, str]) -> Generator[Done[Place, Extract], None, None]:
        """What each of these files, by path with their hashes, holds by itself. Raises EngineError."""
        if self.there:
            cluster, asked = self.there
            return extract_elsewhere(cluster, left, self.limits, asked)
        return self.here.run(extract, list(left))

    def read_beside(
        self, left: Mapping[str, Place], others: Callable[[str], tuple[bytes, ...]]
    ) -> Generator[Done[str, Extract], None, None]:
        """The same of files by hash with their paths, each read beside plans of which ``others`` gives the
        imprints when its turn comes.
        """
        if self.there:
            sent = (Sent(str(path), sha256, others(sha256)) for sha256, path in left.items())
            return self._read_there(*self.there, sent)
        return self.here.run(
            extract_beside,
            list(left),
            sent=lambda sha256: Beside(left[sha256], others(sha256)),
            after=left.__getitem__,  # the process that read a file kept what it made of it
        )

    def _read_there(
        self, cluster: str, asked: Needed, sent: Iterator[Sent]
    ) -> Generator[Done[str, Extract], None, None]:
        results = read_by(cluster, sent, self.limits, asked)
        with closing(results):
            for done in results:
                yield Done(done.item.sha256, done.value, done.failure, done.detail)


@contextmanager
def readers_of(
    key: bytes, settings: "Settings", passwords: Sequence[str] = (), cluster: str = ""
) -> Iterator[Readers]:
    """Readers for all stages of a run: processes of this computer start once, and end with this context.

    ``passwords`` are tried on encrypted files. ``cluster``: the address of a Dask scheduler.

    Raises LayoutError for a layout that cannot be used.
    """
    version = ReadingVersion.now(settings.opmaken)
    limits = Limits(settings.seconden_per_bestand, settings.megabytes_per_bestand)
    there = (cluster, needed(key, passwords, version)) if cluster else None
    with Workers(settings.werkers, limits, prepare, (key, settings.opmaken, passwords)) as here:
        yield Readers(version, limits, bool(passwords), here, there)
