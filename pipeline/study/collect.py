"""Which files were received: from the paths a user names to a list of files, and what each is called."""

import glob
import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import NoReturn

from pipeline.errors import UsageError
from pipeline.study.places import Place, Remote, files_under, place


def find_files(paths: Sequence[str | Path]) -> list[Place]:
    """The files that ``paths`` stand for, absolute, each once, sorted by path.

    A folder stands for every ``*.pdf`` in it and below it, in capitals or not. A file stands for itself, PDF
    or not, so that each named file is accounted for. A pattern such as ``plannen/*.pdf`` stands for what it
    matches. Links count as files of their own; linked folders inside a folder are not followed. An address
    such as ``s3://plannen`` stands for what is there in the same way.

    Raises UsageError for a path that is not there, a folder that cannot be read, or when nothing was found.
    """
    found = {file for path in paths for file in _found_at(path)}
    if not found:
        searched = ", ".join(str(path) for path in paths)
        raise UsageError(
            "Geen pdf-bestanden gevonden. Gezocht is in mappen (ook de mappen daaronder) naar bestanden "
            "waarvan de naam op .pdf eindigt.",
            waar=searched,
            doe="Noem de map waarin de plannen staan, of de bestanden zelf.",
        )
    return sorted(found, key=lambda path: path.parts)


def short_names(paths: Sequence[PurePath | Remote]) -> list[str]:
    """What each path is called: its name, or as much of the end of the path as makes it unique.

    Paths must differ. Parts are joined by forward slashes on every system.
    """
    names: dict[PurePath | Remote, str] = {}
    left = list(paths)
    length = 1
    while left:
        tails = {path: PurePath(*path.parts[-length:]).as_posix() for path in left}
        count = Counter(tails.values())
        names |= {path: tail for path, tail in tails.items() if count[tail] == 1 or length > len(path.parts)}
        left = [path for path in left if path not in names]
        length += 1
    return [names[path] for path in paths]


def fingerprint(path: Place) -> tuple[str, str]:
    """The sha256 of the file's bytes and ``""``; or ``""`` and the reason, in Dutch, why it has none."""
    if path.exists() and not path.is_file():
        return "", "Dit is geen gewoon bestand."
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest(), ""
    except FileNotFoundError:
        return "", "Het bestand is er niet meer, of het is een verwijzing die nergens naar wijst."
    except PermissionError:
        return "", "Geen rechten om het bestand te lezen."
    except OSError as error:
        return "", f"Het bestand kan niet worden geopend (systeemfout {error.errno})."


def _found_at(path: str | Path) -> Iterator[Place]:
    where = place(path) if isinstance(path, str) else path
    if isinstance(where, Remote):
        yield from files_under(where.address)
        return
    yield from map(_absolute, _expand(str(where)))


def _expand(path: str) -> Iterator[Path]:
    here = Path(path).expanduser()
    if os.path.lexists(here):
        yield from _under(here)
        return
    if not glob.has_magic(path):
        raise UsageError("Dit bestand of deze map bestaat niet.", waar=path, doe="Controleer het pad.")
    for match in glob.glob(str(here), recursive=True):  # noqa: PTH207 (Path.glob takes no absolute pattern)
        yield from _under(Path(match))


def _under(path: Path) -> Iterator[Path]:
    """``path`` itself if it is a file, else the PDFs in this folder and below it."""
    if not path.is_dir():
        yield path
        return
    for folder, _, names in os.walk(path, onerror=_refuse):
        yield from (Path(folder, name) for name in names if name.lower().endswith(".pdf"))


def _refuse(error: OSError) -> NoReturn:
    raise UsageError(
        f"Deze map kan niet worden gelezen ({error.strerror}), dus ook niet geteld.",
        waar=str(error.filename),
        doe="Vraag leesrechten, of noem de map niet.",
    ) from error


def _absolute(path: Path) -> Path:
    """Absolute without following links: two links to one file are two received files."""
    return Path(os.path.abspath(path))  # noqa: PTH100 (Path.resolve would follow links)
