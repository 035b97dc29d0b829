"""Runs inside an environment of its own that holds Annif: one request a line in, one answer a line out.

    {"do": "learn", "folder": ..., "backend": "tfidf", "codes": 5, "texts": [...], "labels": [[0, 3], ...]}
    {"do": "score", "folder": ..., "texts": [...]}

Annif cuts texts into words with the punkt tables of NLTK, which it would download. Here a table is learnt
from the first texts, so that nothing is fetched.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

CONFIGURATION = """[peer]
name=peer
language=nl
backend={backend}
analyzer=simplemma(nl)
vocab=codes
limit={codes}
{parameters}
"""
PARAMETERS = {"tfidf": "", "omikuji": "min_df=1\nngram=2"}
PROJECTS: dict[str, Any] = {}


def learn(request: dict[str, Any]) -> dict[str, Any]:
    make_punkt_table(Path(request["folder"]).parent / "nltk", request["texts"])
    from annif.corpus import Document, DocumentList, SubjectSet

    project = make_project(Path(request["folder"]), request["backend"], request["codes"])
    ids = [project.subjects.by_uri(uri(code)) for code in range(request["codes"])]
    documents = [
        Document(text=text, subject_set=SubjectSet([ids[code] for code in codes]))
        for text, codes in zip(request["texts"], request["labels"], strict=True)
    ]
    project.train(DocumentList(documents), jobs=1)
    PROJECTS[request["folder"]] = (project, ids)
    return {}


def score(request: dict[str, Any]) -> dict[str, Any]:
    from annif.corpus import Document

    project, ids = PROJECTS[request["folder"]]
    rows = []
    for suggestions in project.suggest([Document(text=text) for text in request["texts"]]):
        found = {suggestion.subject_id: float(suggestion.score) for suggestion in suggestions}
        rows.append([found.get(subject, 0.0) for subject in ids])
    return {"scores": rows}


def make_project(folder: Path, backend: str, codes: int) -> Any:
    from annif.registry import AnnifRegistry
    from annif.vocab import VocabFileTSV

    folder.mkdir(parents=True)
    configuration = folder / "projects.cfg"
    configuration.write_text(
        CONFIGURATION.format(backend=backend, codes=codes, parameters=PARAMETERS[backend]), encoding="utf-8"
    )
    vocabulary = folder / "codes.tsv"
    vocabulary.write_text("".join(f"<{uri(code)}>\tcode {code}\n" for code in range(codes)), encoding="utf-8")
    registry = AnnifRegistry(str(configuration), str(folder / "data"), init_projects=False)
    registry.get_vocab("codes").load_vocabulary(VocabFileTSV(str(vocabulary), "nl"))
    return registry.get_project("peer")


def uri(code: int) -> str:
    return f"http://example.org/code/{code}"


def make_punkt_table(folder: Path, texts: list[str]) -> None:
    """Under the name of English: Annif asks NLTK for words in whatever language that takes by default."""
    import nltk
    from nltk.tokenize.punkt import PunktTrainer, save_punkt_params

    table = folder / "tokenizers" / "punkt_tab" / "english"
    if not table.exists():
        table.parent.mkdir(parents=True)
        save_punkt_params(PunktTrainer("\n".join(texts)).get_params(), dir=str(table))
    if str(folder) not in nltk.data.path:
        nltk.data.path.insert(0, str(folder))


def main() -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what Annif and its libraries print is no answer
    for line in sys.stdin:
        request = json.loads(line)
        start = time.process_time()
        try:
            answer = {"learn": learn, "score": score}[request["do"]](request)
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        answer["seconds"] = time.process_time() - start
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
