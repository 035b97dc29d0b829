"""Printed characters as text: symbol bullets, ligatures, the many hyphens, and lost hyphenation."""

import re
import unicodedata
from functools import lru_cache
from string import ascii_letters

# Private-use code points that symbol fonts (Symbol, Wingdings) give for bullets and boxes.
_SYMBOLS = {
    "\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf06f": "□", "\uf0a8": "□",
    "\uf0fe": "☒", "\uf02d": "-", "\uf06e": "■", "\uf071": "❑", "\ue00c": "•", "\uf076": "❖",
    "\uf0e0": "→", "\uf0e8": "➔", "\uf072": "❑", "\uf0a3": "□", "\uf052": "☑", "\uf051": "☒", "\uf0f0": "➢",
}  # fmt: skip
# Letters of a ligature, such as the 'ti' of common office fonts, may be given with their two bytes swapped.
_SWAPPED = {chr(ord(letter) << 8): letter for letter in ascii_letters}
_LONE_SURROGATES = {chr(half): "\ufffd" for half in range(0xD800, 0xE000)}  # no text; UTF-8 refuses them
HYPHEN = "\u00ad"  # a hyphen that may only be there because the line ended
_TRANSLATION = str.maketrans(
    {**_SYMBOLS, **_SWAPPED, **_LONE_SURROGATES,
     "\u2010": "-", "\u2011": "-", "\ufffe": HYPHEN, "\u00a0": " ", "\u200b": "",
     "\ufeff": "", "\u202f": " ", "\x00": ""}
)  # fmt: skip
_LIGATURES = {
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ﬅ": "st",
    "ﬆ": "st",
    "ĳ": "ij",
    "Ĳ": "IJ",
}
_LIGATURE = re.compile("[" + "".join(_LIGATURES) + "]")

_LINKS = frozenset({"en", "of"})
BULLET = re.compile(
    r"^(?:[•●○◦▪▫■□◾◼◻➢➤➔→►▶▸▹✓✔☑☐☒✗✘❑❖❏❍‣⁃∙·*–—»>=+~-]+|o"
    r"|\[[ xX]?\](?:\s*\[[ xX]?\])*|[☐☑☒□](?:\s*[☐☑☒□])+)(?=\s|$)\s*"
)


def clean(text: str) -> str:
    """``text`` with plain bullets, letters for ligatures, composed accents; length may change."""
    if text.isascii() and "\x00" not in text:  # most are, and need nothing
        return text
    text = text.translate(_TRANSLATION)
    text = _LIGATURE.sub(lambda match: _LIGATURES[match.group()], text)
    return unicodedata.normalize("NFC", text)


def join_lines(first: str, second: str) -> str:
    """Two printed lines of one text as one; a word broken over the line end is made whole."""
    if first.endswith((HYPHEN, "-")) and second[:1].islower():
        stem, head = first[:-1].rstrip(HYPHEN), re.match(r"\w*", second)
        if head and head.group() in _LINKS:  # 'taal- en rekenles'
            return f"{stem}- {second}"
        tail = re.search(r"\w*$", stem)
        if tail and head and tail.group() and _is_broken(tail.group(), head.group()):
            return stem + second
        return stem + "-" + second
    if first.endswith(("/", HYPHEN)) or (first.endswith("-") and not first.endswith(" -")):
        return first.replace(HYPHEN, "-") + second
    return f"{first} {second}"


@lru_cache(maxsize=4096)
def _is_broken(left: str, right: str) -> bool:
    """Whether ``left-right`` is one word cut at the line end, rather than a word with a hyphen."""
    from simplemma import is_known

    whole = left + right
    if is_known(whole, lang="nl"):
        return True
    # A hyphenated pair such as 'sociaal-medische' has two known halves and an unknown whole; the
    # halves of a long Dutch compound cut by a hyphenator are rarely words both.
    return not (len(left) > 3 and is_known(left, lang="nl") and is_known(right, lang="nl"))
