"""Reading yaml with its line numbers, and saying in Dutch, all at once, what does not hold in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from pipeline.errors import PlancoderError

Location = tuple[int | str, ...]
Fault = tuple[Location, str]
Model = TypeVar("Model", bound=BaseModel)

_BLOCK = "moet een blok met 'sleutel: waarde' zijn"
_LIST = "moet een lijst zijn: regels die met '- ' beginnen, of [a, b]"
_BOOLEAN = "moet true of false zijn"
_INTEGER = "moet een geheel getal zijn"
_DATE = "moet een datum zijn, zoals 2020-06-01"
_MESSAGES = {
    "missing": "ontbreekt",
    "extra_forbidden": "onbekende sleutel",
    "string_type": "moet tekst zijn; zet de waarde tussen aanhalingstekens",
    "string_too_short": "mag niet leeg zijn",
    "string_pattern_mismatch": "heeft niet de juiste vorm",
    "path_type": "moet een pad naar een bestand of map zijn",
    "bool_type": _BOOLEAN,
    "bool_parsing": _BOOLEAN,
    "int_type": _INTEGER,
    "int_parsing": _INTEGER,
    "int_from_float": _INTEGER,
    "greater_than_equal": "moet ten minste {ge} zijn",
    "less_than_equal": "mag hoogstens {le} zijn",
    "tuple_type": _LIST,
    "list_type": _LIST,
    "frozen_set_type": _LIST,
    "dict_type": _BLOCK,
    "model_type": _BLOCK,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "date_parsing": _DATE,
    "date_type": _DATE,
    "not_ascending": "moeten oplopen: de eerste dag van meting 1, dan die van meting 2, enzovoort",
    "too_short": "moet er ten minste {min_length} hebben",
}
_CHOICES = ("enum", "literal_error")


def wrong_line(error: ValidationError) -> str:
    """What is wrong with a line of JSON, in Dutch: only names of fields, for values may be text of a plan."""
    fields = sorted({str(fault["loc"][0]) for fault in error.errors() if fault["loc"]})
    return f"de velden {', '.join(fields)} kloppen niet" if fields else "dit is geen regel JSON"


@dataclass(frozen=True)
class LineOf:
    """The line in ``file`` of each place in its data; calling it answers for any location.

    ``faults`` are those that the data itself no longer shows, such as a key that stood there twice.
    """

    file: str
    lines: Mapping[Location, int]
    faults: tuple[Fault, ...] = ()

    def __call__(self, location: Location) -> int:
        """The line, from 1, of ``location`` or of the nearest block around it that is there."""
        while location and location not in self.lines:
            location = location[:-1]
        return self.lines.get(location, 1)

    def fault(self, location: Location, message: str) -> str:
        """One fault as a line of text: ``[codebook.yaml regel 12] variabelen.thema: ...``."""
        path = dotted(location)
        return f"[{self.file} regel {self(location)}] {path}{': ' if path else ''}{message}"


def dotted(location: Location) -> str:
    """A location as a person writes it: ``variabelen.thema.codes[2].naam``."""
    parts = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in location]
    return "".join(parts).lstrip(".")


def read_yaml(path: Path, kind: type[PlancoderError]) -> tuple[Any, LineOf]:
    """The data of a yaml file and the lines it stands on; raises ``kind`` when it is no readable yaml."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        wat = f"Dit bestand kan niet worden gelezen ({error.strerror})."
        raise kind(wat, waar=str(path), doe="Controleer het pad.") from error
    except UnicodeDecodeError as error:
        wat, doe = "Dit bestand is geen UTF-8.", "Bewaar het opnieuw als UTF-8."
        raise kind(wat, waar=str(path), doe=doe) from error
    try:
        return _parse(text, path.name)
    except yaml.YAMLError as error:
        doe = (
            "Kijk op deze regel en de regel erboven naar inspringing (spaties, geen tabs), dubbele punten "
            "en aanhalingstekens. Verwijzingen (&naam, *naam) worden niet gebruikt."
        )
        waar = f"{path.name} regel {_line_of_error(error, text)}"
        raise kind("Dit is geen geldige yaml.", waar=waar, doe=doe) from error


