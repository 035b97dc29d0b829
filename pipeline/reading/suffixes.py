"""Labels behind a text: 'oefenen (actie: klant)', 'Aanmelden bij school / consulent', 'lezen door u'."""

import re

from pipeline.reading.affixes import Affixes
from pipeline.reading.headings import concepts_of, masked
from pipeline.reading.labels import ACTORS

_BRACKETED = re.compile(r"^(?P<text>.{3,}?)\s*[(\[<{](?P<label>[^()\[\]<>{}]{1,60})[)\]>}][.;]?$")
_SIGNED = re.compile(
    r"^(?P<text>.{8,})(?P<joint>\s(?:(?:[–—|→»~·>/]|[-=]{1,2}>|//)\s?|-\s?))(?P<label>[^\s–—|→»/].{0,39}?)[.;]?$"
)
BEHIND = re.compile(r"^(?P<text>.{8,}[.!?])\s+(?P<label>[a-zà-þ][^.!?]{1,40})$")


def bracketed_end(text: str) -> str:
    """What stands in brackets at the end of a text, or ''."""
    match = _BRACKETED.match(text)
    return match["label"] if match else ""


def signed_end(text: str) -> tuple[str, str]:
    """The last sign that parts words at the end of a text, and these words, or two times ''."""
    match = _SIGNED.match(text)
    return (match["joint"].strip(), match["label"]) if match else ("", "")


def split_suffix(text: str, affixes: Affixes) -> tuple[str, str]:
    """The text and an actor at its end, in brackets or behind a sign: ('Thuis oefenen', 'actie: klant')."""
    for pattern, usual, share in ((_BRACKETED, affixes.ends, 0.5), (_SIGNED, affixes.dashes, 0.8)):
        if match := pattern.match(text):
            shares = concepts_of(match["label"])
            actor = sum(shares.get(name, 0.0) for name in ACTORS)
            if masked(match["label"]) in affixes.texts or usual or actor >= share:
                return match["text"].rstrip(), match["label"]
    return _split_tail(text, affixes)


def propose_suffix(text: str, affixes: Affixes) -> tuple[str, str, str]:
    """The text, what parts it from what may be a label behind it, and that; (text, '', '') for none.

    Such a sign counts where several texts of the document end so.
    """
    match = _SIGNED.match(text)
    if match is None or match["joint"].strip() not in affixes.end_parts or len(match["label"].split()) > 4:
        return text, "", ""
    return match["text"].rstrip(), match["joint"], match["label"]


def _split_tail(text: str, affixes: Affixes) -> tuple[str, str]:
    if affixes.behind and (match := BEHIND.match(text)):
        return match["text"], match["label"]
    words = text.split()
    for size in (3, 2):
        if len(words) > size and " ".join(words[-size:]).lower() in affixes.tails:
            return " ".join(words[:-size]), " ".join(words[-size:])
    return text, ""
