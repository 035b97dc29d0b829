"""Learning to read: plans with what they truly say become roles of pieces, and these the reading model."""

import json
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.reading.document import open_document
from pipeline.reading.features import Features
from pipeline.reading.headings import masked
from pipeline.reading.model import ReadingModel
from pipeline.reading.pieces import Piece
from pipeline.reading.roles import ROLES, RoleModel
from pipeline.reading.second_look import with_second_features
from pipeline.reading.text_model import BUCKETS, TextModel, buckets, tokens

KINDS = ("anders", "situatie", "hoofddoel", "subdoel", "afspraak")
ACTOR_KINDS = ("klantmanager", "statushouder", "beide", "derde")
Truth = Mapping[str, Any]  # one line of waarheid.jsonl
Document = tuple[Sequence[Sequence[str]], Sequence[str]]  # features and role of each piece
_BLINDED = (0.0, 0.4)  # shares of the headings that are made unknown


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


@dataclass(frozen=True, slots=True)
class Looked:
    """An example with the features of its pieces."""

    example: Example
    features: Features


def load_examples(folder: Path) -> Iterator[Example]:
    """The plans of a folder with ``waarheid.jsonl`` beside the PDFs; unreadable ones are an error."""
    for line in (folder / "waarheid.jsonl").read_text(encoding="utf-8").splitlines():
        truth = json.loads(line)
        document = open_document(folder / truth["bestand"])
        if document.pieces:  # a scan teaches nothing
            yield make_example(document.pieces, truth)


def make_example(pieces: Sequence[Piece], truth: Truth) -> Example:
    """Finds each text of ``truth`` in the pieces."""
    roles = ["anders"] * len(pieces)
    texts = [plain(piece.text) for piece in pieces]
    whole = True
    for role, text in _targets(truth):
        span = _find(texts, roles, plain(text))
        if span is None:
            whole = False
            continue
        for index in span:
            roles[index] = role if index == span[0] or role == "situatie" else f"{role}+"
    actors = tuple(
        (a["tekst"], a["wie"]) for goal in truth["subdoelen"] for a in goal["afspraken"] if a.get("wie")
    )
    layout = truth.get("layout", truth["stijl"])
    return Example(truth["plan_id"], truth["stijl"], layout, tuple(pieces), tuple(roles), actors, whole)


def _targets(truth: Truth) -> Iterator[tuple[str, str]]:
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
    """Each piece's text with its kind, the rest of a part counted with its part."""
    return [
        (piece.text, role.rstrip("+"))
        for example in examples
        for piece, role in zip(example.pieces, example.roles, strict=True)
    ]


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
    for part in ROLES:
        for rest in (role for role in ROLES if role.endswith("+")):
            if part.rstrip("+") != rest.rstrip("+") and part != "anders":
                transitions[index[part], index[rest]] = -1e4
    return RoleModel(ROLES, features, transitions)


def blinded(example: Example, share: float, generator: np.random.Generator) -> frozenset[str]:
    """Headings to treat as unknown words, so that the model learns to do without them."""
    heads = sorted({masked(piece.text) for piece in example.pieces if len(piece.text) < 70})
    return frozenset(head for head in heads if generator.random() < share)


def look_at(examples: Sequence[Example], models: Mapping[str, TextModel], seed: int = 7) -> list[Looked]:
    """Features of each example, once per share of headings made unknown.

    ``models`` gives per writer a text model that has not seen that writer's texts.
    """
    generator = np.random.default_rng(seed)
    return [
        Looked(
            example,
            Features.of(example.pieces, models[example.writer], blinded(example, share, generator)),
        )
        for share in _BLINDED
        for example in examples
    ]


def text_models_by_writer(examples: Sequence[Example], folds: int = 4) -> dict[str, TextModel]:
    """Per writer a text model that has not seen his texts: writers are left out a few at a time."""
    writers = sorted({example.writer for example in examples})
    models: dict[str, TextModel] = {}
    for fold in range(min(folds, len(writers))):
        out = set(writers[fold::folds])
        model = train_text_model(kind_texts(e for e in examples if e.writer not in out), KINDS)
        models.update(dict.fromkeys(out, model))
    return models


def train_reading_model(examples: Sequence[Example]) -> ReadingModel:
    """The whole reading model from examples of at least two writers and two layouts."""
    looked = look_at(examples, text_models_by_writer(examples))
    first = train_role_model([(item.features.names, item.example.roles) for item in looked])
    second = train_role_model(list(_second_look(looked)))
    kinds = train_text_model(kind_texts(examples), KINDS)
    actors = train_text_model([pair for example in examples for pair in example.actors], ACTOR_KINDS)
    return ReadingModel(kinds, actors, first, second)


def _second_look(looked: Sequence[Looked], folds: int = 4) -> Iterator[Document]:
    """Features of both looks; the first look at each layout is by a model that has not seen that layout."""
    layouts = sorted({item.example.layout for item in looked}, key=lambda name: zlib.crc32(name.encode()))
    for fold in range(min(folds, len(layouts))):
        out = set(layouts[fold::folds])
        learnt = [
            (item.features.names, item.example.roles) for item in looked if item.example.layout not in out
        ]
        model = train_role_model(learnt)
        for item in looked:
            if item.example.layout in out:
                _, first = model.decode(item.features.names)
                yield with_second_features(item.example.pieces, item.features, first), item.example.roles