def validate(
    schema: type[Model],
    data: object,
    line_of: LineOf,
    kind: type[PlancoderError],
    faults: Sequence[Fault] = (),
) -> Model:
    """``data`` as ``schema``; raises ``kind`` with every fault in it, ``faults`` found elsewhere included."""
    found = [*line_of.faults, *faults]
    try:
        result = schema.model_validate(data)
        if not found:
            return result
    except ValidationError as error:
        found += _translated(error, schema)
    ordered = sorted(dict.fromkeys(found), key=lambda fault: line_of(fault[0]))
    count = "1 fout" if len(ordered) == 1 else f"{len(ordered)} fouten"
    raise kind(
        f"Dit bestand klopt niet: {count}.",
        waar=line_of.file,
        doe="Verbeter het bestand en probeer het opnieuw.",
        faults=tuple(line_of.fault(*fault) for fault in ordered),
    )


def suggestion(word: object, known: Sequence[str]) -> str:
    """`` (bedoelt u naam?)`` when ``word`` is close to a known one, else nothing."""
    near = get_close_matches(str(word), known, n=1)
    return f" (bedoelt u '{near[0]}'?)" if near else ""


def _parse(text: str, file: str) -> tuple[Any, LineOf]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        node = loader.get_single_node()
        lines: dict[Location, int] = {(): 1}
        faults = tuple(_walk(node, (), lines, set()))
        data = loader.construct_document(node) if node else None
    finally:
        loader.dispose()
    return data, LineOf(file, lines, faults)


def _walk(
    node: yaml.Node | None, location: Location, lines: dict[Location, int], seen: set[int]
) -> Iterator[Fault]:
    """Fill ``lines`` from the nodes; yield what is wrong with keys.

    A node met twice is a reference (``*name``). Those are refused: nested, they grow without bound.
    """
    if node is None:
        return
    if id(node) in seen:
        raise yaml.MarkedYAMLError(problem="alias", problem_mark=node.start_mark)
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            lines[(*location, index)] = item.start_mark.line + 1
            yield from _walk(item, (*location, index), lines, seen)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            place = (*location, str(key.value))
            yield from _key_faults(key, place, lines)
            lines[place] = key.start_mark.line + 1
            yield from _walk(value, place, lines, seen)


def _key_faults(key: yaml.Node, place: Location, lines: Mapping[Location, int]) -> Iterator[Fault]:
    if key.tag != "tag:yaml.org,2002:str":
        yield place, "een sleutel moet tekst zijn; zet hem tussen aanhalingstekens"
    if place in lines:
        yield place, f"deze sleutel staat er twee keer, ook op regel {lines[place]}"


def _line_of_error(error: yaml.YAMLError, text: str) -> int:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        return int(mark.line) + 1
    return text.count("\n", 0, int(getattr(error, "position", 0))) + 1


def _translated(error: ValidationError, schema: type[BaseModel]) -> Iterator[Fault]:
    for item in error.errors(include_url=False):
        kind, location, given = item["type"], item["loc"], item["input"]
        if kind == "invalid_key" or location[-1:] == ("[key]",):
            continue  # already told while walking the nodes
        message = _MESSAGES.get(kind, f"klopt niet ({kind})").format(**item.get("ctx", {}))
        if kind in _CHOICES:
            choices = _choices(schema, location)
            message = f"'{given}' kan hier niet; kies uit {', '.join(choices)}{suggestion(given, choices)}"
        elif kind == "string_pattern_mismatch":
            message += f", zoals {' of '.join(_node(schema, location).get('examples', ()))}"
        elif kind == "extra_forbidden":
            message += suggestion(location[-1], _keys(schema, location[:-1]))
        elif given is None and kind != "missing":
            message = "is leeg; vul een waarde in of haal de sleutel weg"
        yield location, message


def _keys(schema: type[BaseModel], location: Location) -> list[str]:
    """The keys that ``schema`` knows at ``location``."""
    return list(_node(schema, location).get("properties", {}))


def _choices(schema: type[BaseModel], location: Location) -> list[str]:
    return [str(choice) for choice in _node(schema, location).get("enum", ())]


def _node(schema: type[BaseModel], location: Location) -> dict[str, Any]:
    """The part of the JSON schema that describes ``location``."""
    root = schema.model_json_schema()
    node: dict[str, Any] = root
    for step in location:
        if isinstance(step, int):
            node = node.get("items", {})
        else:
            node = node.get("properties", {}).get(step) or node.get("additionalProperties") or {}
        if "anyOf" in node:  # optional: the first alternative is the real one, the last is null
            node = node["anyOf"][0]
        if "$ref" in node:
            node = root["$defs"][node["$ref"].rsplit("/", 1)[-1]]
    return node


def first_faults(faults: Sequence[str], most: int = 50) -> tuple[str, ...]:
    """The first of ``faults``, with a line that says how many more there are."""
    rest = len(faults) - most
    return (*faults[:most], f"... en nog {rest}") if rest > 0 else tuple(faults)
