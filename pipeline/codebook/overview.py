"""A codebook told in a few lines, for ``plancoder codebook check``."""

from collections.abc import Iterator

from pipeline.codebook.schema import Codebook, Variable
from pipeline.domain import Eenheid


def describe(codebook: Codebook) -> str:
    """The contents of ``codebook`` in Dutch: per variable its units, codes, groups and number of terms."""
    lines = [f"Codeboek {codebook.id}", codebook.description]
    for variable in codebook.variables.values():
        lines += ["", *_variable(variable)]
    return "\n".join(lines)


def _variable(variable: Variable) -> Iterator[str]:
    choice = "meer codes mogelijk" if variable.multiple else "precies een code"
    yield f"{variable.id} ({variable.name}): {choice}; bij {_listed(variable.units)}"
    yield f"  {len(variable.codes)} codes, {_count(variable)}"
    for group, heading in variable.groups.items():
        members = ", ".join(code.id for code in variable.codes if code.group == group)
        yield f"  groep {heading}: {members}"
    width = max(len(code.id) for code in variable.codes)
    for code in variable.codes:
        limited = f" (alleen {_listed(code.units)})" if code.units else ""
        yield f"  {code.id:<{width}}  {code.name}{limited}: {len(code.all_terms)} termen"


def _listed(units: frozenset[Eenheid]) -> str:
    return ", ".join(unit for unit in Eenheid if unit in units)


def _count(variable: Variable) -> str:
    subcodes = sum(len(code.subcodes) for code in variable.codes)
    terms = sum(len(code.all_terms) for code in variable.codes)
    examples = sum(len(code.examples) for code in variable.codes)
    return f"{subcodes} subcodes, {len(variable.rules)} beslisregels, {examples} voorbeelden, {terms} termen"
