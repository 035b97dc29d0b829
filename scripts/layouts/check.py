"""Does a PDF print what its truth says? The text layer against each text, without spaces and hyphens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from layouts.plans import Plan


def squeeze(text: str) -> str:
    """``text`` without what line ends change: white space, hyphens, ligatures."""
    return re.sub(r"[\s\-\u00ad\u2010\u2011\ufffe\u0002]", "", unicodedata.normalize("NFKC", text))


def texts(plan: Plan) -> Iterator[str]:
    """Every text that a reading must give."""
    yield from plan["situatie"]
    yield plan["hoofddoel"]["tekst"]
    for subdoel in plan["subdoelen"]:
        yield subdoel["tekst"]
        yield from (afspraak["tekst"] for afspraak in subdoel["afspraken"])


def missing_texts(path: Path, plan: Plan) -> list[str]:
    """The texts of ``plan`` that are not in the text layer of ``path``, whole or in pieces of three words."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    document.init_forms()
    pages = []
    for number in range(len(document)):
        if document.formenv:
            document[number].flatten()  # what stands in form fields becomes text
        pages.append(document[number].get_textpage().get_text_range())
    document.close()
    printed = squeeze("".join(pages))
    return [text for text in texts(plan) if not _printed(text, printed)]


def _printed(text: str, printed: str) -> bool:
    """Whole, or broken at most a few times by a page end between."""
    if squeeze(text) in printed:
        return True
    words = text.split()
    triples = [squeeze(" ".join(words[i : i + 3])) for i in range(max(1, len(words) - 2))]
    return sum(triple not in printed for triple in triples) <= 2 + len(words) // 12 and all(
        squeeze(word) in printed for word in words
    )
