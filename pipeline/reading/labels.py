"""Labels in one line before a text: 'KM: aanmelden', 'Stap 2 - Taal', '[klant] oefenen'."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from pipeline.reading.affixes import Affixes
from pipeline.reading.headings import main_concept, masked, number_in
from pipeline.reading.sentences import split_sentences

PERSONS = frozenset({"klantmanager", "statushouder", "beide"})
ACTORS = PERSONS | {"derde"}
_LABELS = ACTORS | {
    "hoofddoel", "subdoel", "situatie", "afspraak", "gegevens", "datum", "ondertekening", "wie", "wanneer",
    "evaluatie", "titel",
}  # fmt: skip
_ITEM_LABELS = _LABELS - {
    "evaluatie",
    "wanneer",
    "situatie",
    "gegevens",
    "datum",
}  # 'Evaluatie: 10 april' is an item
_DASH_LABELS = ACTORS | {"hoofddoel", "subdoel", "situatie"}
_STOP_LABELS = frozenset(
    {"hoofddoel", "subdoel", "situatie"}
)  # an actor before a full stop is an abbreviation
CODE = re.compile(r"^([A-Z]{2,7}(?:\s?[+&/]\s?[A-Z]{2,7})*)\s+(?=\w)")
COLON = re.compile(r"^([^:]{1,70}?)\s?:\s+(?=\S)")
_DASH = re.compile(r"^([^-–—]{1,45}?)\s+[-–—]\s+(?=\S)")
_STOP = re.compile(r"^([^.]{1,45}?)\.\s+(?!\d{1,2}$)(?=[A-ZÀ-Þ0-9\"“‘'])")
# What may part a label from its text; a reading weighs afterwards whether it did.
PARTED = re.compile(
    r"^(?P<label>[^:;|>→~–—·»]{1,80}?)"
    r"(?P<joint>\s?[:;]\s+|\s+(?:[|>→~–—·»-]{1,3}|[-=]>+|\.\.+|//)\s+"
    r"|(?<!\d)\.\s+(?=[A-ZÀ-Þ\"“'‘])|\?\s+)(?=\S)"
)
# Others count only where the document keeps doing so.
_SURE_PARTS = frozenset((":", ")", ".", "|", ">", "→", "->", "=>", "·", "..", "//", "»", "→→", ">>"))
_CLOSED = re.compile(r"^(?P<label>[^()]{1,25})(?P<joint>\)\s+)(?=\S)")  # 'KM+kl) '
_COUNTING = re.compile(  # 'Leerlijn 1. '
    r"^(?P<label>[A-ZÀ-Þ][^\W\d_]{2,14} \d{1,2})(?P<joint>\.\s+)(?=[A-ZÀ-Þ\"“'‘])"
)
BRACKETED = re.compile(
    r"^[(\[{</|*~]([^()\[\]{}<>|*~]{1,45}?)[)\]}>/|*~]\s+(?:[-–—:]\s+)?(?=\S)"  # also '(KM/SH) - '
)
_INITIALS = re.compile(r"[A-Z]{1,4}(?:\s?[+&/]\s?[A-Z]{1,4})+")  # 'K+C': who act together
_COUNTED = re.compile(  # 'Stap 2', '2e actie', '[nr. 3]', 'sd3', with whatever parts it from the text
    r"^[(\[{]?((?:\d{1,2}e|[Ee]erste|[Tt]weede|[Dd]erde|[Vv]ierde|[Vv]ijfde|[Zz]esde)\s+[^\W\d_]+"
    r"|(?:[^\W\d_]{1,14}+\s){0,3}[^\W\d_]{1,14}\.?\s?(?:\d{1,2}|[IVX]{1,3}))[.)\]}:]*\s+"
    r"(?:[-–—>→|»:]+\s+)?(?=\S)"
)


def counted_words(texts: Iterable[str]) -> frozenset[str]:
    """Words that stand before texts with the numbers 1, 2 and so on."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for text in texts:
        if match := _COUNTED.match(text):
            numbers[masked(match[1])].add(number_in(f"x {match[1]}") or 0)
    return frozenset(word for word, found in numbers.items() if word and {1, 2} <= found)


def counted_label(text: str, counted: Collection[str]) -> re.Match[str] | None:
    """The label that counts at the start of a text: a subdoel, or with words that are ``counted``."""
    match = _COUNTED.match(text)
    known = match and (masked(match[1]) in counted or main_concept(match[1]) == "subdoel")
    return match if known else None


