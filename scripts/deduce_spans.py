"""What the library deduce would take out of texts; runs in an environment of its own that has deduce.

    pip install deduce            # in that environment, not in the one of plancoder
    python scripts/deduce_spans.py < TEXTS.json > SPANS.json

Reads a JSON list of texts. Writes its start-up time, the seconds it took over the texts, and for each text
the places it found as ``[start, end, tag]``. Called by ``evaluate_privacy_sentences.py --deduce PYTHON``.
"""

import json
import sys
import time


def main() -> None:
    start = time.perf_counter()
    from deduce import Deduce  # type: ignore[import-not-found, unused-ignore]

    model = Deduce()
    ready = time.perf_counter()
    texts = json.load(sys.stdin)
    spans = [
        [[each.start_char, each.end_char, each.tag] for each in model.deidentify(text).annotations]
        for text in texts
    ]
    seconds = time.perf_counter() - ready
    json.dump({"start": ready - start, "seconds": seconds, "spans": spans}, sys.stdout)


if __name__ == "__main__":
    main()
