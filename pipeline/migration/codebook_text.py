"""A new version of codebook.yaml that keeps the comments and the layout of what did not change.

Only the lines of codes and keys that changed are replaced. What comes out is read again and must say exactly
what was meant; if it does not (codes written in another form), the file is written anew as a whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from pipeline.codebook.yaml_text import dump
from pipeline.migration.codes import WAS, without_memory

_CHILD = 2

Block = Mapping[str, Any]


@dataclass(frozen=True)
class _Edit:
    """Lines ``start`` up to ``end`` become ``lines``."""

    start: int
    end: int
    lines: tuple[str, ...]


def rewritten(text: str, old: Block, new: Block) -> tuple[str, bool]:
    """``text`` (of ``old``) as that of ``new``, and whether its comments were kept.

    ``new`` comes from ``pipeline.migration.codes.migrated``.
    """
    meant = without_memory(new)
    try:
        edited = _edited(text, old, new)
        if yaml.safe_load(edited) == meant:
            return edited, True
    except (yaml.YAMLError, LookupError, ValueError):
        pass
    return dump(meant), False


def _edited(text: str, old: Block, new: Block) -> str:
    lines = text.split("\n")
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode)  # it was read as a codebook
    edits = list(_fields(root, old, new, lines, skip=("variabelen",)))
    variables = _values(root)["variabelen"]
    now = {each[WAS]: key for key, each in new["variabelen"].items() if WAS in each}
    edits += _other_keys(variables, now, lines)
    for key, node in _values(variables).items():
        if key not in now:
            continue
        before, after = old["variabelen"][key], new["variabelen"][now[key]]
        edits += _fields(node, before, after, lines, skip=("codes",))
        edits += _codes(_values(node)["codes"], after["codes"], before["codes"], lines)
    edits += _added_variables(variables, new, lines)
    from_behind = sorted(range(len(edits)), key=lambda at: (edits[at].start, edits[at].end, at), reverse=True)
    for edit in (edits[at] for at in from_behind):
        lines[edit.start : edit.end] = edit.lines
    return "\n".join(lines)


def _other_keys(node: yaml.MappingNode, now: Mapping[str, str], lines: list[str]) -> Iterator[_Edit]:
    """Variables with another id get that; those that are no more go, with the comment above them."""
    starts = [key.start_mark for key, _ in node.value]
    ends = [*(mark.line for mark in starts[1:]), node.end_mark.line + (node.end_mark.column > 0)]
    for (key, _), mark, end in zip(node.value, starts, ends, strict=True):
        if key.value not in now:
            yield _Edit(_last(lines, mark.line), _last(lines, end), ())
        elif now[key.value] != key.value:
            line = lines[mark.line]
            rest = line[key.end_mark.column :]
            yield _Edit(mark.line, mark.line + 1, (f"{line[: mark.column]}{now[key.value]}{rest}",))


def _added_variables(node: yaml.MappingNode, new: Block, lines: list[str]) -> Iterator[_Edit]:
    """New variables come behind the last one, each after an empty line."""
    end = _last(lines, node.end_mark.line + (node.end_mark.column > 0))
    for (key, each), variable in zip(
        new["variabelen"].items(), without_memory(new)["variabelen"].values(), strict=True
    ):
        if WAS not in each:
            yield _Edit(end, end, ("", *_written(key, variable, node.start_mark.column)))


def _codes(
    node: yaml.SequenceNode, after: Sequence[Block], before: Sequence[Block], lines: list[str]
) -> Iterator[_Edit]:
    """Codes that stay keep their order, so new ones are put in behind the one they follow."""
    starts = [item.start_mark.line for item in node.value]
    ends = [*starts[1:], _last(lines, node.end_mark.line)]
    dash = node.value[0].start_mark.column - _CHILD
    place = {code["id"]: at for at, code in enumerate(before)}
    kept = {place[code[WAS]] for code in after if WAS in code}
    yield from (_Edit(starts[at], ends[at], ()) for at in range(len(before)) if at not in kept)
    position, fresh = starts[0], list[str]()
    for code in after:
        if WAS not in code:
            fresh += [*dump([dict(code)], dash).rstrip("\n").split("\n"), ""]
            continue
        if fresh:
            yield _Edit(position, position, tuple(fresh))
        at, fresh = place[code[WAS]], []
        position = ends[at]
        yield from _fields(node.value[at], before[at], code, lines)
    if fresh:
        gap = [""] if position == ends[-1] else []
        yield _Edit(position, position, (*gap, *fresh[: len(fresh) - len(gap)]))


def _fields(
    node: yaml.MappingNode, old: Block, new: Block, lines: list[str], skip: Sequence[str] = ()
) -> Iterator[_Edit]:
    """The keys of one block whose value changed; new keys come behind the last one."""
    column = node.start_mark.column
    end = 0
    for key_node, value in node.value:
        key, start = key_node.value, key_node.start_mark.line
        end = max(start + 1, _last(lines, value.end_mark.line + (value.end_mark.column > column)))
        if key in skip or old.get(key) == new.get(key):
            continue
        written = _written(key, new[key], column) if key in new else []
        if written and lines[start].lstrip().startswith("- "):
            written[0] = lines[start][:column] + written[0].lstrip()
        yield _Edit(start, end, tuple(written))
    added = [line for key in new if key not in old and key != WAS for line in _written(key, new[key], column)]
    if added:
        yield _Edit(end, end, tuple(added))


def _written(key: str, value: object, indent: int) -> list[str]:
    return dump({key: value}, indent).rstrip("\n").split("\n")


def _last(lines: Sequence[str], end: int) -> int:
    """``end`` moved up over blank lines and comments: those belong to what comes after."""
    while end > 0 and (
        end > len(lines) or not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")
    ):
        end -= 1
    return end


def _values(node: yaml.MappingNode) -> dict[str, Any]:
    return {key.value: value for key, value in node.value}
