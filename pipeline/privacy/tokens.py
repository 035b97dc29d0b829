"""Words of a text with their place, and what stands between them."""

import re
from dataclasses import dataclass

_WORD = re.compile(r"\w+(?:['’`´]\w+)*")
_OPENING = re.compile(
    r"""[.!?:;•…\r\n][\s"'“”‘’»)\]]*[-–—•*]?\s*["'“‘«(]?$   # after the end of a sentence or line
      | ["“‘«]$ | \s'$                                      # a quotation begins
      | \s[-–—•]\s$                                        # after a dash
    """,
    re.VERBOSE,
)
_TAGGED = re.compile(r"\[[A-Z]+(?:-\d+)?\]")


@dataclass(slots=True)  # frozen ones take three times as long to make
class Token:
    """A word; ``before``: what parts it from the word before, ``opens``: whether it starts a sentence.

    ``lower``: the word in lower case; ``capital``: whether it begins with a capital.
    """

    text: str
    start: int
    before: str
    opens: bool
    lower: str
    capital: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def is_initial(self) -> bool:
        return len(self.text) == 1 and self.capital

    @property
    def joined(self) -> bool:
        """Whether only a space, a hyphen, or the full stop of an initial parts it from the word before."""
        return "\n" not in self.before and self.before.strip() in ("", "-", ".") and self.before != ""


def tokenise(text: str, abbreviations: frozenset[str] = frozenset()) -> list[Token]:
    """The words of ``text``; after ``abbreviations`` and initials a full stop ends no sentence."""
    tokens: list[Token] = []
    end = 0
    tags = [match.span() for match in _TAGGED.finditer(text)] if "[" in text else []
    for match in _WORD.finditer(text):
        if any(start <= match.start() < stop for start, stop in tags):
            continue
        before = text[end : match.start()]
        word = match.group()
        opens = not tokens or (before != " " and _opens(before, tokens[-1], abbreviations))
        tokens.append(Token(word, match.start(), before, opens, word.lower(), word[0].isupper()))
        end = match.end()
    return tokens


def _opens(before: str, last: Token, abbreviations: frozenset[str]) -> bool:
    if not _OPENING.search(before):
        return False
    return not (before.strip() == "." and (last.is_initial or last.lower in abbreviations))
