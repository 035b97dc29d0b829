"""The steps of a migration on the bare data of a codebook."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from pipeline.domain import OWN_COLUMN
from pipeline.migration.schema import OF_VARIABLE, WORDING, Migration, Soort, Step
from pipeline.validation import Fault, suggestion

WAS = "_was"
"""Under this key a variable and a code remember their id of before; a new one has none."""

Block = dict[str, Any]


class Misfit(Exception):
    """A step that does not fit the codebook: the key at fault and what is wrong with it."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


def migrated(
    data: Mapping[str, Any], migration: Migration, raw: Mapping[str, Any]
) -> tuple[Block, list[Fault]]:
    """The codebook's data after all steps, with ``WAS``; and every step that does not fit.

    ``raw`` is the migration as it stands in its file: new codes are taken over as they are written.
    """
    new = deepcopy(dict(data))
    for key, variable in new["variabelen"].items():
        variable[WAS] = key
        for code in variable["codes"]:
            code[WAS] = code["id"]
    faults: list[Fault] = []
    for at, step in enumerate(migration.stappen):
        try:
            if step.nieuwe_variabele:
                _add_variable(new, step, raw["stappen"][at])
            elif step.soort in OF_VARIABLE:
                _stands_alone(step, migration)
                _DO_WHOLE[step.soort](new, step, raw["stappen"][at])
            else:
                _DO[step.soort](_variable(new, step), step, raw["stappen"][at])
        except Misfit as misfit:
            faults.append((("stappen", at, misfit.key), str(misfit)))
    new["versie"] = migration.naar
    for variable in new["variabelen"].values():
        _drop_empty_groups(variable)
    return new, faults


def without_memory(data: Mapping[str, Any]) -> Block:
    """``data`` as it would be read from a file."""
    bare = deepcopy(dict(data))
    for variable in bare["variabelen"].values():
        variable.pop(WAS, None)
        for code in variable["codes"]:
            code.pop(WAS, None)
    return bare


def _add_variable(data: Block, step: Step, raw: Block) -> None:
    if step.variabele in data["variabelen"]:
        raise Misfit("variabele", f"'{step.variabele}' bestaat al; nieuwe codes ervan: 'nieuwe_codes'")
    data["variabelen"][step.variabele] = deepcopy(raw["nieuwe_variabele"])


def _retire_variable(data: Block, step: Step, _raw: Block) -> None:
    _variable(data, step)
    if step.variabele == "thema":
        raise Misfit("variabele", "thema kan niet vervallen: de hoofdcode ervan draagt alle tabellen")
    del data["variabelen"][step.variabele]


def _rename_variable(data: Block, step: Step, raw: Block) -> None:
    variable = _variable(data, step)
    if step.variabele in OWN_COLUMN:
        raise Misfit("variabele", f"'{step.variabele}' heeft in alle tabellen een kolom die zo heet")
    if step.wordt in data["variabelen"]:
        raise Misfit("wordt", f"de variabele '{step.wordt}' bestaat al")
    variable.update({key: raw[key] for key in ("naam", "omschrijving") if key in raw})
    pairs = data["variabelen"].items()
    data["variabelen"] = {step.wordt if key == step.variabele else key: each for key, each in pairs}


def _stands_alone(step: Step, migration: Migration) -> None:
    """Else it would depend on the order of the steps which variable a code is of."""
    own = {step.variabele, step.wordt}
    others = [other for other in migration.stappen if other is not step]
    named = {other.variabele for other in others} | {
        other.wordt for other in others if other.soort in OF_VARIABLE
    }
    if own & (named - {None}):
        raise Misfit("variabele", "over deze variabele gaat nog een stap; zet die in een eigen migratie")


