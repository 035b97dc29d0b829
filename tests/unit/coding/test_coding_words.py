"""Words, classes of words and features of texts."""

from pathlib import Path

import numpy as np
import pytest

from pipeline.codebook import Codebook, load_codebook
from pipeline.coding.text import Text, Word, normalise, read_texts
from pipeline.coding.vectors import Vectoriser
from pipeline.coding.word_classes import WordClasses, word_classes
from pipeline.language import load_language

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook(ROOT / "codebook.yaml")


def words(*forms: str) -> tuple[Word, ...]:
    return tuple(Word(form, form, (form,)) for form in forms)


def test_no_number_or_person_can_be_learnt_by_heart() -> None:
    first = normalise("[NAAM-1] belt [KLANTMANAGER] op 3 mei 2020 via [TELEFOON]")
    assert first == normalise("[NAAM-27]  belt [KLANTMANAGER] op 14 mei 2019 via [TELEFOON]")
    assert normalise("[NAAM]") == normalise("[NAAM-3]")
    assert "[" not in first


def test_patterns_of_classes() -> None:
    classes = WordClasses(
        {"begin": ["taal*"], "eind": ["*klacht"], "heel": ["app"], "samen": ["elke dag", "half uur*"]}
    )
    assert classes.in_words(words("taalles")) == ("begin",)
    assert classes.in_words(words("rugklacht")) == ("eind",)
    assert classes.in_words(words("apparaat", "app")) == ("heel",)
    assert classes.in_words(words("elke", "dag")) == ("samen",)
    assert classes.in_words(words("half", "uurtje")) == ("samen",)
    assert classes.in_words(words("dag", "elke")) == ()
    assert classes.in_words(words("elke")) == ()
    assert classes.in_words(()) == ()


def test_a_class_is_found_by_lemma_and_by_part_of_a_compound() -> None:
    classes = WordClasses({"x": ["opvang"]})
    assert classes.in_words((Word("noodopvang", "noodopvang", ("nood", "opvang")),)) == ("x",)
    assert classes.in_words((Word("opvangen", "opvang", ("opvang",)),)) == ("x",)


def test_terms_of_the_codebook_are_classes(codebook: Codebook) -> None:
    nlp = load_language("nl")
    (text,) = read_texts(["Zij gaat naar de inburgeringscursus."], nlp, word_classes(codebook))
    assert "code=thema.taal" in text.classes
    assert [word.form for word in text.words][-1] == "inburgeringscursus"


def test_every_entry_of_the_list_can_match() -> None:
    """An entry in capitals, with a digit other than 0, or empty could never be found."""
    data = (ROOT / "pipeline/coding/data/word_classes.yaml").read_text(encoding="utf-8")
    entries = [
        entry.strip()
        for line in data.splitlines()
        if line and not line.startswith("#")
        for entry in line.split(":", 1)[1].split(",")
    ]
    wrong = [entry for entry in entries if not entry or entry != normalise(entry).lower()]
    assert wrong == []


def test_features_of_few_people_or_one_writer_are_left_out() -> None:
    shared, few, local = ("taal",), ("taal", "leren"), ("taal", "buurthuis")
    texts = [Text(words(*forms), ("a", "b")) for forms in (shared, few, few, few, local, local, local)]
    vectoriser = Vectoriser.fit(texts, people=[1, 2, 2, 3, 4, 5, 6], writers=[1, 1, 2, 2, 3, 3, 3])
    assert "w=taal" in vectoriser.names[1]
    assert "w=leren" not in vectoriser.names[1]  # two people
    assert "w=buurthuis" not in vectoriser.names[1]  # one writer
    assert "a+b" in vectoriser.names[2]
    assert not [feature for feature in vectoriser.names[0] if "uurth" in feature]


def test_rows_have_the_same_length() -> None:
    texts = [Text(words("taal", "leren"), ("a", "b")), Text(words("taal"), ("a", "b")), Text((), ())]
    vectoriser = Vectoriser.fit(texts * 3, people=range(9), writers=range(9))
    matrix = vectoriser.transform(texts)
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    assert norms[0] == pytest.approx(norms[1])
    assert norms[2] == 0


def test_texts_without_known_words() -> None:
    vectoriser = Vectoriser.fit([Text(words("taal"), ())] * 3, people=range(3), writers=range(3))
    assert vectoriser.transform([Text(words("zzz"), ())]).nnz == 0
    assert vectoriser.transform([]).shape[0] == 0


def test_what_was_not_taken_out_of_a_text_is_read_as_a_tag(codebook: Codebook) -> None:
    nlp, classes = load_language("nl"), word_classes(codebook)
    left, tagged = read_texts(
        [
            "Tesfay mailt samir.99@voorbeeld.nl over BSN 999123456",
            "[NAAM-1] mailt [EMAIL] over BSN 999123467",
        ],
        nlp,
        classes,
    )
    assert left == tagged
