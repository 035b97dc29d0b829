"""What a codebook is: the keys of codebook.yaml (Dutch) as types (English attributes)."""

import hashlib
import json
from functools import cached_property
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StringConstraints,
    field_validator,
)

from pipeline.domain import OWN_COLUMN, Eenheid


def _one_line(text: str) -> str:
    return " ".join(text.split())


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_one_line)]
Units = Annotated[frozenset[Eenheid], Field(min_length=1)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Subcode(_Entry):
    """A finer part of a code, such as ``taal.inburgering``."""

    id: Text
    name: Text = Field(alias="naam")
    definition: Text = Field(alias="definitie")
    terms: tuple[Text, ...] = Field(alias="termen", default=())


class Code(_Entry):
    """One value of a variable. ``units`` is None when it goes with all units of its variable."""

    id: Text
    name: Text = Field(alias="naam")
    definition: Text = Field(alias="definitie")
    use_when: tuple[Text, ...] = Field(alias="gebruik_wanneer", min_length=1)
    not_when: tuple[Text, ...] = Field(alias="niet_wanneer", default=())
    examples: tuple[Text, ...] = Field(alias="voorbeelden", min_length=1)
    terms: tuple[Text, ...] = Field(alias="termen", default=())
    units: Units | None = Field(alias="eenheden", default=None)
    group: Text | None = Field(alias="groep", default=None)
    subcodes: tuple[Subcode, ...] = ()

    @property
    def all_terms(self) -> tuple[str, ...]:
        """Its own terms and those of its subcodes."""
        return (*self.terms, *(term for subcode in self.subcodes for term in subcode.terms))


class Variable(_Entry):
    """What is coded of a unit: one code (``multiple`` false), or none to several.

    ``rules`` are the decision rules for all its codes; ``groups`` maps a report group's id to its heading.
    """

    id: Text
    name: Text = Field(alias="naam")
    description: Text = Field(alias="omschrijving")
    units: Units = Field(alias="eenheden")
    multiple: StrictBool = Field(alias="meervoudig")
    rules: tuple[Text, ...] = Field(alias="regels", default=())
    groups: dict[str, Text] = Field(alias="groepen", default_factory=dict)
    codes: tuple[Code, ...] = Field(min_length=1)

    def code(self, code_id: str) -> Code:
        """The code with this id; KeyError when there is none."""
        for code in self.codes:
            if code.id == code_id:
                return code
        raise KeyError(code_id)

    def codes_for(self, unit: Eenheid) -> tuple[Code, ...]:
        """The codes that a unit of this kind can get, in the order of the codebook."""
        if unit not in self.units:
            return ()
        return tuple(code for code in self.codes if code.units is None or unit in code.units)


class Codebook(_Entry):
    """The whole of codebook.yaml; ``variables`` by id, in the order of the file."""

    name: Text = Field(alias="naam", pattern=r"^[a-z][a-z0-9_-]*$", examples=["plannen"])
    version: Text = Field(alias="versie", pattern=r"^\d+\.\d+\.\d+$", examples=["1.0.0"])
    language: Text = Field(alias="taal")
    description: Text = Field(alias="omschrijving")
    variables: dict[str, Variable] = Field(alias="variabelen", min_length=1)

    @field_validator("variables", mode="before")
    @classmethod
    def _add_ids(cls, value: Any) -> Any:
        """A variable's id is its key in the file."""
        if not isinstance(value, dict):
            return value
        return {
            key: {"id": key, **entry} if isinstance(entry, dict) else entry for key, entry in value.items()
        }

    @property
    def added(self) -> tuple[Variable, ...]:
        """The variables that a coding has no field of its own for."""
        return tuple(each for key, each in self.variables.items() if key not in OWN_COLUMN)

    @cached_property
    def id(self) -> str:
        """``name@version+hash``; the hash is over the content, so layout and comments do not count."""
        content = json.dumps(_sorted_sets(self.model_dump(by_alias=True)), sort_keys=True, ensure_ascii=False)
        return f"{self.name}@{self.version}+{hashlib.sha256(content.encode()).hexdigest()[:8]}"


def _sorted_sets(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted_sets(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_sorted_sets(item) for item in value]
    return sorted(value) if isinstance(value, frozenset) else value
