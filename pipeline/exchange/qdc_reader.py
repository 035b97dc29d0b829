"""A ``.qdc`` of any program as a codebook, with all that was dropped or made up."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from pipeline.domain import Eenheid
from pipeline.errors import UsageError
from pipeline.exchange.fields import YES, Fields, yaml_code, yaml_variable
from pipeline.exchange.qdc import NAMESPACE, as_id, from_description

MOST_BYTES = 20_000_000
_LOOSE = "codes"
"""The variable of codes that stand under no other."""
_READ = {"CodeBook", "Codes", "Code", "Description", "Sets", "Set", "MemberCode"}


@dataclass
class Element:
    """An element of the file, with the line it starts on."""

    tag: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: "list[Element]" = field(default_factory=list)

    def all(self, tag: str) -> "list[Element]":
        return [child for child in self.children if child.tag == tag]

    @property
    def codes(self) -> int:
        """How many codes it holds, itself one of them."""
        return 1 + sum(child.codes for child in self.all("Code"))

    @property
    def description(self) -> str:
        return "".join(child.text for child in self.all("Description")).strip()


def read_qdc(path: Path) -> tuple[dict[str, Any], list[str]]:
    """The bare codebook in ``path``, and in Dutch what was dropped. Raises UsageError with the line."""
    root = _parse(path)
    codes = root.all("Codes")
    if root.tag != "CodeBook" or not codes:
        raise UsageError(
            "Dit is geen REFI-QDA codeboek.",
            waar=path.name,
            doe="Kies een .qdc-bestand, geëxporteerd als codeboek.",
        )
    reader = _Reader(path.name)
    data = reader.codebook(root, codes[0].all("Code"))
    return data, list(reader.told())


class _Reader:
    def __init__(self, file: str) -> None:
        self._file = file
        self._place_of: dict[str, Fields] = {}
        self._lost: Counter[str] = Counter()

    def codebook(self, root: Element, codes: list[Element]) -> dict[str, Any]:
        """The codebook: codes with others below them become variables, the rest one of their own."""
        name, _, version = root.attributes.get("origin", "").removeprefix("plancoder ").partition("@")
        variables: dict[str, Any] = {}
        for code in codes:
            if code.all("Code"):
                self._variable(code, variables)
        loose = [code for code in codes if not code.all("Code")]
        if loose:
            own = variables.setdefault(
                _free(_LOOSE, variables), self._new_variable({"naam": "Codes", "definitie": "Codes"})
            )
            own["codes"] += [self._code(code, own["codes"], "") for code in loose]
        self._groups(root, variables)
        self._count_unread(root)
        return {
            "naam": as_id(name) if version else as_id(Path(self._file).stem),
            "versie": version or "1.0.0",
            "taal": "nl",
            "omschrijving": f"Overgenomen uit {self._file}.",
            "variabelen": variables,
        }

    def told(self) -> Iterator[str]:
        """What was dropped, most first."""
        yield from (f"{what}: {count}" for what, count in self._lost.most_common())

    def _variable(self, element: Element, variables: dict[str, Any]) -> None:
        fields = self._fields(element)
        key = _free(fields["id"], variables)
        variables[key] = variable = self._new_variable(fields)
        for child in element.all("Code"):
            variable["codes"].append(self._code(child, variable["codes"], ""))

    def _new_variable(self, fields: Fields) -> dict[str, Any]:
        units = [unit.value for unit in Eenheid]
        return yaml_variable({"eenheden": units, "meervoudig": YES, "definitie": fields["naam"], **fields})

    def _code(self, element: Element, siblings: list[Fields], parent: str) -> Fields:
        fields = self._fields(element)
        taken = {each["id"] for each in siblings}
        if parent:
            own = _free(fields["id"].rpartition(".")[2], {each.partition(".")[2] for each in taken})
            fields["id"] = f"{parent}.{own}"
        else:
            fields["id"] = _free(fields["id"].replace(".", "_"), taken)
        code = yaml_code(fields)
        self._place_of[element.attributes.get("guid", "").lower()] = code
        for child in element.all("Code"):
            if parent:
                self._lost["codes dieper dan subcode, weggelaten"] += child.codes
            else:
                subcodes = code.setdefault("subcodes", [])
                subcodes.append(self._code(child, subcodes, fields["id"]))
        return code

    def _fields(self, element: Element) -> Fields:
        name = element.attributes.get("name", "").strip()
        if not name:
            raise UsageError(
                "Een code heeft geen naam.",
                waar=f"{self._file} regel {element.line}",
                doe="Geef elke code een naam.",
            )
        if element.attributes.get("color"):
            self._lost["kleuren van codes, weggelaten"] += 1
        found = from_description(element.description)
        return {"id": as_id(name), **found, "naam": name}

    def _groups(self, root: Element, variables: dict[str, Any]) -> None:
        """A set that plancoder made is a report group; of others it is not known of which variable."""
        for element in (each for sets in root.all("Sets") for each in sets.all("Set")):
            variable, dot, group = from_description(element.description).get("id", "").partition(".")
            if not dot or variable not in variables:
                self._lost["sets, weggelaten"] += 1
                continue
            variables[variable].setdefault("groepen", {})[group] = element.attributes.get("name", group)
            for member in element.all("MemberCode"):
                code = self._place_of.get(member.attributes.get("guid", "").lower())
                if code is not None:
                    code["groep"] = group

    def _count_unread(self, element: Element) -> None:
        for child in element.children:
            if child.tag not in _READ:
                self._lost[f"elementen <{child.tag}>, weggelaten"] += 1
            else:
                self._count_unread(child)


def _free(name: str, taken: Any) -> str:
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name}_{number}"
    return found


def _parse(path: Path) -> Element:
    """The tree of elements. A document that declares a type is refused: entities can explode."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(
            "Dit bestand kan niet worden gelezen.", waar=str(path), doe="Controleer het pad."
        ) from error
    if len(content) > MOST_BYTES:
        raise UsageError(
            "Dit bestand is te groot voor een codeboek.", waar=str(path), doe="Kies een .qdc-bestand."
        )
    top = Element("", {}, 0)
    stack = [top]
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(tag: str, attributes: dict[str, str]) -> None:
        namespace, _, name = tag.rpartition(" ")
        known = name if namespace == NAMESPACE else tag
        stack[-1].children.append(Element(known, attributes, parser.CurrentLineNumber))
        stack.append(stack[-1].children[-1])

    def end(_tag: str) -> None:
        stack.pop()

    def text(data: str) -> None:
        stack[-1].text += data

    def refuse(*_declaration: object) -> None:
        raise UsageError(
            "Dit bestand declareert een documenttype; dat wordt niet gelezen.",
            waar=f"{path.name} regel {parser.CurrentLineNumber}",
            doe="Haal de regel met <!DOCTYPE weg.",
        )

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = text, refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise UsageError(
            "Dit is geen geldige xml.",
            waar=f"{path.name} regel {error.lineno}",
            doe="Exporteer het bestand opnieuw.",
        ) from error
    return top.children[0]
