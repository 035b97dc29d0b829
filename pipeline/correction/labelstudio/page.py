"""The page people code on, made from the codebook: Label Studio's own XML.

Aliases are the fixed ids of codes, so a name or definition may change without touching a coding. A code that
left the codebook stays on the page when asked, marked as such, so that codings with it can be mended.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from xml.etree import ElementTree

from pipeline.codebook import Code, Codebook, Variable
from pipeline.correction.labelstudio.hotkeys import hotkeys
from pipeline.domain import Eenheid

TEXT = "tekst"
KIND = "soort"
MAIN = "hoofdcode"
ALSO = "tweede_code"
EFFORT = "eigen_inzet"
MISREAD = "lezing"
REMARK = "opmerking"
SINGLE = ("instrument", "hoofddoel_type")
OURS = (KIND, MAIN, ALSO, EFFORT, MISREAD, REMARK, *SINGLE)
"""The controls of every page; any other is a variable that the codebook adds."""
ALWAYS = (KIND, MISREAD, REMARK)
"""What is asked beside the codes."""

_BOXES = {"reden": "reasons", "voorstellen": "proposals"}
NO_CODE = "geen_code"
WRONG = "verkeerd_gelezen"

Retired = Mapping[str, Sequence[str]]
"""Per question the aliases that the codebook no longer has, but that were used."""


@dataclass(frozen=True)
class Option:
    """One thing to choose: ``alias`` is what is stored, the rest what the coder sees."""

    alias: str
    name: str
    hint: str = ""


@dataclass(frozen=True)
class Question:
    """One control of the page. ``kinds``: the units it is asked of; None is all."""

    name: str
    heading: str
    options: tuple[Option, ...]
    multiple: bool
    required: str = ""
    kinds: frozenset[Eenheid] | None = None


def questions(codebook: Codebook, *, retired: Retired | None = None) -> tuple[Question, ...]:
    """What the page asks about codes: hoofdcode, second codes, eigen inzet, single ones, what is added.

    Last come the questions that the codebook no longer has and that were answered (``retired``).
    """
    found: list[Question] = []
    if "thema" in codebook.variables:
        found += _theme_questions(codebook.variables["thema"])
    found += [_single_question(codebook.variables[name]) for name in SINGLE if name in codebook.variables]
    found += [_added_question(variable) for variable in codebook.added]
    left = dict(retired or {})
    asked = [_with_retired(question, left.pop(question.name, ())) for question in found]
    return (*asked, *(_retired_question(name, codes) for name, codes in left.items() if codes))


def aliases(page: str) -> dict[str, tuple[str, ...]]:
    """Per control of a page the aliases one can choose; ValueError when it is no XML."""
    try:
        root = ElementTree.fromstring(page)
    except ElementTree.ParseError as error:
        raise ValueError("no page") from error
    return {
        str(control.get("name")): tuple(str(choice.get("alias")) for choice in control.iter("Choice"))
        for control in root.iter("Choices")
    }


def make_page(
    codebook: Codebook, *, retired: Retired | None = None, proposals: bool = False, reasons: bool = False
) -> str:
    """The labelling page; ``proposals`` adds a block with two or more codings to choose between.

    ``reasons`` adds one that says why the unit is to be looked at.
    """
    asked = questions(codebook, retired=retired)
    keys = hotkeys(asked)
    root = ElementTree.Element("View")
    ElementTree.SubElement(root, "Style").text = _style()
    columns = ElementTree.SubElement(root, "View", className="pc-columns")
    left = ElementTree.SubElement(columns, "View", className="pc-plan")
    ElementTree.SubElement(left, "HyperText", name="plan", value="$weergave_plan", inline="true")
    right = ElementTree.SubElement(columns, "View", className="pc-codes")
    # A plain text: what people wrote is shown as it is, never as html.
    ElementTree.SubElement(right, "Header", value="$kop", size="5")
    unit = ElementTree.SubElement(right, "View", className="pc-unit")
    ElementTree.SubElement(unit, "Text", name=TEXT, value="$tekst")
    for name, shown in (("reden", reasons), ("voorstellen", proposals)):
        if shown:
            box = ElementTree.SubElement(right, "View", className=f"pc-{_BOXES[name]}")
            ElementTree.SubElement(box, "HyperText", name=name, value=f"$weergave_{name}", inline="true")
    codes = ElementTree.SubElement(right, "View", _only_when(MISREAD, (WRONG,), "choice-unselected"))
    for question in asked:
        _add(codes, question, keys)
    _add_reading(right, keys)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode")


def _theme_questions(variable: Variable) -> Iterator[Question]:
    themes = tuple(_option(code) for code in variable.codes if code.id != EFFORT)
    none = Option(NO_CODE, "Overig (geen code)", "Geen van de andere codes past bij deze tekst.")
    yield Question(
        MAIN, f"{variable.name}: hoofdcode", (*themes, none), False, "Kies een hoofdcode, of Overig."
    )
    yield Question(ALSO, f"{variable.name}: ook, alleen als de tekst er zelf iets over zegt", themes, True)
    for code in variable.codes:
        if code.id == EFFORT:
            yield Question(EFFORT, "", (_option(code),), True, kinds=code.units or variable.units)


def _single_question(variable: Variable) -> Question:
    options = tuple(_option(code) for code in variable.codes)
    return Question(
        variable.id, variable.name, options, False, f"Kies precies één: {variable.name}.", variable.units
    )


def _added_question(variable: Variable) -> Question:
    """Of a variable with several codes also that none fits, so that it shows that somebody looked."""
    if not variable.multiple:
        return _single_question(variable)
    none = Option(NO_CODE, "Geen van deze", "Geen van de codes past bij deze tekst.")
    options = (*(_option(code) for code in variable.codes), none)
    asks = f"Kies wat past, of geen: {variable.name}."
    return Question(variable.id, variable.name, options, True, asks, variable.units)


def _option(code: Code) -> Option:
    parts = [code.definition]
    parts += [f"Niet: {' '.join(code.not_when)}"] if code.not_when else []
    return Option(code.id, code.name, " ".join(parts))


def _with_retired(question: Question, gone: Sequence[str]) -> Question:
    known = {option.alias for option in question.options}
    extra = tuple(
        Option(alias, f"{alias} (vervallen)", "Deze code staat niet meer in het codeboek: kies een andere.")
        for alias in gone
        if alias not in known
    )
    return Question(
        question.name,
        question.heading,
        (*question.options, *extra),
        question.multiple,
        question.required,
        question.kinds,
    )


def _retired_question(name: str, codes: Sequence[str]) -> Question:
    """Of a variable that is no more: Label Studio takes no question away that is answered somewhere."""
    options = tuple(Option(alias, alias) for alias in codes)
    return Question(name, f"{name} (vervallen: hoeft niet meer)", options, True)


def _add(parent: ElementTree.Element, question: Question, keys: Mapping[tuple[str, str], str]) -> None:
    if question.kinds is not None:
        kinds = [kind.value for kind in Eenheid if kind in question.kinds]
        shown = _only_when(KIND, kinds, "choice-selected")
        parent = ElementTree.SubElement(parent, "View", shown | {"className": "pc-apart"})
    if question.heading:
        ElementTree.SubElement(parent, "Header", value=_plain(question.heading), size="6")
    control = {
        "name": question.name,
        "toName": TEXT,
        "choice": "multiple" if question.multiple else "single-radio",
        "showInline": "true",
    }
    if question.required:
        control |= {"required": "true", "requiredMessage": question.required}
    choices = ElementTree.SubElement(parent, "Choices", control)
    for option in question.options:
        _add_option(choices, question.name, option, keys)


def _add_option(
    choices: ElementTree.Element, question: str, option: Option, keys: Mapping[tuple[str, str], str]
) -> None:
    values = {"value": _plain(option.name), "alias": option.alias}
    values |= {"hint": option.hint} if option.hint else {}
    key = keys.get((question, option.alias))
    values |= {"hotkey": key} if key else {}
    ElementTree.SubElement(choices, "Choice", values)


def _add_reading(parent: ElementTree.Element, keys: Mapping[tuple[str, str], str]) -> None:
    """Whether the unit was read rightly from the PDF, and a remark."""
    box = ElementTree.SubElement(parent, "View", className="pc-reading")
    kinds = tuple(Option(kind.value, kind.value) for kind in Eenheid)
    _add(
        box,
        Question(
            KIND,
            "Gelezen als (klopt dat niet, kies dan wat het is)",
            kinds,
            False,
            "Kies wat voor eenheid dit is.",
        ),
        keys,
    )
    hint = "De tekst is niet goed overgenomen, of hoort elders in het plan. Dan wordt niet gecodeerd."
    wrong = Option(WRONG, "Verkeerd gelezen (tekst of plaats)", hint)
    _add(box, Question(MISREAD, "", (wrong,), True), keys)
    ElementTree.SubElement(
        box,
        "TextArea",
        name=REMARK,
        toName=TEXT,
        placeholder="Opmerking (niet verplicht)",
        maxSubmissions="1",
        editable="true",
        rows="2",
    )


def _only_when(control: str, values: Sequence[str], when: str) -> dict[str, str]:
    return {"visibleWhen": when, "whenTagName": control, "whenChoiceValue": ",".join(values)}


def _plain(text: str) -> str:
    """A text that begins with a dollar would be taken for the name of a field of the task."""
    return text.lstrip("$")


def _style() -> str:
    return (resources.files(__package__) / "data" / "page.css").read_text(encoding="utf-8")
