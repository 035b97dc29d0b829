"""What the form says of itself: whose plan it is, who wrote it, and the numbers and addresses on it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from pipeline.bsn import normalise_bsn
from pipeline.domain import Reading, Veld
from pipeline.privacy.forms import find_bsns, find_forms
from pipeline.privacy.lists import places, read_rules
from pipeline.privacy.people import Role
from pipeline.privacy.tokens import Token, tokenise
from pipeline.privacy.words import Kind, context, kind_of

_HEADER_LINES = 30
_NAME = r"(?P<naam>(?:(?:[A-Z]\.\s?)+|[^\W\d_][\w'’-]*)(?:[ -]+(?:[A-Z]\.|[^\W\d_][\w'’-]*)){0,5})"
_BREAK = re.compile(r"\s*[,;/|()\n–]\s*|\s{3,}|\s+(?:en|&|\+)\s+|\b\d")
_CALL_NAME = re.compile(r"[^,;/()]*\([^\d()]+\)\s*[^\W\d_]")  # 'M. (Maryam) al Hariri'
_PERSON_ROLES = {"klant": Role.CLIENT, "klantmanager": Role.MANAGER, "derde": Role.OTHER}
_PARTNER = "gesprekspartner"
_TAGS = {role: role.upper() for role in ("telefoon", "email", "iban", "nummer", "adres")} | {
    "postcode": "ADRES"
}


@dataclass
class Header:
    """Names as lists of words by role; ``literals``: other values to search as they stand, with their tag."""

    names: list[tuple[Role, list[str]]] = field(default_factory=list)
    bsn: str = ""
    births: list[str] = field(default_factory=list)
    literals: list[tuple[str, str]] = field(default_factory=list)

    def client(self) -> list[str]:
        """The words of the client's name, first and last name taken together; empty if not found."""
        words: list[str] = []
        for role, name in self.names:
            words += [word for word in name if role is Role.CLIENT and word not in words]
        return words


@cache
def _field_rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((rule["role"], re.compile(rule["label"])) for rule in read_rules("context")["fields"])


@cache
def _line_rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rules = [
        (rule["role"], rule["pattern"].replace("NAAM", _NAME)) for rule in read_rules("context")["lines"]
    ]
    return tuple((role, re.compile(pattern, re.IGNORECASE)) for role, pattern in rules)


def read_header(reading: Reading) -> Header:
    """Gather what identifies people from the fields of the form, and where those lack, from its lines."""
    header = Header()
    for veld in reading.velden:
        _read_field(header, veld)
    told = list(_names_in_lines(reading.regels[:_HEADER_LINES]))
    for role, words in sorted(told, key=lambda name: name[0] == _PARTNER):
        header.names.append((_role(header, role, words), words))
    if not header.bsn:
        header.bsn = next((bsn for line in reading.regels for bsn in find_bsns(line)), "")
    return header


def _role(header: Header, role: str, words: list[str]) -> Role:
    client = header.client()
    if role == _PARTNER:
        return Role.MANAGER if client and not set(client) & set(words) else Role.OTHER
    person = _PERSON_ROLES[role]
    return Role.OTHER if person is Role.CLIENT and client else person


def _read_field(header: Header, veld: Veld) -> None:
    label = veld.label.lower().strip(" :.\t")
    role = next((role for role, pattern in _field_rules() if pattern.search(label)), "geen")
    value = veld.waarde.strip()
    if role in _PERSON_ROLES:
        bsns = find_bsns(value)
        header.bsn = header.bsn or (bsns[0] if bsns and role == "klant" else "")
        client_known = any(other is Role.CLIENT for other, _ in header.names)
        for i, words in enumerate(_names_in_value(value)):
            person = _PERSON_ROLES[role]
            extra = person is Role.CLIENT and (i > 0 or (client_known and not _part_of_name(label)))
            header.names.append((Role.OTHER if extra else person, words))
    elif role == "bsn":
        header.bsn = header.bsn or normalise_bsn(value)
        header.literals.append((value, "BSN"))
    elif role == "geboortedatum":
        header.births.append(value)
    elif role in _TAGS:
        header.literals.append((value, _TAGS[role]))


