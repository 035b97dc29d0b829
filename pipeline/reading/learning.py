"""Learning to read: plans with what they truly say become roles of pieces, and these the reading model."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.reading.document import open_document
from pipeline.reading.pieces import Piece
from pipeline.reading.roles import GRAMMAR, ROLES, RoleModel
from pipeline.reading.text_model import BUCKETS, TextModel, buckets, tokens
from pipeline.reading.variation import side_matter

ACTOR_KINDS = ("klantmanager", "statushouder", "beide", "derde")
Truth = Mapping[str, Any]  # one line of waarheid.jsonl
Document = tuple[Sequence[Sequence[str]], Sequence[str]]  # features and role of each piece


@dataclass(frozen=True, slots=True)
class Example:
    """A document with the role of each piece; ``whole`` if all of the truth was found in it."""

    name: str
    writer: str
    layout: str
    pieces: tuple[Piece, ...]
    roles: tuple[str, ...]
    actors: tuple[tuple[str, str], ...]
    whole: bool
    truth: Truth = field(compare=False, repr=False)
    clarity: float = 1.0  # of the letters: below 1 for a scan


def load_examples(folder: Path) -> Iterator[Example]:
    """The plans of a folder with ``waarheid.jsonl`` beside the PDFs; unreadable ones are an error."""
    for line in (folder / "waarheid.jsonl").read_text(encoding="utf-8").splitlines():
        truth = json.loads(line)
        inside = folder / "plannen" / truth["bestand"]
        document = open_document(inside if inside.is_file() else folder / truth["bestand"])
        if document.pieces:  # nothing is seen on a scan without a recogniser
            yield make_example(document.pieces, truth, document.clarity)


def make_example(pieces: Sequence[Piece], truth: Truth, clarity: float = 1.0) -> Example:
    """Finds each text of ``truth`` in the pieces."""
    roles, lost = roles_of(pieces, truth)
    actors = tuple(
        (a["tekst"], a["wie"]) for goal in truth["subdoelen"] for a in goal["afspraken"] if a.get("wie")
    )
    layout = truth.get("layout", truth["stijl"])
    return Example(
        truth["plan_id"],
        truth["stijl"],
        layout,
        tuple(pieces),
        tuple(roles),
        actors,
        not lost,
        truth,
        clarity,
    )


def roles_of(pieces: Sequence[Piece], truth: Truth) -> tuple[list[str], list[str]]:
    """The role of each piece by what the plan truly says, and the texts of ``truth`` that were not found."""
    roles = ["anders"] * len(pieces)
    texts = [plain(piece.text) for piece in pieces]
    lost = []
    for role, text in targets(truth):
        span = _find(texts, roles, plain(text))
        if span is None and role == "situatie":  # its paragraphs may stand apart
            spans = [_find(texts, roles, plain(paragraph)) for paragraph in truth["situatie"]]
            span = None if None in spans else [index for found in spans for index in found or ()]
        if span is None:
            lost.append(text)
            continue
        for index in span:
            roles[index] = role if index == span[0] or role == "situatie" else f"{role}+"
    return roles, lost


def targets(truth: Truth) -> Iterator[tuple[str, str]]:
    """Each text that a plan truly holds, with the role its first piece has."""
    yield "situatie", " ".join(truth["situatie"])  # paragraphs may be printed as one
    yield "hoofddoel", truth["hoofddoel"]["tekst"]
    for goal in truth["subdoelen"]:
        yield "subdoel", goal["tekst"]
        yield from (("afspraak", step["tekst"]) for step in goal["afspraken"])


def plain(text: str) -> str:
    """The letters and digits of a text in lower case: what must agree for two texts to be the same."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()


def _find(texts: Sequence[str], roles: Sequence[str], target: str) -> list[int] | None:
    """The pieces that together are ``target``; the first place that is still free."""
    for start, text in enumerate(texts):
        if roles[start] != "anders" or not text or not target.startswith(text):
            continue
        found, rest, index = [start], target[len(text) :], start + 1
        while rest and index < len(texts) and index - found[-1] <= 2:
            if texts[index] and rest.startswith(texts[index]) and roles[index] == "anders":
                found.append(index)
                rest = rest[len(texts[index]) :]
            index += 1
        if not rest:
            return found
    return None


def train_text_model(
    texts: Sequence[tuple[str, str]], classes: Sequence[str], strength: float = 8.0
) -> TextModel:
    """Multinomial logistic regression on hashed features of (text, class) pairs; equal texts count once."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    texts = list({(tuple(tokens(text)), kind): (text, kind) for text, kind in texts}.values())
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, (text, _) in enumerate(texts):
        flat = [bucket for part in buckets(text) for bucket in part]
        rows += [row] * len(flat)
        columns += flat
        values += [len(flat) ** -0.5] * len(flat) if flat else []
    matrix = csr_matrix((values, (rows, columns)), shape=(len(texts), BUCKETS))
    model = LogisticRegression(C=strength, max_iter=300, tol=1e-3)
    model.fit(matrix, [classes.index(kind) for _, kind in texts])
    weights = np.zeros((BUCKETS, len(classes)), dtype=np.float32)
    bias = np.full(len(classes), -20.0, dtype=np.float32)
    weights[:, model.classes_] = model.coef_.T
    bias[model.classes_] = model.intercept_
    return TextModel(classes, weights, bias)


def kind_texts(examples: Iterable[Example]) -> list[tuple[str, str]]:
    """Each piece's text with its kind, the rest of a part counted with its part; and texts of side matter."""
    found = [
        (piece.text, role.rstrip("+"))
        for example in examples
        for piece, role in zip(example.pieces, example.roles, strict=True)
    ]
    return found + [(text, "anders") for _, texts in side_matter() for text in texts]


def train_role_model(
    documents: Sequence[Document],
    c2: float = 10.0,
    iterations: int = 120,
) -> RoleModel:
    """A conditional random field from (features per piece, roles) of each document."""
    import tempfile

    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": 0.02, "c2": c2, "max_iterations": iterations, "feature.minfreq": 2})
    for features, roles in documents:
        trainer.append([list(names) for names in features], list(roles))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roles.crfsuite"
        trainer.train(str(path))
        tagger = pycrfsuite.Tagger()
        tagger.open(str(path))
        info = tagger.info()
        tagger.close()
    return _role_model(info.state_features, info.transitions)


def _role_model(states: Mapping[tuple[str, str], float], moves: Mapping[tuple[str, str], float]) -> RoleModel:
    index = {role: number for number, role in enumerate(ROLES)}
    features: dict[str, np.ndarray] = {}
    for (name, role), weight in sorted(states.items()):
        features.setdefault(name, np.zeros(len(ROLES)))[index[role]] = weight
    # A move never seen is against the grammar of a plan, such as the rest of a text that never began.
    transitions = np.full((len(ROLES), len(ROLES)), -6.0)
    for (before, after), weight in moves.items():
        transitions[index[before], index[after]] = weight
    return RoleModel(ROLES, features, np.where(GRAMMAR.transitions < 0, GRAMMAR.transitions, transitions))
