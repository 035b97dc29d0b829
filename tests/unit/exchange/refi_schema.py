"""The published schema of REFI-QDA projects, and a reader of the part of XML Schema that it uses.

``tests/data/refi-qda/Project.xsd`` is the work of REFI (www.qdasoftware.org), under the MIT licence at
its head.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

FILE = Path(__file__).resolve().parents[2] / "data" / "refi-qda" / "Project.xsd"
NAMESPACE = "{urn:QDA-XML:project:1.0}"
_XSD = "{http://www.w3.org/2001/XMLSchema}"
_SCHEMA = ET.parse(FILE).getroot()
_TYPES = {each.attrib["name"]: each for each in _SCHEMA if "name" in each.attrib}


def faults(document: bytes) -> list[str]:
    """What in ``document`` the schema does not allow: elements, their order, attributes and values."""
    root = ET.fromstring(document)
    assert root.tag == f"{NAMESPACE}Project"
    return list(_faults(root, "ProjectType"))


def _faults(element: ET.Element, kind: str) -> Iterator[str]:
    tag = element.tag.removeprefix(NAMESPACE)
    definition = _TYPES.get(kind)
    if definition is None or definition.tag == f"{_XSD}simpleType":
        if not _is(element.text or "", kind) or len(element):
            yield f"{tag}: no {kind}"
        return
    known = {each.attrib["name"]: each.attrib for each in definition.iter(f"{_XSD}attribute")}
    for name, about in known.items():
        if about.get("use") == "required" and name not in element.attrib:
            yield f"{tag}: {name} is missing"
    for name, value in element.attrib.items():
        if name not in known or not _is(value, known[name]["type"]):
            yield f"{tag}: {name}"
    particle = next((each for each in definition if each.tag in (f"{_XSD}sequence", f"{_XSD}choice")), None)
    children = "".join(f"{child.tag.removeprefix(NAMESPACE)};" for child in element)
    if not re.fullmatch(_pattern(particle) if particle is not None else "", children):
        yield f"{tag}: {children}"
    kinds = {each.attrib["name"]: each.attrib["type"] for each in definition.iter(f"{_XSD}element")}
    for child in element:
        yield from _faults(child, kinds[child.tag.removeprefix(NAMESPACE)])


def _pattern(particle: ET.Element) -> str:
    """The names that may follow each other, as a regular expression."""
    if particle.tag == f"{_XSD}element":
        own = f"(?:{particle.attrib['name']};)"
    else:
        between = "|" if particle.tag == f"{_XSD}choice" else ""
        own = f"(?:{between.join(map(_pattern, particle))})"
    least, most = particle.get("minOccurs", "1"), particle.get("maxOccurs", "1")
    return f"{own}{{{least},{'' if most == 'unbounded' else most}}}"


def _is(text: str, kind: str) -> bool:
    if kind in _TYPES:
        pattern = _TYPES[kind].find(f".//{_XSD}pattern")
        values = [each.attrib["value"] for each in _TYPES[kind].iter(f"{_XSD}enumeration")]
        return text in values if pattern is None else bool(re.fullmatch(pattern.attrib["value"], text))
    if kind == "xsd:dateTime":
        return "T" in text and bool(datetime.fromisoformat(text))
    patterns = {"xsd:string": "(?s).*", "xsd:integer": r"[+-]?\d+", "xsd:boolean": "true|false|0|1"}
    return bool(re.fullmatch(patterns[kind], text))