def _part_of_name(label: str) -> bool:
    return re.search("voorna|achterna|roepna|geslachtsna|meisjesna", label) is not None


def _names_in_value(value: str) -> Iterator[list[str]]:
    """The names in a field: 'Maryam Al Hariri', 'Al Hariri, M.', 'Rahwa (6) en Bilal (3)'."""
    if _CALL_NAME.match(value):
        value = re.sub(r"[()]", " ", value)
    pieces = [piece for piece in _BREAK.split(value) if piece and piece.strip()]
    names = [words for piece in pieces if (words := name_words(piece, trusted=True))]
    if len(names) > 1 and re.match(r"[^,(]+,\s*[^,]+$", value) and " en " not in value:
        yield [word for words in reversed(names) for word in words]  # last name, first name
    else:
        yield from names


def _names_in_lines(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    for i, line in enumerate(lines):
        following = lines[i + 1] if i + 1 < len(lines) else ""
        for role, pattern in _line_rules():
            for match in pattern.finditer(f"{line} {following}"):  # a sentence may run on, a name not
                name = match.group("naam")
                if match.start("naam") < len(line):
                    name = name[: len(line) - match.start("naam")]
                if (
                    match.start() < len(line)
                    and (words := name_words(name))
                    and not _begins_a_task(words, name)
                ):
                    yield role, words
        if (words := _whole_line_name(line)) and _is_address(following):
            yield "klant", words


def _begins_a_task(words: list[str], text: str) -> bool:
    """'KM Lesgroep zoeken': one word that nobody listed, and a sentence goes on behind it."""
    goes_on = re.match(re.escape(words[0]) + r"\s+[a-z]", text) is not None
    return len(words) == 1 and kind_of(words[0]) is Kind.UNKNOWN and goes_on


def _is_address(line: str) -> bool:
    return any(span.tag == "[ADRES]" for span in find_forms(line))


def _whole_line_name(line: str) -> list[str]:
    words = name_words(line) if 0 < len(line.split()) < 7 else []
    return words if len(words) == len(line.split()) else []


def name_words(text: str, *, trusted: bool = False) -> list[str]:
    """The words of the name with which ``text`` begins, titles left out; empty when it begins with none.

    ``trusted``: the form says that it is a name, so capitalised Dutch words are accepted too.
    """
    tokens = tokenise(text, context().abbreviations)
    while tokens and tokens[0].lower in context().honorifics:
        tokens = tokens[1:]
    words: list[str] = []
    for token in tokens:
        begun = any(kind_of(word) is Kind.NAME or word[0].isupper() for word in words)
        surname = bool(words) and words[-1][0].isupper() and token.capital and token.lower in places()
        if not surname and not _is_name_word(token, trusted=trusted, first=not begun):  # 'Van Putten'
            break
        words.append(token.text)
    while words and words[-1].lower() in context().particles:
        words.pop()
    kinds = [kind_of(word.title() if trusted and word.isupper() else word) for word in words]
    if len(words) > 1 and words[-1].lower() in places() and words[-2].lower() in context().particles:
        return words
    telling = any(kind in (Kind.NAME, Kind.UNKNOWN, Kind.AMBIGUOUS) for kind in kinds)
    two = trusted and len(words) > 1 and Kind.KEPT not in kinds
    return words if telling or two else []


def _is_name_word(token: Token, *, trusted: bool, first: bool) -> bool:
    if token.lower in context().particles or token.is_initial:
        return True
    if token.lower in context().labels or token.text.isdigit():
        return False
    capitals = trusted and token.text.isupper() and len(token.text) > 2  # 'HADDAD, NOURA'
    kind = kind_of(token.text.title() if capitals else token.text)
    if kind is Kind.NAME or (kind is Kind.UNKNOWN and (token.capital or not first or trusted)):
        return True
    return token.capital and (kind is Kind.AMBIGUOUS or (kind is Kind.DUTCH and trusted))