def split_label(text: str, affixes: Affixes, item: bool) -> tuple[str, str]:
    """A label at the start of a running text and the rest: by its words, by its number, or because it recurs.

    In the ``item`` of a list fewer words make a label. Without a label: ('', text).
    """
    if match := BRACKETED.match(text):
        inside = match[1].strip()
        sure = affixes.starts or _INITIALS.fullmatch(inside)
        if sure or _is_label(inside, ACTORS, 0.5, True, affixes, item):
            return inside, text[match.end() :].strip()
    if match := counted_label(text, affixes.counted):
        return match[1].strip(), text[match.end() :].strip()
    patterns: tuple[tuple[re.Pattern[str], Collection[str], float], ...] = (
        (COLON, _ITEM_LABELS if item else _LABELS, 0.6),
        (_DASH, _DASH_LABELS, 0.75),
        (_STOP, _STOP_LABELS, 0.75),
    )
    for pattern, names, share in patterns:
        match = pattern.match(text)
        marked = pattern is COLON
        if match and match[1][0].isalnum() and _is_label(match[1], names, share, marked, affixes, item):
            return match[1].strip(), text[match.end() :].strip()
    return "", text


def propose_label(text: str, affixes: Affixes) -> tuple[str, str, str]:
    """What may be a label at the start of a text, what parts them, and the rest; ('', '', text) for none."""
    if affixes.codes and (code := CODE.match(text)):
        return code[1], " ", text[code.end() :]
    match = _CLOSED.match(text) or _COUNTING.match(text) or PARTED.match(text)
    if match is None or not re.search(r"[^\W\d_]", match["label"]) or _is_open(match["label"]):
        return "", "", text
    words, sign = len(match["label"].split()), match["joint"].strip()
    rest = text[match.end() :]
    if sign == "." and ("." in match["label"] or len(rest.split()) < 2):
        return "", "", text  # an abbreviation
    known = sign in _SURE_PARTS or sign in affixes.parts or text[match.end()] in "“‘\"'"
    known = known or (words <= 4 and number_in(match["label"]) is not None)
    if not known or words > (10 if sign == ":" else 6):
        return "", "", text
    return match["label"].strip(), match["joint"], text[match.end() :].strip()


def _is_open(text: str) -> bool:
    """Whether a bracket or quotation goes on beyond the text, or a sentence ends in it."""
    pairs = (("(", ")"), ("“", "”"), ("[", "]"))
    unpaired = any(text.count(left) != text.count(right) for left, right in pairs) or text.count('"') % 2
    return bool(unpaired or len(split_sentences(text)) > 1)


def _is_label(
    text: str, names: Collection[str], share: float, marked: bool, affixes: Affixes, item: bool
) -> bool:
    words = len(text.split())
    if text.count("(") != text.count(")"):
        return False
    if main_concept(text, share) in names:
        return words <= 9
    if not marked or words > 4:
        return False
    known = masked(text) in affixes.texts or (item and affixes.colons) or (affixes.habit and words <= 2)
    return known or number_in(text) is not None or main_concept(text, 0.35) in names


def starts_with_label(text: str, recurring: Collection[str] = (), counted: Collection[str] = ()) -> bool:
    """Whether a printed line starts with a label, by its words or because it is one of the ``recurring``
    (see ``line_labels``) or ``counted``: such a line starts a text of its own.
    """
    if counted_label(text, counted):
        return True
    parted = PARTED.match(text)
    if parted and masked(parted["label"]) in recurring and parted["label"][:1].isupper():
        return True
    match = COLON.match(text)
    if match is None or len(match[1].split()) > 6 or match[1].count("(") != match[1].count(")"):
        return False
    return masked(match[1]) in recurring or main_concept(match[1], 0.6) in _ITEM_LABELS


def line_labels(lines: Iterable[str]) -> frozenset[str]:
    """What stands before a colon or the like at the start of two lines or more, in a few words: a label."""
    found = (match for line in lines if line[:1].isupper() and (match := PARTED.match(line)))
    counts = Counter(masked(match[1]) for match in found if len(match[1].split()) <= 4)
    return frozenset(text for text, count in counts.items() if count >= 2 and text)
