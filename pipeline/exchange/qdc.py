"""A codebook as REFI-QDA ``.qdc``, which ATLAS.ti, MAXQDA, NVivo and QualCoder read and write.

Namespace ``urn:QDA-XML:codebook:1.0`` of the REFI-QDA standard 1.5: ``CodeBook > Codes > Code (Description?,
Code*)``, then ``Sets`` when there are any. A variable becomes a code that cannot be given, with its codes and
their subcodes below it; a report group becomes a set. The format has no fields for rules, examples, terms and
units: they stand in Description, under headings that are read back.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

from pipeline.codebook import Codebook, Variable
from pipeline.exchange.fields import LISTS, Fields, of_code, of_subcode, of_variable
from pipeline.files import first_free

NAMESPACE = "urn:QDA-XML:codebook:1.0"
_GUIDS = UUID("6f1f3a52-6d0e-5c54-9a0b-3f2a8f1f6c11")
HEADINGS = {
    "definitie": "Definitie",
    "gebruik_wanneer": "Gebruik wanneer",
    "niet_wanneer": "Niet wanneer",
    "voorbeelden": "Voorbeelden",
    "termen": "Termen",
    "regels": "Regels",
    "eenheden": "Eenheden",
    "meervoudig": "Meer codes mogelijk",
    "id": "Id in plancoder",
}


def guid(*path: str) -> str:
    """The same for the same thing at every export; a code keeps it when its name changes."""
    return str(uuid5(_GUIDS, "/".join(path)))


def to_qdc(codebook: Codebook) -> bytes:
    """``codebook`` as the bytes of a ``.qdc`` file."""
    root = ET.Element(
        "CodeBook", {"xmlns": NAMESPACE, "origin": f"plancoder {codebook.name}@{codebook.version}"}
    )
    make_names_differ(add_codes(root, codebook))
    groups = [(variable, group) for variable in codebook.variables.values() for group in variable.groups]
    if groups:
        sets = ET.SubElement(root, "Sets")
        for variable, group in groups:
            _set(sets, codebook, variable, group)
    return to_bytes(root)


def to_bytes(root: ET.Element) -> bytes:
    """The document ``root`` as indented UTF-8."""
    ET.indent(root)
    content: bytes = ET.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + content + b"\n"


def add_codes(parent: ET.Element, codebook: Codebook) -> ET.Element:
    """Put ``Codes`` below ``parent``: variables with their codes, and subcodes below these."""
    codes = ET.SubElement(parent, "Codes")
    for variable in codebook.variables.values():
        top = _code(codes, of_variable(variable), (codebook.name, variable.id), codable=False)
        for code in variable.codes:
            own = _code(top, of_code(code), (codebook.name, variable.id, code.id))
            for subcode in code.subcodes:
                _code(own, of_subcode(subcode), (codebook.name, variable.id, subcode.id))
    return codes


def make_names_differ(codes: ET.Element) -> None:
    """QualCoder and ATLAS.ti know a code by its name: the second of one name gets its variable's too."""
    taken: set[str] = set()
    for top in codes:
        for element in top.iter("Code"):
            name = element.attrib["name"]
            if name.lower() in taken:
                name = f"{name} ({top.attrib['name']})"
            unique = first_free(name, lambda each: each.lower() in taken, "{name} {number}")
            taken.add(unique.lower())
            element.attrib["name"] = unique


def _code(parent: ET.Element, fields: Fields, path: Sequence[str], *, codable: bool = True) -> ET.Element:
    about = {"guid": guid(*path), "name": fields["naam"], "isCodable": "true" if codable else "false"}
    element = ET.SubElement(parent, "Code", about)
    ET.SubElement(element, "Description").text = described(fields)
    return element


def _set(sets: ET.Element, codebook: Codebook, variable: Variable, group: str) -> None:
    path = (codebook.name, variable.id, "groepen", group)
    element = ET.SubElement(sets, "Set", {"guid": guid(*path), "name": variable.groups[group]})
    ET.SubElement(element, "Description").text = f"{HEADINGS['id']}: {variable.id}.{group}"
    for code in variable.codes:
        if code.group == group:
            ET.SubElement(element, "MemberCode", {"guid": guid(codebook.name, variable.id, code.id)})


def described(fields: Mapping[str, object]) -> str:
    """The fields that the format has no place for, a heading each."""
    return "\n".join(_lines(fields))


def _lines(fields: Mapping[str, object]) -> Iterator[str]:
    for key, heading in HEADINGS.items():
        value = fields.get(key)
        if isinstance(value, list) and value:
            yield f"{heading}:"
            yield from (f"- {text}" for text in value)
        elif value and not isinstance(value, list):
            yield f"{heading}: {value}"


def from_description(text: str) -> Fields:
    """What ``described`` wrote; a text without its headings is a definition."""
    by_heading = {heading: key for key, heading in HEADINGS.items()}
    found: Fields = {}
    current = None
    for line in text.splitlines():
        heading, colon, rest = line.partition(":")
        key = by_heading.get(heading) if colon else None
        if key in LISTS and not rest.strip():
            current = key
            found[key] = []
        elif key and key not in LISTS:
            current, found[key] = None, rest.strip()
        elif current and line.startswith("- "):
            found[current].append(line[2:].strip())
        elif line.strip():
            current = None
            found["definitie"] = f"{found.get('definitie', '')} {line.strip()}".strip()
    return found


def as_id(name: str) -> str:
    """``name`` as an id: small letters, digits and ``_``."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    found = re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or "code"
    return found if found[0].isalpha() else f"code_{found}"
