"""Where files are: on a disk of this computer, or at an address such as ``s3://plannen/2024``.

An address is opened by fsspec, which knows S3, Azure, Google, SFTP, HTTP and more, each by a package of its
own. Paths of this computer need none of it, and ``file://`` is one of those.
"""

import errno
import io
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from pipeline.errors import PlancoderError, UsageError

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)  # a single letter is a drive of Windows
_MEMORY = Path("/dev/shm")  # files here are in memory and never on a disk (Linux)


@dataclass(frozen=True)
class Remote:
    """A file or folder at an address; answers what is asked of a ``Path`` of a received file."""

    address: str

    def __str__(self) -> str:
        return self.address

    @property
    def parts(self) -> tuple[str, ...]:
        """As of a path; the first holds the kind of place, and the server or bucket."""
        kind, _, rest = self.address.partition("://")
        first, *others = rest.split("/")
        return (f"{kind}://{first}", *(part for part in others if part))

    @property
    def name(self) -> str:
        return self.parts[-1]

    @property
    def parent(self) -> "Remote":
        return Remote(self.address.rstrip("/").rpartition("/")[0])

    def exists(self) -> bool:
        with told(self.address):
            system, inside = system_of(self.address)
            return bool(system.exists(inside))

    def is_file(self) -> bool:
        with told(self.address):
            system, inside = system_of(self.address)
            return bool(system.isfile(inside))

    def stat(self) -> os.stat_result:
        """Raises OSError: most kinds of places cannot tell a change from its size and times."""
        raise OSError

    def open(self, mode: str = "rb") -> io.BytesIO:  # noqa: ARG002 (as of a path)
        """All bytes, fetched in one go. Raises OSError, whatever kind of place it is."""
        system, inside = system_of(self.address)
        try:
            return io.BytesIO(system.cat_file(inside))
        except OSError:
            raise
        except Exception as error:
            raise OSError(errno.EIO, "Input/output error") from error


Place = Path | Remote


def is_address(text: str) -> bool:
    """Whether ``text`` is an address and no path."""
    return _ADDRESS.match(text) is not None


def place(text: str) -> Place:
    """What is at a path or an address."""
    if not is_address(text):
        return Path(text)
    if text.lower().startswith("file://"):
        return Path(url2pathname(urlsplit(text).path))
    return Remote(text)


def system_of(address: str) -> tuple[Any, str]:
    """The file system of fsspec for an address, and what that calls it. Raises UsageError."""
    try:
        import fsspec
    except ImportError as error:
        raise UsageError(
            "Voor een adres als dit is een pakket nodig dat niet is geïnstalleerd: fsspec.",
            waar=address,
            doe='Installeer het in de map van plancoder met: pip install ".[remote]"',
        ) from error
    try:
        system, inside = fsspec.core.url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise UsageError(
            "Dit soort adres kan hier niet worden geopend.",
            waar=address,
            doe="Controleer het adres, en installeer het pakket voor dit soort opslag (voor s3:// is dat "
            "s3fs, voor gs:// gcsfs, voor abfs:// adlfs, voor sftp:// paramiko, voor https:// aiohttp).",
        ) from error
    return system, str(inside)


@contextmanager
def told(address: str) -> Iterator[None]:
    """What goes wrong at an address as UsageError: each kind of place has errors of its own."""
    try:
        yield
    except PlancoderError:
        raise
    except Exception as error:
        raise UsageError(
            f"Wat op dit adres staat, is niet te lezen of te schrijven ({type(error).__name__}).",
            waar=address,
            doe="Controleer het adres, de verbinding en uw rechten.",
        ) from error


def files_under(address: str) -> Iterator[Remote]:
    """A file, the PDFs in and below a folder, or what a pattern with ``*`` matches. Raises UsageError."""
    with told(address):
        system, inside = system_of(address)
        if "*" in address:
            found = [name for match in system.glob(inside) for name in _under(system, match)]
        elif system.exists(inside):
            found = _under(system, inside)
        else:
            raise UsageError("Op dit adres staat niets.", waar=address, doe="Controleer het adres.")
        kind = address.partition("://")[0]  # a system may have several names for itself
        for name in found:
            yield Remote(f"{kind}://{system.unstrip_protocol(name).partition('://')[2]}")


def _under(system: Any, inside: str) -> list[str]:
    if inside.lower().endswith(".pdf") or not system.isdir(inside):
        return [inside]
    return [name for name in system.find(inside) if name.lower().endswith(".pdf")]


@contextmanager
def on_disk(what: Place) -> Iterator[Path]:
    """A path to read a file from; of an address a copy, which is gone afterwards. Raises OSError.

    A copy holds a plan as it was received, so it stands in memory where the system has room for that, and is
    readable for its owner only. What a process that was killed left is taken away by the next.
    """
    if isinstance(what, Path):
        yield what
        return
    with what.open() as stream:
        content = stream.read()
    folder = _MEMORY if os.access(_MEMORY, os.W_OK) else Path(tempfile.gettempdir())
    _sweep(folder)
    handle, name = tempfile.mkstemp(".pdf", f"plancoder-{os.getpid()}-", folder)  # mkstemp makes it mode 600
    try:
        with os.fdopen(handle, "wb") as copy:
            copy.write(content)
        yield Path(name)
    finally:
        Path(name).unlink()


def _sweep(folder: Path) -> None:
    """Take away the copies of processes that are no more."""
    for copy in folder.glob("plancoder-*-*.pdf"):
        process = copy.name.split("-")[1]
        if os.name == "posix" and process.isdigit() and not _runs(int(process)):
            with suppress(OSError):
                copy.unlink()


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
