"""Labels and numbers in one line with a text: 'KM: aanmelden', '3.1 Taal', 'oefenen (actie: klant)'."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.reading.characters import BULLET
from pipeline.reading.headings import concepts_of, main_concept, masked, number_in

ACTORS = frozenset({"klantmanager", "statushouder", "beide", "derde"})
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
_ENUMERATOR = re.compile(
    r"^(?:\(?(?P<digits>\d{1,2}(?:\.\d{1,2})*)"
    r"(?:[.):°º]+\s*|\s*[-–]\s+|(?<=\.\d)\s+|\s+(?=[A-ZÀ-Þ\"'“‘(\[•○▪·*☐□✓➢–-]))"
    r"|\(?(?P<letter>[a-zA-Z])[.)]\s+|\(?(?P<roman>[IVX]{1,4}|[ivx]{1,4})[.):]\s+)(?=\S)"
)
_BARE_SIGN = re.compile(r"^([A-H]|[IVX]{1,4})\s+(?=\S)")
_BARE_DIGIT = re.compile(r"^([1-9])\s+(?=[^\W\d_])")
_CODE = re.compile(r"^([A-Z]{2,4})\s+(?=\S)")
_BEHIND = re.compile(r"^(?P<text>.{8,}[.!?])\s+(?P<label>[a-zà-þ][^.!?]{1,40})$")
_TAIL = 3  # words
_HABIT = 5  # texts behind a label that recurs
_NUMBERED = re.compile(r"^(?:(?:[Nn]r|[Nn]o)\.? ?|# ?)(\d{1,2})[.):]?\s+(?=\S)")
_FRAMED = re.compile(r"^([~<\[*_=-]{1,2})(\d{1,2}|[A-Za-z]|[IVX]{1,4})[~>\]*_=-]{1,2}\s+(?=\S)")  # ~a~
# III.1, 3.1.a: a part of it is no digit, else it may be a time or a date.
_COMPOUND = re.compile(
    r"^\(?((?:[IVX]{1,4}|[A-H])(?:\.(?:\d{1,2}|[ivx]{1,4}|[a-z]))+|\d{1,2}(?:\.\d{1,2})*\.(?:[ivx]{2,4}|[a-z]))"
    r"[.):]?\s+(?=\S)"
)
_LETTERED = re.compile(r"^\d{1,2}([a-h])[.):]?\s+(?=[A-ZÀ-Þ\"“'‘])")  # 4a
_NO_NUMBER = re.compile(
    r"[-/.:]?\d|u\b|(?i:uur|januari|februari|maart|april|mei|juni|juli|augustus|sept|okt|nov|dec|minuten|"
    r"(?:dag|avond|middag|ochtend|maand|les|gesprek)(?:en)?|dgn|dagde(?:el|len)|lessen|gesprekken|jaar|keer|"
    r"maal|x|we(?:ek|ken)|mnd|kinderen|bijeenkomsten|woorden|examens)\b"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_ROMAN_SIGNS = tuple(sign.upper() for sign in _ROMAN)
_COLON = re.compile(r"^([^:]{1,70}?)\s?:\s+(?=\S)")
_DASH = re.compile(r"^([^-–—]{1,45}?)\s+[-–—]\s+(?=\S)")
_STOP = re.compile(r"^([^.]{1,45}?)\.\s+(?!\d{1,2}$)(?=[A-ZÀ-Þ0-9\"“‘'])")
# What may part a label from its text; a reading weighs afterwards whether it did.
_PARTED = re.compile(
    r"^(?P<label>[^:;|>→~–—·»]{1,80}?)"
    r"(?P<joint>\s?[:;]\s+|\s+(?:[|>→~–—·»-]{1,3}|[-=]>+|\.\.+|//)\s+|(?<!\d)\.\s+(?=[A-ZÀ-Þ\"“'‘]))(?=\S)"
)
_SURE_PARTS = (
    ":",
    ".",
    "|",
    ">",
    "→",
    "->",
    "=>",
    "·",
    "..",
    "//",
)  # others count only where the document keeps doing so
_USUAL = 2  # texts that are parted in the same way
_BRACKETED = re.compile(r"^[(\[]([^()\[\]]{1,45})[)\]]\s+(?=\S)")
_COUNTED = re.compile(  # 'Stap 2', '2e actie', 'sd3', with whatever parts it from the text
    r"^((?:\d{1,2}e|[Ee]erste|[Tt]weede|[Dd]erde|[Vv]ierde|[Vv]ijfde|[Zz]esde)\s+[^\W\d_]+"
    r"|[^\W\d_]{1,14}\s?(?:\d{1,2}|[IVX]{1,3}))[.):]?\s+(?:[-–—>→|»:]+\s+)?(?=\S)"
)
_SUFFIX = re.compile(
    r"^(?P<text>.{8,}?)\s*(?:[(\[<{](?P<label>[^()\[\]<>{}]{2,60})[)\]>}]"
    r"|\s(?:(?:[–—|→-]|[-=]>)\s|//\s?)(?P<dashed>[^–—|→]{2,40}))[.;]?$"
)


@dataclass(frozen=True, slots=True)
class Affixes:
    """What recurs in a document at the start or end of its blocks, and so is a label whatever its words.

    ``signs``: blocks are enumerated A, B, C or I, II, III without a dot. ``ends`` and ``starts``: most items
    end, or start, with a text in brackets; ``dashes``: most end with a text behind a dash; ``colons``: most
    items start with a few words and a colon; ``habit``: labels that recur stand so before many texts, be they
    items or not; ``parts``: the signs that part the first words of several texts from the rest.
    ``tails``: the last words that most items share with another; ``behind``: items have words in small
    letters behind their full stop; ``codes``: the capitals that texts start with;
    ``counted``: words that stand before several texts with a number each. ``digits``: blocks are
    enumerated 1, 2, 3 without a dot.
    """

    texts: frozenset[str] = frozenset()
    signs: bool = False
    digits: bool = False
    ends: bool = False
    starts: bool = False
    dashes: bool = False
    colons: bool = False
    habit: bool = False
    parts: frozenset[str] = frozenset()
    tails: frozenset[str] = frozenset()
    behind: bool = False
    codes: frozenset[str] = frozenset()
    counted: frozenset[str] = frozenset()


NO_AFFIXES = Affixes()


def find_affixes(blocks: Iterable[tuple[str, bool, float]]) -> Affixes:
    """The recurring affixes of blocks, given as text, whether it is a bulleted item, and its left edge."""
    counts: Counter[str] = Counter()
    signs: set[str] = set()
    digits: dict[int, list[int]] = defaultdict(list)
    items = ends = starts = dashes = colons = boxed = behind = 0
    before_colon: Counter[str] = Counter()
    parts: Counter[str] = Counter()
    tails: list[tuple[str, ...]] = []
    codes: Counter[str] = Counter()
    counted: dict[str, set[int]] = defaultdict(set)
    for whole, bullet, left in blocks:
        items += bullet
        if match := _COUNTED.match(whole):
            counted[masked(match[1])].add(number_in(f"x {match[1]}") or 0)
        codes.update(code[1] for code in [_CODE.match(whole)] if code)
        behind += bullet and bool(_BEHIND.match(whole))
        tails += [tuple(whole.lower().split()[-_TAIL:])] if bullet else []
        _, _, text = split_enumerator(whole)
        for pattern in (_COLON, _BRACKETED):
            if (match := pattern.match(text)) and len(match[1].split()) <= 5 and match[1][:1].isalnum():
                counts[masked(match[1])] += 1
                colons += bullet and pattern is _COLON
                before_colon[masked(match[1])] += pattern is _COLON
        if (match := _PARTED.match(text)) and len(match["label"].split()) <= 4:
            parts[match["joint"].strip()] += 1
        if match := _SUFFIX.match(text):
            counts[masked(match["label"] or match["dashed"])] += 1
            ends += match["label"] is not None
            dashes += match["dashed"] is not None
        if match := _BARE_SIGN.match(whole):
            signs.add(match[1])
        if (match := _BARE_DIGIT.match(whole)) and not bullet:
            digits[round(left)].append(int(match[1]))
        starts += bool(_BRACKETED.match(text))
        boxed += text.startswith("[") and bool(_BRACKETED.match(text))
    recurring = frozenset(text for text, count in counts.items() if count >= 2 and text)
    enough = max(3.0, 0.5 * items)
    return Affixes(
        recurring,
        signs=_are_signs(signs),
        digits=any(map(_is_series, digits.values())),
        ends=ends >= enough,
        starts=starts >= enough or boxed >= 2,
        dashes=dashes >= enough,
        colons=colons >= max(3.0, 0.6 * items),
        habit=sum(count for count in before_colon.values() if count >= 2) >= _HABIT,
        parts=frozenset(sign for sign, count in parts.items() if count >= _USUAL),
        tails=_common_tails(tails),
        behind=behind >= _USUAL,
        codes=_usual_codes(codes),
        counted=frozenset(word for word, numbers in counted.items() if word and {1, 2} <= numbers),
    )


def _usual_codes(codes: Mapping[str, int]) -> frozenset[str]:
    """Those that come back; of a single one it cannot be told whether it is a label."""
    usual = frozenset(code for code, count in codes.items() if count >= _USUAL)
    return usual if len(usual) > 1 else frozenset()


def _common_tails(ends: Sequence[tuple[str, ...]]) -> frozenset[str]:
    """The words, two or three, that several texts end with, if most texts end with such words."""
    counts = Counter(" ".join(end[-size:]) for end in ends for size in (2, 3) if len(end) >= size)
    common = frozenset(tail for tail, count in counts.items() if count >= _USUAL and tail[-1].isalpha())
    with_one = sum(any(" ".join(end[-size:]) in common for size in (2, 3)) for end in ends)
    return common if with_one >= max(4, 0.6 * len(ends)) else frozenset()


def _is_series(numbers: Sequence[int]) -> bool:
    """Whether numbers count up from 1, once or more; each may come several times."""
    steady = all(number in (1, last, last + 1) for last, number in pairwise([0, *numbers]))
    return len(numbers) > 1 and max(numbers) > 1 and steady


def _are_signs(signs: Collection[str]) -> bool:
    """Whether two that follow each other are among the bare signs of a document."""
    return any(set(pair) <= set(signs) for pair in [*pairwise("ABCDEFGH"), *pairwise(_ROMAN_SIGNS)])


def split_enumerator(text: str, affixes: Affixes = NO_AFFIXES) -> tuple[int | None, int, str]:
    """Number, depth and the text without the number it starts with: '3.1 Taal' gives (1, 2, 'Taal').

    Where the document enumerates so, a bare sign counts too: 'B Werk' gives (2, 1, 'Werk').
    """
    if odd := _odd_enumerator(text):
        return odd
    if (affixes.signs or text.startswith(("A ", "I "))) and (bare := _BARE_SIGN.match(text)):
        sign = bare[1].lower()
        return _ROMAN.get(sign, ord(sign[0]) - ord("a") + 1), 1, text[bare.end() :]
    if affixes.digits and (digit := _BARE_DIGIT.match(text)) and not _NO_NUMBER.match(text[digit.end() :]):
        return int(digit[1]), 1, text[digit.end() :]
    match = _ENUMERATOR.match(text)
    if not match:
        return None, 0, text
    rest = text[match.end() :]
    if digits := match["digits"]:
        closed = ")" in match.group() or (match.group().endswith(" ") and "." in match.group())
        if _NO_NUMBER.match(rest) and not closed:
            return None, 0, text
        return int(digits.split(".")[-1]), digits.count(".") + 1, BULLET.sub("", rest, count=1) or rest
    sign = match["roman"] or match["letter"]
    if sign.lower() in _ROMAN and (match["roman"] or sign.isupper()):
        return _ROMAN[sign.lower()], 1, rest
    if match["letter"]:
        return ord(sign.lower()) - ord("a") + 1, 3 if sign.islower() else 1, rest
    return None, 0, text


def _odd_enumerator(text: str) -> tuple[int | None, int, str] | None:
    """Numbers as few forms print them: 'nr. 1', '#1', '4a', '~a~'."""
    if match := _NUMBERED.match(text):
        return int(match[1]), 1, text[match.end() :]
    if match := _FRAMED.match(text):
        return number_in(f"nr {match[2].upper()}"), 1, text[match.end() :]
    if match := _COMPOUND.match(text):
        last = match[1].split(".")[-1]
        number = int(last) if last.isdigit() else _ROMAN.get(last) or ord(last[0]) - ord("a") + 1
        return number, match[1].count(".") + 1, text[match.end() :]
    if match := _LETTERED.match(text):
        return ord(match[1]) - ord("a") + 1, 2, text[match.end() :]
    return None


def split_label(text: str, affixes: Affixes, item: bool) -> tuple[str, str]:
    """A label at the start of a running text and the rest: by its words, by its number, or because it recurs.

    In the ``item`` of a list fewer words make a label. Without a label: ('', text).
    """
    if (match := _BRACKETED.match(text)) and (
        affixes.starts or _is_label(match[1], ACTORS, 0.5, True, affixes, item)
    ):
        return match[1].strip(), text[match.end() :].strip()
    if (match := _COUNTED.match(text)) and (
        masked(match[1]) in affixes.counted or main_concept(match[1]) == "subdoel"
    ):
        return match[1].strip(), text[match.end() :].strip()
    patterns: tuple[tuple[re.Pattern[str], Collection[str], float], ...] = (
        (_COLON, _ITEM_LABELS if item else _LABELS, 0.6),
        (_DASH, _DASH_LABELS, 0.75),
        (_STOP, _STOP_LABELS, 0.75),
    )
    for pattern, names, share in patterns:
        match = pattern.match(text)
        marked = pattern is _COLON
        if match and match[1][0].isalnum() and _is_label(match[1], names, share, marked, affixes, item):
            return match[1].strip(), text[match.end() :].strip()
    return "", text


def propose_label(text: str, affixes: Affixes) -> tuple[str, str, str]:
    """What may be a label at the start of a text, what parts them, and the rest; ('', '', text) for none."""
    if (code := _CODE.match(text)) and code[1] in affixes.codes:
        return code[1], " ", text[code.end() :]
    match = _PARTED.match(text)
    if match is None or not re.search(r"[^\W\d_]", match["label"]) or _is_open(match["label"]):
        return "", "", text
    words, sign = len(match["label"].split()), match["joint"].strip()
    rest = text[match.end() :]
    if sign == "." and ("." in match["label"] or len(rest.split()) < 2):
        return "", "", text  # an abbreviation
    known = sign in _SURE_PARTS or sign in affixes.parts or text[match.end()] in "“‘\"'"
    if not known or words > (10 if sign == ":" else 6):
        return "", "", text
    return match["label"].strip(), match["joint"], text[match.end() :].strip()


def _is_open(text: str) -> bool:
    """Whether a bracket or quotation goes on beyond the text, or a sentence ends in it."""
    pairs = (("(", ")"), ("“", "”"), ("[", "]"))
    unpaired = any(text.count(left) != text.count(right) for left, right in pairs) or text.count('"') % 2
    return bool(unpaired or re.search(r"[.!?]\s", text))


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


def starts_with_label(text: str, recurring: Collection[str] = ()) -> bool:
    """Whether a printed line starts with a label, by its words or because it is one of the ``recurring``
    (see ``line_labels``): such a line starts a text of its own.
    """
    if _is_counted(text):
        return True
    parted = _PARTED.match(text)
    if parted and masked(parted["label"]) in recurring and parted["label"][:1].isupper():
        return True
    match = _COLON.match(text)
    if match is None or len(match[1].split()) > 6 or match[1].count("(") != match[1].count(")"):
        return False
    return masked(match[1]) in recurring or main_concept(match[1], 0.6) in _ITEM_LABELS


def _is_counted(text: str) -> bool:
    """Whether a printed line starts with a label that counts: 'Tweede stap. ...', 'Stap 2 - ...'."""
    match = _PARTED.match(text)
    if match is None or not 1 < len(words := match["label"].split()) <= 4:
        return False
    if not text[:1].isupper() and main_concept(match["label"]) != "subdoel":
        return False
    return any(number_in(f"nr {word}") is not None for word in (words[0], words[-1]))


def line_labels(lines: Iterable[str]) -> frozenset[str]:
    """What stands before a colon or the like at the start of two lines or more, in a few words: a label."""
    found = (match for line in lines if line[:1].isupper() and (match := _PARTED.match(line)))
    counts = Counter(masked(match[1]) for match in found if len(match[1].split()) <= 4)
    return frozenset(text for text, count in counts.items() if count >= 2 and text)


def split_suffix(text: str, affixes: Affixes) -> tuple[str, str]:
    """The text and an actor at its end, in brackets or behind a dash: ('Thuis oefenen', 'actie: klant')."""
    match = _SUFFIX.match(text)
    if not match:
        return _split_tail(text, affixes)
    label = match["label"] or match["dashed"]
    shares = concepts_of(label)
    actor = sum(shares.get(name, 0.0) for name in ACTORS)
    recurs = masked(label) in affixes.texts
    usual = affixes.ends if match["label"] else affixes.dashes
    if recurs or usual or actor >= (0.5 if match["label"] else 0.8):
        return match["text"], label
    return text, ""


def _split_tail(text: str, affixes: Affixes) -> tuple[str, str]:
    if affixes.behind and (match := _BEHIND.match(text)):
        return match["text"], match["label"]
    words = text.split()
    for size in (3, 2):
        if len(words) > size and " ".join(words[-size:]).lower() in affixes.tails:
            return " ".join(words[:-size]), " ".join(words[-size:])
    return text, ""
