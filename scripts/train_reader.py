"""Train the reading model from folders of plan PDFs with what they truly say.

    python scripts/train_reader.py FOLDER [FOLDER ...] [--output models/lezen]

Each FOLDER is searched for ``waarheid.jsonl`` files with the PDFs beside them.
"""

import argparse
from collections import Counter
from importlib.metadata import version
from pathlib import Path

from pipeline.reading.learning import Example, load_examples
from pipeline.reading.model import save_model
from pipeline.reading.training import train_reading_model


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--output", type=Path, default=Path("models/lezen"))
    arguments = parser.parse_args()
    truths = sorted(path for folder in arguments.folders for path in folder.rglob("waarheid.jsonl"))
    examples = [example for truth in truths for example in load_examples(truth.parent)]
    print(
        f"{len(examples)} plans in {len({e.layout for e in examples})} layouts "
        f"by {len({e.writer for e in examples})} writers"
    )
    _report_lost(examples)
    save_model(train_reading_model(examples), arguments.output, _about(examples))
    print(f"written: {arguments.output}")


def _report_lost(examples: list[Example]) -> None:
    lost = Counter(example.layout for example in examples if not example.whole)
    for layout, count in sorted(lost.items()):
        print(f"  {layout}: in {count} plans not every text of the truth was found in the PDF")


def _about(examples: list[Example]) -> dict[str, object]:
    return {
        "herkomst": "verzonnen plannen, door een machine geschreven en in veel opmaken getekend",
        "plannen": len(examples),
        "opmaken": sorted({example.layout for example in examples}),
        "schrijvers": sorted({example.writer for example in examples}),
        "python-crfsuite": version("python-crfsuite"),
        "scikit-learn": version("scikit-learn"),
    }


if __name__ == "__main__":
    main()
