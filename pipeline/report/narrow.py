"""The same figure for a phone: the name of a row stands above its bars, which then have the whole width."""

import textwrap
from dataclasses import replace
from itertools import pairwise

from pipeline.report.drawing import Bar, Figure, Rule, Text
from pipeline.report.look import LETTERS

WIDTH = 380.0
WIDEST_STIFF = 425.0
"""A wider figure that cannot be drawn smaller would not be legible on a phone; its table says the same."""
EDGE = 12.0
LETTER_WIDTH = 0.55
"""Of a letter, beside its height."""
LINE = 20.0
LONGEST_NAME = 60
BASE = 14.0
"""A name's base line under the top of its row."""


def narrow(figure: Figure) -> Figure:
    """Made from the shapes of the wide one; what has no names at its side comes back as it is."""
    names = sorted((text for text in figure.texts if _is_name(text, figure)), key=lambda text: text.y)
    if not names:
        return figure
    rows = _Rows(figure, names)
    texts = [rows.name(text) if _is_name(text, figure) else rows.text(text) for text in figure.texts]
    return replace(
        figure,
        width=max(rows.x(figure.width), *(_width(text) for text in texts if text.x < EDGE)),
        height=figure.height + rows.grown(figure.height),
        bars=tuple(rows.bar(bar) for bar in figure.bars),
        texts=tuple(texts),
        rules=tuple(rows.rule(rule) for rule in figure.rules),
    )


class _Rows:
    """Where things go. Rows with bars get a line more, for the name; headings do not."""

    def __init__(self, figure: Figure, names: list[Text]) -> None:
        room = figure.width - figure.label_width
        self._left = figure.label_width
        self._scale = min(1.0, WIDTH / room) if figure.elastic else 1.0
        middles = [text.middle for text in names]
        ends = [(one + other) / 2 for one, other in pairwise(middles)]
        first = 2 * middles[0] - ends[0] if ends else middles[0] - LINE
        self._bands = list(zip([max(0.0, first), *ends], names, strict=True))

    def x(self, x: float) -> float:
        return max(0.0, x - self._left) * self._scale

    def grown(self, y: float) -> float:
        """How far what is at ``y`` moves down."""
        return LINE * sum(1 for top, name in self._bands if name.style != "head" and top < y)

    def bar(self, bar: Bar) -> Bar:
        moved = self.grown(bar.y + bar.height / 2)
        return replace(bar, x=self.x(bar.x), width=bar.width * self._scale, y=bar.y + moved)

    def rule(self, rule: Rule) -> Rule:
        top, bottom = (end + self.grown(end) for end in (rule.top, rule.bottom))
        return Rule(self.x(rule.x), top, bottom)

    def text(self, text: Text) -> Text:
        x, anchor = self.x(text.x), text.anchor
        if anchor == "middle" and x < EDGE:
            anchor = "start"  # half of it would be out of view
        return replace(text, x=x, y=text.y + self.grown(text.middle), anchor=anchor)

    def name(self, text: Text) -> Text:
        top = next(top for top, name in self._bands if name is text)
        content = textwrap.shorten(text.content, LONGEST_NAME, placeholder=" …")
        if text.style == "head":
            return replace(text, y=text.y + self.grown(text.middle), content=content)
        return replace(text, y=top + self.grown(top) + BASE, content=content)


def _width(text: Text) -> float:
    """About how wide it is, but not wider than a phone."""
    return min(WIDTH, LETTER_WIDTH * LETTERS[text.style].size * len(text.content))


def _is_name(text: Text, figure: Figure) -> bool:
    return text.x < figure.label_width and text.anchor == "start"