def _variable(data: Block, step: Step) -> Block:
    variables = data["variabelen"]
    if step.variabele not in variables:
        raise Misfit(
            "variabele", f"'{step.variabele}' bestaat niet{suggestion(step.variabele, list(variables))}"
        )
    variable: Block = variables[step.variabele]
    known = [code["id"] for code in variable["codes"]]
    for code in step.kijk_bij:
        if code not in (*known, "overig"):
            raise Misfit("kijk_bij", f"de code '{code}' bestaat niet{suggestion(code, known)}")
    return variable


def _place(variable: Block, code_id: str | None, key: str) -> int:
    known = [code["id"] for code in variable["codes"]]
    if code_id not in known:
        raise Misfit(key, f"de code '{code_id}' bestaat niet{suggestion(code_id, known)}")
    return known.index(str(code_id))


def is_subcode(code: str | None) -> bool:
    """Whether this is the id of a subcode, such as ``taal.examen``."""
    return "." in (code or "")


def _rename(variable: Block, step: Step, raw: Block) -> None:
    if is_subcode(step.code):
        _rename_subcode(variable, step, raw)
        return
    _not_own_column(step, step.code)
    code = variable["codes"][_place(variable, step.code, "code")]
    if any(other["id"] == step.wordt for other in variable["codes"]):
        raise Misfit("wordt", f"de code '{step.wordt}' bestaat al; gebruik 'samenvoegen'")
    code["id"] = step.wordt
    for subcode in code.get("subcodes", ()):
        subcode["id"] = f"{step.wordt}.{subcode['id'].partition('.')[2]}"
    _reword(code, raw)


def _merge(variable: Block, step: Step, raw: Block) -> None:
    """The code that stays takes over terms, examples and subcodes of those that go."""
    if is_subcode(step.wordt):
        _merge_subcodes(variable, step, raw)
        return
    gone = [code for code in step.codes if code != step.wordt]
    for each in (*gone, step.wordt):
        _not_own_column(step, each)
        _place(variable, each, "wordt" if each == step.wordt else "codes")
    target = variable["codes"][_place(variable, step.wordt, "wordt")]
    for each in gone:
        other = variable["codes"].pop(_place(variable, each, "codes"))
        for key in ("voorbeelden", "termen"):
            if other.get(key):
                target[key] = list(dict.fromkeys([*(target.get(key) or ()), *other[key]]))
        _take_subcodes(target, other)
        if target.get("eenheden"):
            own = list(dict.fromkeys([*target["eenheden"], *(other.get("eenheden") or variable["eenheden"])]))
            target["eenheden"] = own
    _reword(target, raw)


def _rename_subcode(variable: Block, step: Step, raw: Block) -> None:
    own = _siblings(variable, str(step.code), "code")
    _same_theme(step.code, step.wordt)
    if any(each["id"] == step.wordt for each in own):
        raise Misfit("wordt", f"de subcode '{step.wordt}' bestaat al; gebruik 'samenvoegen'")
    subcode = next(each for each in own if each["id"] == step.code)
    subcode["id"] = step.wordt
    _reword(subcode, raw)


def _merge_subcodes(variable: Block, step: Step, raw: Block) -> None:
    target = next(each for each in _siblings(variable, str(step.wordt), "wordt") if each["id"] == step.wordt)
    for code in step.codes:
        if code == step.wordt:
            continue
        _same_theme(code, step.wordt)
        own = _siblings(variable, code, "codes")
        other = own.pop([each["id"] for each in own].index(code))
        if other.get("termen"):
            target["termen"] = list(dict.fromkeys([*(target.get("termen") or ()), *other["termen"]]))
    _reword(target, raw)


def _siblings(variable: Block, subcode: str, key: str) -> list[Block]:
    """The subcodes among which ``subcode`` stands."""
    theme = subcode.partition(".")[0]
    own: list[Block] = variable["codes"][_place(variable, theme, key)].get("subcodes") or []
    known = [each["id"] for each in own]
    if subcode not in known:
        raise Misfit(key, f"de subcode '{subcode}' bestaat niet{suggestion(subcode, known)}")
    return own


