"""Would the check of the output see it if nothing had been taken out of the plans?

    python scripts/evaluate_leak_check.py CORPUS/plannen

Takes from the PDFs what ``plancoder privacy check`` looks for, and looks for it in the true texts of the same
plans (``Pnn/waarheid.jsonl``). Prints by kind how many of the identifiers in these are found, and how many in
the texts as pseudonymised, where none should be.
"""

import argparse
from collections import Counter
from pathlib import Path

from evaluate_privacy import _lines, _pattern, _plan, _values

from pipeline.domain import Reading
from pipeline.privacy.pseudonymiser import identifiers, plan_texts
from pipeline.privacy.search import put_tags
from pipeline.privacy.traces import TraceIndex, all_traces
from pipeline.study.leak_check import prepare, read_traces

NEAR = 2  # characters: a number may be found from its first digit


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("plannen", type=Path, help="folder with Pnn/*.pdf and Pnn/waarheid.jsonl")
    folder = parser.parse_args().plannen
    prepare(())
    read = [traces for path in sorted(folder.rglob("*.pdf")) if (traces := read_traces(path))]
    index = TraceIndex(all_traces(read))
    present: Counter[str] = Counter()
    found: Counter[str] = Counter()
    left = 0
    for file in sorted(folder.glob("*/waarheid.jsonl")):
        for truth in _lines(file):
            plan = _plan(truth)
            clean = identifiers(Reading(plan, (), tuple(plan_texts(plan)), 1, 1.0))
            left += sum(len(list(index.find(put_tags(text, spans)))) for text, spans in clean.items())
            for text in plan_texts(plan):
                hits = [hit.start for hit in index.find(text)]
                for kind, value in _values(truth["identificatie"]):
                    for match in _pattern(value).finditer(text):
                        present[kind] += 1
                        near = range(match.start() - NEAR, match.end() + NEAR)
                        found[kind] += any(start in near for start in hits)
    for kind, count in sorted(present.items()):
        print(f"{kind:14} occurs {count:5}  found {found[kind]:5}")
    print(f"found {found.total()} of {present.total()}; in the texts as pseudonymised {left}")


if __name__ == "__main__":
    main()
