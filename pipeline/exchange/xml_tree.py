"""The xml of REFI-QDA as a small tree that knows the line of each element; what could harm is refused."""

from dataclasses import dataclass, field
from xml.parsers import expat

from pipeline.errors import UsageError

_MOST_DEPTH = 100


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

    def below(self, *tags: str) -> "list[Element]":
        """The elements at the end of the path ``tags``."""
        found = [self]
        for tag in tags:
            found = [child for each in found for child in each.all(tag)]
        return found

    @property
    def codes(self) -> int:
        """How many codes it holds, itself one of them."""
        return 1 + sum(child.codes for child in self.all("Code"))

    @property
    def description(self) -> str:
        return "".join(child.text for child in self.all("Description")).strip()


def parse(content: bytes, namespace: str, file: str) -> Element:
    """The root of ``content``; tags of ``namespace`` are bare. Raises UsageError, naming ``file`` and line.

    A document that declares a type is refused: entities can explode.
    """
    top = Element("", {}, 0)
    stack = [top]
    parser = expat.ParserCreate(namespace_separator=" ")

    def refused(wat: str, doe: str) -> UsageError:
        return UsageError(wat, waar=f"{file} regel {parser.CurrentLineNumber}", doe=doe)

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(stack) > _MOST_DEPTH:
            raise refused("Dit bestand is te diep genest.", "Exporteer het opnieuw.")
        found, _, name = tag.rpartition(" ")
        known = name if found == namespace else tag
        stack[-1].children.append(Element(known, attributes, parser.CurrentLineNumber))
        stack.append(stack[-1].children[-1])

    def end(_tag: str) -> None:
        stack.pop()

    def text(data: str) -> None:
        stack[-1].text += data

    def refuse(*_declaration: object) -> None:
        what = "Dit bestand declareert een documenttype; dat wordt niet gelezen."
        raise refused(what, "Haal de regel met <!DOCTYPE weg.")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = text, refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise UsageError(
            "Dit is geen geldige xml.",
            waar=f"{file} regel {error.lineno}",
            doe="Exporteer het bestand opnieuw.",
        ) from error
    return top.children[0]
