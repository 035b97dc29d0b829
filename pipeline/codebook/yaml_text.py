"""Data of a codebook as yaml, in the form of codebook.yaml."""

import yaml

WIDTH = 110


class _Indented(yaml.SafeDumper):
    """Lists stand deeper than their key, as in codebook.yaml."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def dump(value: object, indent: int = 0) -> str:
    """``value`` as yaml, every line ``indent`` deep."""
    text: str = yaml.dump(value, Dumper=_Indented, allow_unicode=True, sort_keys=False, width=WIDTH - indent)
    return "".join(
        f"{' ' * indent}{line}" if line.strip() else line for line in text.splitlines(keepends=True)
    )
