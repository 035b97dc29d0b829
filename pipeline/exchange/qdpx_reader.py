"""A ``.qdpx`` of any program: its users, codes, texts and selections, and what was left unread.

Only the zip's own texts are opened, in memory and up to a size: nothing is unpacked, no path is followed.
"""

import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.exchange.qdpx import NAMESPACE, SOURCES
from pipeline.exchange.xml_tree import Element, parse

MOST_BYTES = 200_000_000
MOST_TEXT = 5_000_000
_INTERNAL = "internal:/"  # some programs write one stroke
_READ = {"Users", "CodeBook", "Sources", "Description"}
_READ_OF_SOURCE = {"PlainTextSelection", "PlainTextContent", "Description"}
UNKNOWN_USER = "onbekend"


@dataclass(frozen=True)
class Selection:
    """A piece of a text; ``codes`` are the guids of what was given to it, with the user and the moment."""

    start: int
    end: int
    description: str
    codes: tuple[tuple[str, str, datetime | None], ...]


@dataclass(frozen=True)
class Source:
    """A text as the file holds it, with its own line ends."""

    guid: str
    name: str
    text: str
    selections: tuple[Selection, ...]


@dataclass
class Project:
    """``codes``: the outermost elements ``Code``; ``lost``: what was not read, with how often."""

    description: str
    codes: list[Element]
    sources: list[Source] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)


def read_qdpx(path: Path) -> Project:
    """The project in ``path``. Raises UsageError when it is none, or too large."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _Reader(archive, path.name).project()
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        raise UsageError(
            "Dit bestand kan niet worden gelezen als REFI-QDA-project.",
            waar=str(path),
            doe="Kies een .qdpx-bestand, geëxporteerd als project (REFI-QDA).",
        ) from error


def bare(guid: str) -> str:
    """``guid`` as all programs can be compared on: in small letters, without braces."""
    return guid.strip().strip("{}").lower()


class _Reader:
    def __init__(self, archive: zipfile.ZipFile, file: str) -> None:
        self._archive = archive
        self._file = file
        # some programs write Sources/, and a path in capitals for a file that is not
        self._names = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
        self._left = MOST_BYTES
        self._users: Mapping[str, str] = {}
        self._lost: Counter[str] = Counter()

    def project(self) -> Project:
        root = parse(self._bytes(self._qde(), MOST_BYTES), NAMESPACE, self._file)
        if root.tag != "Project":
            raise self._no_project()
        self._users = {
            bare(user.attributes.get("guid", "")): user.attributes.get("name") or UNKNOWN_USER
            for user in root.below("Users", "User")
        }
        project = Project(root.description, root.below("CodeBook", "Codes", "Code"), lost=self._lost)
        for child in root.children:
            if child.tag not in _READ:
                self._lost[f"elementen <{child.tag}>"] += len(child.children) or 1
        for element in (each for sources in root.all("Sources") for each in sources.children):
            if element.tag == "TextSource":
                project.sources += self._source(element)
            else:
                self._lost[f"bronnen <{element.tag}>, die geen tekst zijn"] += 1
        return project

    def _qde(self) -> str:
        found = [name for name in self._names.values() if name.lower().endswith(".qde")]
        if len(found) != 1:
            raise self._no_project()
        return found[0]

    def _source(self, element: Element) -> Iterator[Source]:
        text = self._text(element)
        if text is None:
            self._lost["bronnen waarvan de tekst niet in het bestand zit of niet leesbaar is"] += 1
            return
        for child in element.children:
            if child.tag == "Coding":
                self._lost["coderingen van een heel plan, zonder plaats"] += 1
            elif child.tag not in _READ_OF_SOURCE:
                self._lost[f"elementen <{child.tag}> bij een plan"] += 1
        name = element.attributes.get("name", "")
        selections = tuple(found for each in element.all("PlainTextSelection") for found in self._read(each))
        yield Source(bare(element.attributes.get("guid", "")), name, text, selections)

    def _text(self, element: Element) -> str | None:
        path = element.attributes.get("plainTextPath", "")
        if path.startswith(_INTERNAL):
            file = path.removeprefix(_INTERNAL).lstrip("/")
            name = self._names.get(f"{SOURCES}/{file}".lower())
            return _decoded(self._bytes(name, MOST_TEXT)) if name else None
        contents = element.all("PlainTextContent")
        return contents[0].text if contents else None

    def _read(self, element: Element) -> Iterator[Selection]:
        codings = element.all("Coding")
        if not codings:
            self._lost["selecties zonder code"] += 1
            return
        about = element.attributes
        try:
            start, end = int(about["startPosition"]), int(about["endPosition"])
        except (KeyError, ValueError):
            raise UsageError(
                "Een selectie heeft geen plaats in de tekst.",
                waar=f"{self._file} regel {element.line}",
                doe="Exporteer het project opnieuw.",
            ) from None
        codes = ((self._target(each), *self._made(each, element)) for each in codings)
        yield Selection(start, end, element.description, tuple(codes))

    def _target(self, coding: Element) -> str:
        return "".join(bare(each.attributes.get("targetGUID", "")) for each in coding.all("CodeRef")[:1])

    def _made(self, coding: Element, selection: Element) -> tuple[str, datetime | None]:
        """By whom and when, of the coding or else of its selection."""
        user = coding.attributes.get("creatingUser") or selection.attributes.get("creatingUser")
        user = user or selection.attributes.get("modifyingUser") or ""
        moment = coding.attributes.get("creationDateTime") or selection.attributes.get("creationDateTime", "")
        return self._users.get(bare(user), UNKNOWN_USER), _moment(moment)

    def _bytes(self, name: str, most: int) -> bytes:
        most = min(most, self._left)
        with self._archive.open(name) as stream:
            content = stream.read(most + 1)
        self._left -= len(content)
        if len(content) > most:
            raise UsageError(
                "Dit project is te groot om te lezen.", waar=self._file, doe="Exporteer minder plannen."
            )
        return content

    def _no_project(self) -> UsageError:
        return UsageError(
            "Dit is geen REFI-QDA-project.",
            waar=self._file,
            doe="Kies een .qdpx-bestand, geëxporteerd als project.",
        )


def _decoded(content: bytes) -> str | None:
    """A text, without the mark that some programs begin it with; its line ends as they are."""
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        return content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found
