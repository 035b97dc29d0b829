"""The stages of the main job on a study: each does what is left to do, and nothing that is done."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeVar

from pipeline.engine import Done, Failure, Limits
from pipeline.study.batches import save_in_batches
from pipeline.study.collect import fingerprint, short_names
from pipeline.study.extract import Extract, Outcome, ReadingVersion
from pipeline.study.places import Place, place
from pipeline.study.readers import Readers
from pipeline.study.records import Found, StoredFile, stamp_of
from pipeline.study.store import Study

if TYPE_CHECKING:
    from pipeline.intake import Received

T = TypeVar("T")


class Progress(Protocol):
    """Passes items on and shows how far it is."""

    def __call__(self, items: Iterable[T], label: str, total: int) -> Iterable[T]: ...


def receive(study: Study, paths: Sequence[Place], meting: int | None, *, all_bytes: bool = False) -> int:
    """Enter the files at ``paths``, and look again at earlier ones; returns how many are new.

    ``meting`` None: a new file belongs to the round that its folder is named after, if it is. Of a file that
    has the size and the time of change that it had, the bytes are not looked at, unless ``all_bytes``.
    """
    given = {_as_text(path): path for path in paths}
    files = study.files()
    known = {} if all_bytes else {file.path: file for file in files if file.stamp}
    earlier = [file.path for file in files if file.path not in given and file.is_there]
    study.receive([*_changed({path: place(path) for path in earlier}, known, None)], None)
    return study.receive([*_changed(given, known, meting)], meting)


def read(study: Study, readers: Readers, progress: Progress) -> int:
    """Read and pseudonymise what is left; returns how many files that were.

    Left is what was not read yet, what may be read otherwise now (by another version of the program, or as
    a layout that was taught or changed since), what a limit or a lost worker was in the way of, and when
    passwords were given what lacked one. Files with the same bytes are read once. A file that is gone keeps
    what it gave before.
    """
    left = _unread(study, readers.version, retry_protected=readers.has_passwords)
    results = readers.read(left)
    with closing(results):
        shown = progress(results, "Plannen lezen", len(left))
        save_in_batches(
            (_kept(done, left[done.item], readers.version, readers.limits) for done in shown),
            study.save_extracts,
        )
    return len(left)


def _kept(
    done: Done[Place, Extract], sha256: str, version: ReadingVersion, limits: Limits
) -> tuple[str, tuple[str, Extract]]:
    """What the store keeps of a file that was read, or that could not be."""
    read = done.value or _failed(done, limits)
    return sha256, (version.of(read.opmaak), read)


def received(study: Study, key: bytes, starts: Sequence[date] = ()) -> list["Received"]:
    """All received files as ``decide`` takes them, in the order of receipt.

    A file of which neither the command nor its folder told the round belongs to that of the plan's date:
    ``starts`` has the first day of each.
    """
    from pipeline.intake import Received, meting_on
    from pipeline.privacy import plan_id

    known = study.known()
    items = []
    for file, name in named_files(study):
        read = known.get(file.sha256)
        items.append(
            Received(name, file.sha256, Outcome.ONLEESBAAR, _unavailable(file), meting=file.meting)
            if read is None
            else Received(
                bestand=name,
                sha256=file.sha256,
                uitkomst=read.outcome.value,
                reden=read.reden,
                plan=plan_id(key, file.sha256) if read.has_plan else "",
                persoon=read.persoon,
                naam_sleutel=read.naam_sleutel,
                inhoud_sleutel=read.inhoud_sleutel,
                datum=read.datum,
                meting=file.meting or meting_on(read.datum, starts),
                paginas=read.paginas,
            )
        )
    return items


def named_files(study: Study) -> list[tuple[StoredFile, str]]:
    """All received files, each with what it is called in everything that is made."""
    files = study.files()
    if study.names is not None:
        return [(file, file.shown) for file in files]
    return list(zip(files, short_names([place(file.path) for file in files]), strict=True))


def _unread(study: Study, version: ReadingVersion, *, retry_protected: bool) -> dict[Place, str]:
    """Where to read what is left, and the hash of its bytes; each hash once."""
    done = {
        sha256
        for sha256, item in study.known().items()
        if item.version == version.of(item.opmaak)
        and not item.transient
        and not (retry_protected and item.outcome is Outcome.BEVEILIGD)
    }
    left: dict[Place, str] = {}
    for file in study.files():
        if file.sha256 and file.sha256 not in done and file.is_there:
            done.add(file.sha256)
            left[place(file.path)] = file.sha256
    return left


def _changed(
    paths: Mapping[str, Place], known: Mapping[str, StoredFile], meting: int | None
) -> Iterator[Found]:
    """Files at ``paths``, by their names, that are new, or of another round or look than is ``known``."""
    for name, path in paths.items():
        file, stamp = known.get(name), stamp_of(path)
        if file is None or file.stamp != stamp:
            yield _found(name, path, stamp)
        elif meting not in (None, file.meting):
            yield Found(name, file.sha256, stamp=stamp)


def _found(text: str, path: Place, stamp: str) -> Found:
    from pipeline.intake import meting_of

    if text != str(path):
        return Found(text, "", "De naam van het bestand bevat ongeldige tekens; geef het een andere naam.")
    sha256, problem = fingerprint(path)
    return Found(text, sha256, problem, meting_of(path), stamp if sha256 else "")


def _as_text(path: Place) -> str:
    """A path as valid text: Linux allows names that are not."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")


def _unavailable(file: StoredFile) -> str:
    return file.problem or "Het bestand is er niet meer; het was nog niet gelezen."


def _failed(done: Done[Place, Extract], limits: Limits) -> Extract:
    """What is kept of a file that gave a worker trouble."""
    reasons = {
        Failure.TIME: f"Het lezen duurde langer dan {limits.seconds} seconden en is afgebroken "
        "(instelling seconden_per_bestand).",
        Failure.MEMORY: f"Het lezen vroeg meer dan {limits.megabytes} megabyte geheugen "
        "(instelling megabytes_per_bestand).",
        Failure.DIED: "Het proces dat dit bestand las, is onverwacht gestopt (vaak door te weinig geheugen).",
        Failure.ERROR: f"Onverwachte fout bij het lezen: {done.detail}.",
    }
    failure = done.failure or Failure.ERROR
    return Extract(Outcome.ONLEESBAAR, reasons[failure], transient=failure is not Failure.ERROR)
