"""The comparison of classifiers: what is left out stays out, and each is counted alike."""

import sys
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from peers.annif_backends import Annif, AnnifProcess
from peers.linear import support_vectors
from peers.running import other, run, text_model
from peers.systems import INNER, learn
from peers.table import table
from peers.tasks import Task, outside_tasks, plan_tasks
from sklearn.metrics import f1_score

from pipeline.annotations import read_annotations
from pipeline.codebook import load_codebook
from pipeline.coding.examples import examples_from
from pipeline.language import load_language

ROOT = Path(__file__).resolve().parents[3]
CODEBOOK = load_codebook(ROOT / "codebook.yaml")
TAAL = "leert Nederlands"
WERK = "zoekt werk"
WITH = ("in de klas", "bij een bedrijf", "voor de zomer", "met hulp", "elke week", "als het lukt")


def task(single: bool = False) -> Task:
    """Thirty texts of three groups; the last group is left out."""
    taal = np.random.default_rng(0).random(30) < 0.5
    group = np.repeat([0, 1, 2], 10)
    pairs = list(product(WITH, repeat=2))  # each once, so that every text is another
    order = np.random.default_rng(1).permutation(len(pairs))[:30]
    return Task(
        "klein",
        "invented",
        [
            f"{pairs[at][0]} {TAAL if each else WERK} {pairs[at][1]}"
            for each, at in zip(taal, order, strict=True)
        ],
        np.stack([taal, ~taal], axis=1),
        np.ones((30, 2), dtype=bool),
        ("taal", "werk"),
        single,
        group,
        np.arange(30),
        [(np.flatnonzero(group < 2), np.flatnonzero(group == 2))],
    )


class Remembers:
    """Learns nothing; keeps what it was shown. Scores are below 0, and those of the first code higher."""

    name = "remembers"

    def __init__(self) -> None:
        self.shown: list[set[str]] = []
        self.asked: list[set[str]] = []

    def learn(self, texts: Sequence[str], labels: np.ndarray) -> "Remembers":  # noqa: ARG002
        self.shown.append(set(texts))
        return self

    def scores(self, texts: Sequence[str]) -> np.ndarray:
        self.asked.append(set(texts))
        return np.array([[-1.0 if TAAL in text else -3.0, -2.0] for text in texts])

    def size(self) -> int:
        return 1_000_000


def test_thresholds_come_from_texts_that_were_not_learnt_from() -> None:
    small, system = task(), Remembers()
    group = np.arange(30) // 5
    coder = learn(system, small.texts, small.labels, group, single=False)
    assert len(system.shown) == INNER + 1
    assert system.shown[-1] == set(small.texts)
    for shown, asked in zip(system.shown, system.asked, strict=False):
        assert not shown & asked
        assert shown | asked == set(small.texts)
    given = coder.give([TAAL, WERK])
    assert given[:, 0].tolist() == [True, False]  # the limit lies between -1 and -3


def test_of_a_single_choice_the_best_score_counts() -> None:
    small = task(single=True)
    coder = learn(Remembers(), small.texts, small.labels, small.group, single=True)
    assert coder.give([TAAL, WERK]).tolist() == [[True, False], [False, True]]


def test_all_systems_learn_an_easy_task_and_stand_in_one_table() -> None:
    small = task()
    outcomes = [
        run("eerste", small, text_model(small, CODEBOOK)),
        run("tweede", small, other(small, support_vectors())),
        run("derde", small, other(small, Remembers())),
    ]
    lines = list(table(small, outcomes))
    assert lines[0] == "**klein**: invented"
    for line, outcome in zip(lines[4:6], outcomes, strict=False):
        assert line.startswith(f"| {outcome.system} | 1.000 (1.000 – 1.000) |")
    coded = slice(20, None)
    expected = f1_score(small.labels[coded], outcomes[2].given[coded], average="macro")
    assert lines[6].split(" | ")[1].startswith(f"{expected:.3f}")
    assert lines[6].split(" | ")[2].startswith(f"{expected - 1:+.3f}")
    assert lines[6].rstrip().endswith("| 1.0 |")


def test_the_model_learns_a_single_choice_from_texts_alone() -> None:
    small = task(single=True)
    found = run("eerste", small, text_model(small, CODEBOOK))
    assert (found.given[20:] == small.labels[20:]).all()


def test_a_writer_that_is_coded_is_not_learnt_from() -> None:
    annotations = [
        item
        for item in read_annotations(ROOT / "annotations", CODEBOOK)
        if item.plan in ("P01-001", "P02-001", "P03-001")
    ]
    examples = examples_from(annotations, CODEBOOK, load_language())
    five, instrument = plan_tasks(examples, ["P01", "P03"])
    for found in (five, instrument):
        assert len(found.splits) == 2
        for out, (train, test) in zip(("P01", "P03"), found.splits, strict=True):
            assert found.units is not None
            writers = np.array([examples.annotations[unit].schrijver for unit in found.units])
            assert set(writers[test]) == {out}
            assert set(writers[train]) == {"P01", "P02", "P03"} - {out}
    assert five.texts == [item.tekst for item in examples.annotations]
    assert not five.possible.all()  # a hoofddoel has no eigen inzet
    assert instrument.single
    assert instrument.labels.sum(axis=1).tolist() == [1] * len(instrument.texts)
    assert all("\n" in text for text in instrument.texts)


def test_outside_data_is_read_as_it_is(tmp_path: Path) -> None:
    assert list(outside_tasks(tmp_path)) == []
    (tmp_path / "dekamer").mkdir()
    questions = 'tekst,themas\n"Trein, te laat",VERVOER\nFraude,\nGrens,MIGRATIE;VEILIGHEID\n' * 2
    (tmp_path / "dekamer" / "vragen.csv").write_text(questions.replace("\ntekst,themas", ""), "utf-8")
    (tmp_path / "sib200").mkdir()
    for number, name in enumerate(("train", "dev", "test")):
        (tmp_path / "sib200" / f"sib_{name}.tsv").write_text(
            f'index_id\tcategory\ttext\n{number}\tsports\tHij zei: "hard\n{number}\ttravel\tReis\n', "utf-8"
        )
    kamer, sib = outside_tasks(tmp_path)
    assert kamer.codes == ("MIGRATIE", "VEILIGHEID", "VERVOER")
    assert kamer.labels[:3].tolist() == [[False, False, True], [False] * 3, [True, True, False]]
    assert sorted(row for _, test in kamer.splits for row in test) == list(range(6))
    assert sib.texts[0] == 'Hij zei: "hard'
    assert sib.labels.sum(axis=1).tolist() == [1] * 6
    assert [rows.tolist() for rows in sib.splits[0]] == [[0, 1, 2, 3], [4, 5]]


def test_an_environment_without_annif_is_told() -> None:
    with (
        AnnifProcess(Path(sys.executable)) as process,
        pytest.raises(RuntimeError, match="ModuleNotFoundError"),
    ):
        Annif(process, "tfidf").learn([TAAL, WERK], np.eye(2, dtype=bool))
