"""An output folder at an address: the work is done in a folder of this computer, and brought there after.

The store is an SQLite file, which needs a disk of its own. What another computer brought there since is
fetched first; what this one made is brought when it is ready, the store first: a table without its row in the
store would be taken for one that a person had changed. What was cut off is brought by the next run.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.errors import StudyError
from pipeline.files import write_atomic
from pipeline.study.places import Remote, place, system_of, told
from pipeline.study.store import FILE_NAME

_STATE = "stand.json"
_PART = ".deel"  # ends the name of a file that is not there as a whole yet


@contextmanager
def output_folder(output: str, works: Path) -> Iterator[Path]:
    """The folder to write to for ``output``, a path or an address; ``works`` holds folders for addresses.

    Raises UsageError when what is at an address cannot be read or written, StudyError when another computer
    brought something there meanwhile.
    """
    where = place(output)
    if isinstance(where, Path):
        yield where
        return
    home = works / hashlib.sha256(where.address.rstrip("/").encode()).hexdigest()[:16]
    there = _There(where, home)
    there.fetch()
    yield there.folder
    there.bring()


class _There:
    """What is at an address, beside the folder here that it goes with.

    The state tells of each file its mark there when both were the same, and the hash it had here.
    """

    def __init__(self, where: Remote, home: Path) -> None:
        self.folder = home / "uitvoer"
        self._address = where.address
        self._system, self._root = system_of(where.address)
        self._file = home / _STATE
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        known = self._file.exists()
        self._state: dict[str, list[str]] = json.loads(self._file.read_text("utf-8")) if known else {}

    def fetch(self) -> None:
        """Take what was changed there since this computer last fetched or brought it."""
        with told(self._address):
            for name, mark in self._marks().items():
                if self._state.get(name, [""])[0] != mark:
                    self._get(name)
                    self._keep(name, mark)

    def bring(self) -> None:
        """Bring what was changed here. Each file arrives whole or not at all."""
        with told(self._address):
            marks = self._marks()
            if marks.get(FILE_NAME, "") != self._state.get(FILE_NAME, [""])[0]:
                raise StudyError(
                    "Een andere computer heeft intussen in dezelfde uitvoermap gewerkt. Er is niets "
                    "overschreven.",
                    waar=self._address,
                    doe="Geef dezelfde opdracht nog eens: die gaat uit van wat daar nu staat.",
                )
            for name in sorted(self._names(), key=lambda name: name != FILE_NAME):
                if self._state.get(name, ["", ""])[1] != _hash(self.folder / name):
                    self._put(name)

    def _get(self, name: str) -> None:
        target = self.folder / name
        beside = self._file.with_name("komt-binnen")
        target.parent.mkdir(parents=True, exist_ok=True)
        self._system.get_file(f"{self._root}/{name}", str(beside))
        for journal in self.folder.glob(f"{name}-*") if name == FILE_NAME else ():
            journal.unlink()  # of the store that is replaced
        beside.replace(target)

    def _put(self, name: str) -> None:
        target = f"{self._root}/{name}"
        beside = f"{target}{_PART}"
        self._system.makedirs(target.rpartition("/")[0], exist_ok=True)
        self._system.put_file(str(self.folder / name), beside)
        self._system.mv(beside, target)
        self._system.invalidate_cache()
        self._keep(name, _mark(self._system.info(target)))

    def _names(self) -> list[str]:
        paths = (path for path in self.folder.rglob("*") if path.is_file())
        names = (path.relative_to(self.folder).as_posix() for path in paths)
        return [name for name in names if not name.startswith(f"{FILE_NAME}-")]  # a journal of the store

    def _marks(self) -> dict[str, str]:
        self._system.invalidate_cache()
        if not self._system.exists(self._root):
            return {}
        found = self._system.find(self._root, detail=True)
        start = len(self._root.rstrip("/")) + 1
        return {name[start:]: _mark(info) for name, info in found.items() if not name.endswith(_PART)}

    def _keep(self, name: str, mark: str) -> None:
        self._state[name] = [mark, _hash(self.folder / name)]
        write_atomic(self._file, json.dumps(self._state, indent=1, sort_keys=True), mode=0o600)


def _mark(info: dict[str, Any]) -> str:
    """Changes when a file does: what its place tells of its content, or else of its size and time."""
    told_of = ("ETag", "etag", "md5Hash", "content_md5", "size", "mtime", "LastModified", "last_modified")
    return " ".join(str(info[key]) for key in told_of if info.get(key) is not None)


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
