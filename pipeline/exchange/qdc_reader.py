"""A ``.qdc`` of any program as a codebook, with all that was dropped or made up."""

from collections import Counter
from collections.abc import Container, Iterator
from pathlib import Path
from typing import Any

from pipeline.domain import Eenheid
from pipeline.errors import UsageError
from pipeline.exchange.fields import YES, Fields, yaml_code, yaml_variable
from pipeline.exchange.qdc import NAMESPACE, as_id, from_description
from pipeline.exchange.xml_tree import Element, parse
from pipeline.files import first_free

MOST_BYTES = 20_000_000
_LOOSE = "codes"
"""The variable of codes that stand under no other."""
_READ = {"CodeBook", "Codes", "Code", "Description", "Sets", "Set", "MemberCode"}


def read_qdc(path: Path) -> tuple[dict[str, Any], list[str]]:
    """The bare codebook in ``path``, and in Dutch what was dropped. Raises UsageError with the line."""
    root = _tree(path)
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
        self._top = ""  # the name of the variable, which a code of a name that others have ends with

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
        self._top = element.attributes.get("name", "").strip()
        for child in element.all("Code"):
            variable["codes"].append(self._code(child, variable["codes"], ""))
        self._top = ""

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
        name = name.removesuffix(f" ({self._top})")
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


def _free(name: str, taken: Container[str]) -> str:
    return first_free(name, lambda each: each in taken, "{name}_{number}")


def _tree(path: Path) -> Element:
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
    return parse(content, NAMESPACE, path.name)