def _same_theme(code: str | None, other: str | None) -> None:
    if str(code).partition(".")[0] != str(other).partition(".")[0] or not is_subcode(other):
        raise Misfit("wordt", f"'{code}' en '{other}' horen niet bij hetzelfde thema")


def _take_subcodes(target: Block, other: Block) -> None:
    known = {subcode["id"] for subcode in target.get("subcodes", ())}
    for subcode in other.get("subcodes", ()):
        new_id = f"{target['id']}.{subcode['id'].partition('.')[2]}"
        if new_id not in known:
            target.setdefault("subcodes", []).append(subcode | {"id": new_id})


def _split(variable: Block, step: Step, raw: Block) -> None:
    _not_own_column(step, step.code)
    at = _place(variable, step.code, "code")
    parts = deepcopy(raw["nieuwe_codes"])
    if len(parts) < 2:
        raise Misfit("nieuwe_codes", "een code wordt in ten minste twee codes gesplitst")
    if step.voorlopig not in [part["id"] for part in parts]:
        raise Misfit("voorlopig", "moet een van de 'nieuwe_codes' zijn")
    _check_free(variable, [part["id"] for part in parts if part["id"] != step.code])
    own = [subcode["id"] for subcode in variable["codes"][at].get("subcodes", ())]
    for part, subcodes in step.uit_subcodes.items():
        if part not in [each["id"] for each in parts]:
            raise Misfit("uit_subcodes", f"'{part}' is geen van de 'nieuwe_codes'")
        for subcode in subcodes:
            if subcode not in own:
                raise Misfit(
                    "uit_subcodes", f"'{step.code}' heeft geen subcode '{subcode}'{suggestion(subcode, own)}"
                )
    variable["codes"][at : at + 1] = parts


def _reword_code(variable: Block, step: Step, raw: Block) -> None:
    _reword(variable["codes"][_place(variable, step.code, "code")], raw)


def _add(variable: Block, step: Step, raw: Block) -> None:
    at = _place(variable, step.na, "na") + 1 if step.na else len(variable["codes"])
    codes = deepcopy(raw["nieuwe_codes"])
    _check_free(variable, [code["id"] for code in codes])
    variable["codes"][at:at] = codes


def _retire(variable: Block, step: Step, _raw: Block) -> None:
    _not_own_column(step, step.code)
    at = _place(variable, step.code, "code")
    if step.wordt is not None:
        _place(variable, step.wordt, "wordt")
        if step.wordt == step.code:
            raise Misfit("wordt", "een code die vervalt kan niet zichzelf worden")
    del variable["codes"][at]


def _reword(code: Block, raw: Block) -> None:
    code.update({key: deepcopy(raw[key]) for key in WORDING if key in raw})


def _check_free(variable: Block, ids: list[str]) -> None:
    taken = {code["id"] for code in variable["codes"]}
    for code_id in ids:
        if code_id in taken:
            raise Misfit("nieuwe_codes", f"de code '{code_id}' bestaat al")


def _not_own_column(step: Step, code: str | None) -> None:
    if (step.variabele, code) == ("thema", "eigen_inzet"):
        raise Misfit(
            "code", "eigen_inzet is een eigen kolom in alle tabellen: alleen de definitie kan veranderen"
        )


def _drop_empty_groups(variable: Block) -> None:
    used = {code.get("groep") for code in variable["codes"]}
    groups = variable.get("groepen")
    if groups and not set(groups) <= used:
        variable["groepen"] = {key: heading for key, heading in groups.items() if key in used}
        if not variable["groepen"]:
            del variable["groepen"]


_DO = {
    Soort.HERNOEMEN: _rename,
    Soort.SAMENVOEGEN: _merge,
    Soort.SPLITSEN: _split,
    Soort.DEFINITIE: _reword_code,
    Soort.NIEUW: _add,
    Soort.VERVALLEN: _retire,
}
_DO_WHOLE = {
    Soort.VARIABELE_HERNOEMEN: _rename_variable,
    Soort.VARIABELE_VERVALLEN: _retire_variable,
}
