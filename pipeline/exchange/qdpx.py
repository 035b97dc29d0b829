"""Codings with their texts as REFI-QDA ``.qdpx``, which ATLAS.ti, MAXQDA, NVivo and QualCoder read.

A zip with ``project.qde`` (namespace ``urn:QDA-XML:project:1.0`` of the standard 1.5) and a text per plan in
``sources/``. A selection per unit and user holds a coding per code. The same codings give the same bytes:
guids are made of what they name, and the files in the zip carry no time.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from pipeline.codebook import Codebook
from pipeline.coding.targets import EIGEN_INZET, THEMA
from pipeline.domain import Unit, UnitKey
from pipeline.exchange.given import NO_THEMA, Given, Pair
from pipeline.exchange.plan_text import PlanText, Span, plan_text
from pipeline.exchange.qdc import HEADINGS, add_codes, guid, make_names_differ, to_bytes

NAMESPACE = "urn:QDA-XML:project:1.0"
PROJECT, SOURCES = "project.qde", "sources"
OURSELVES = "plancoder"
CREATED = datetime(2000, 1, 1, tzinfo=UTC)
"""When something was made of which that is not known: some programs need a moment."""
CODEBOOK, FIRST, REMARK = "Codeboek: ", "Hoofdcode: ", "Opmerking: "
"""What lines of a description begin with."""
NO_THEMA_NAME = "Overig, geen thema"
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_qdpx(
    codebook: Codebook, units: Sequence[Unit], codings: Sequence[Given], name: str, coder: str | None = None
) -> bytes:
    """The project ``name``: every plan of ``units`` as a text, with ``codings`` on them; for ``coder``.

    QualCoder lets whoever opens it be the first user, so that is ``coder``, else the first in ``codings``.
    """
    plans: dict[str, list[Unit]] = {}
    for unit in units:
        plans.setdefault(unit.plan, []).append(unit)
    texts = {plan: plan_text(own) for plan, own in plans.items()}
    users = list(dict.fromkeys([*([coder] if coder else []), *(each.user for each in codings), OURSELVES]))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        _put(archive, PROJECT, to_bytes(_project(codebook, texts, codings, name, users)))
        for plan, text in texts.items():
            _put(archive, f"{SOURCES}/{source_guid(plan)}.txt", text.text.encode())
    return stream.getvalue()


def source_guid(plan: str) -> str:
    """The guid of the text of ``plan``."""
    return guid("plannen", plan)


def guids_of(codebook: Codebook) -> dict[str, Pair]:
    """The code that each guid stands for."""
    found = {guid(codebook.name, *NO_THEMA): NO_THEMA}
    for variable in codebook.variables.values():
        for code in variable.codes:
            for own in (code.id, *(subcode.id for subcode in code.subcodes)):
                found[guid(codebook.name, variable.id, own)] = (variable.id, own)
    return found


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.create_system = 3  # else it says on which system it was made
    info.external_attr = 0o644 << 16
    archive.writestr(info, content, zipfile.ZIP_DEFLATED)


def _project(
    codebook: Codebook,
    texts: Mapping[str, PlanText],
    codings: Sequence[Given],
    name: str,
    names: Sequence[str],
) -> ET.Element:
    about = {"name": _clean(name), "origin": OURSELVES, "creationDateTime": _moment(None)}
    root = ET.Element("Project", {"xmlns": NAMESPACE, **about})
    users = ET.SubElement(root, "Users")
    for user in names:
        ET.SubElement(users, "User", {"guid": _user(user), "name": _clean(user)})
    _add_codebook(root, codebook)
    given: dict[str, list[Given]] = {}
    for each in codings:
        given.setdefault(each.key[0], []).append(each)
    if texts:
        sources = ET.SubElement(root, "Sources")
        for plan, text in texts.items():
            _add_source(sources, codebook, plan, text, given.get(plan, []))
    ET.SubElement(root, "Description").text = f"Gemaakt door {OURSELVES}.\n{CODEBOOK}{codebook.id}"
    return root


def _add_codebook(root: ET.Element, codebook: Codebook) -> None:
    codes = add_codes(ET.SubElement(root, "CodeBook"), codebook)
    for top in codes:
        if top.attrib["guid"] == guid(codebook.name, THEMA):
            about = {"guid": guid(codebook.name, *NO_THEMA), "name": NO_THEMA_NAME, "isCodable": "true"}
            none = ET.SubElement(top, "Code", about)
            ET.SubElement(
                none, "Description"
            ).text = f"{HEADINGS['definitie']}: Past bij geen enkel thema.\n{HEADINGS['id']}: {NO_THEMA[1]}"
    make_names_differ(codes)


def _add_source(
    sources: ET.Element, codebook: Codebook, plan: str, text: PlanText, codings: Sequence[Given]
) -> None:
    own = source_guid(plan)
    about = {"guid": own, "name": plan, "plainTextPath": f"internal://{own}.txt"}
    made = {"creatingUser": _user(OURSELVES), "creationDateTime": _moment(None)}
    source = ET.SubElement(sources, "TextSource", about | made)
    for given in sorted(codings, key=lambda each: text.spans[each.key]):
        _add_selection(source, codebook, given, text.spans[given.key])


def _add_selection(source: ET.Element, codebook: Codebook, given: Given, span: Span) -> None:
    place = (given.user, *_path(given.key))
    made = {"creatingUser": _user(given.user), "creationDateTime": _moment(given.moment)}
    about = {"guid": guid("selecties", *place), "startPosition": str(span[0]), "endPosition": str(span[1])}
    selection = ET.SubElement(source, "PlainTextSelection", about | made)
    if told := "\n".join(_told(given)):
        ET.SubElement(selection, "Description").text = _clean(told)
    for variable, code in given.pairs:
        coding = ET.SubElement(
            selection, "Coding", {"guid": guid("coderingen", *place, variable, code)} | made
        )
        ET.SubElement(coding, "CodeRef", {"targetGUID": guid(codebook.name, variable, code)})


def _told(given: Given) -> Iterator[str]:
    """What the format has no place for: which thema comes first, as programs keep no order."""
    themas = [code for variable, code in given.pairs if variable == THEMA and code != EIGEN_INZET]
    themas = [code for code in themas if "." not in code]
    if len(themas) > 1:
        yield f"{FIRST}{themas[0]}"
    if given.remark:
        yield f"{REMARK}{given.remark}"


def _path(key: UnitKey) -> tuple[str, ...]:
    return tuple(str(part) for part in key)


def _user(name: str) -> str:
    return guid("codeurs", name)


def _moment(moment: datetime | None) -> str:
    """As xsd:dateTime; one that tells its zone in UTC."""
    moment = moment or CREATED
    if moment.tzinfo is None:
        return moment.isoformat()
    return moment.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"


def _clean(text: str) -> str:
    """``text`` without the characters that xml cannot hold."""
    return _NOT_IN_XML.sub("", text)
