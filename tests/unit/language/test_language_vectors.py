"""Vectors of an installed model beside our own words: from the package to codes."""

import re
import sys
from pathlib import Path

import numpy as np
import pytest
from spacy_package import install

from pipeline.annotations import by_plan, read_annotations
from pipeline.cli.main import run
from pipeline.codebook import load_codebook
from pipeline.coding import Coder
from pipeline.errors import ModelError
from pipeline.language import language_id, load_language

ROOT = Path(__file__).resolve().parents[3]
WRITERS, PLANS = ("P01", "P09", "P16"), 5
PACKAGES = ("nl_proef_sm", "nl_proef_md")


@pytest.fixture(scope="module", autouse=True)
def installed(tmp_path_factory):
    """Without vectors (sm), and with vectors of a few words (md), told apart by two directions."""
    folder = tmp_path_factory.mktemp("pakketten")
    directions = {"les": (1.0, 0.0), "cursus": (0.8, 0.6), "baan": (-0.6, 0.8), "werk": (-0.8, 0.6)}
    install(folder, "nl_proef_sm", "nl")
    install(folder, "nl_proef_md", "nl", directions)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        yield
    for name in PACKAGES:
        sys.modules.pop(name, None)


def test_vectors_come_beside_our_own_words():
    nlp = load_language("nl+nl_proef_md")
    one, none = nlp.pipe(["les cursus", "zzz"])
    assert one._.vector == pytest.approx((0.9, 0.3))
    assert none._.vector == (0.0, 0.0)
    assert nlp("Dit is opgelost.")[2].lemma_ == "oplossen"  # as without
    assert language_id(nlp) == language_id(load_language()) + " vectoren nl_proef_md-1.2.3"


def test_by_default_there_are_none():
    assert load_language()("les")._.vector == ()


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nl_proef_xx", r"'nl_proef_xx' is niet geïnstalleerd.*pip install"),
        ("nl_proef_sm", "'nl_proef_sm' heeft geen woordvectoren.*nl_core_news_md"),
    ],
)
def test_vectors_that_are_not_there_say_how_to_get_them(name, says):
    with pytest.raises(ModelError, match=says):
        load_language(f"nl+{name}")


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """Settings with vectors, and a model that was trained by them."""
    folder = tmp_path_factory.mktemp("met")
    settings = folder / "plancoder.yaml"
    settings.write_text(
        f"taalmodel: nl+nl_proef_md\nmodellen: {folder}/models\ncodeboek: {ROOT}/codebook.yaml\n",
        encoding="utf-8",
    )
    (folder / "annotaties").mkdir()
    for writer in WRITERS:
        plans = by_plan(read_annotations(ROOT / "annotations" / f"{writer}.jsonl"))[:PLANS]
        lines = [item.model_dump_json() + "\n" for plan in plans for item in plan]
        (folder / "annotaties" / f"{writer}.jsonl").write_text("".join(lines), encoding="utf-8")
    given = ["--annotations", str(folder / "annotaties"), "--settings", str(settings), "--no-evaluate"]
    assert run(["train", *given, "--name", "met"]) == 0
    return folder / "models" / "met"


def test_a_model_by_vectors_codes_and_gives_reasons(trained):
    coder = Coder.load(trained, load_codebook(ROOT / "codebook.yaml"), "nl+nl_proef_md")
    units = [item.unit for item in by_plan(read_annotations(ROOT / "annotations" / "P01.jsonl"))[0]]
    (codings,) = coder.code([units])
    assert [coding for coding in codings if coding.thema]
    assert all(coding.waarom for coding in codings)


def test_a_vector_changes_what_a_text_looks_like(trained):
    """A word that training never met has a vector near that of one it did meet."""
    from pipeline.coding.store import load_model
    from pipeline.coding.text import Text

    codebook = load_codebook(ROOT / "codebook.yaml")
    model, _ = load_model(trained, codebook, language_id(load_language("nl+nl_proef_md")))
    les, baan = (model.vectoriser.transform([Text((), (), vector)]) for vector in ((2.0, 0.0), (-1.2, 1.6)))
    near = model.vectoriser.transform([Text((), (), (0.98, 0.2))])
    assert (near @ les.T)[0, 0] > (near @ baan.T)[0, 0]
    assert les.shape[1] == model.ridge.weights.shape[1]
    assert np.abs(model.ridge.weights[:, -2:].astype(float)).max() > 0
    assert model.vectoriser.transform([]).shape == (0, les.shape[1])


@pytest.mark.parametrize("other", ["nl", "nl+nl_proef_anders"])
def test_it_remembers_the_package_and_refuses_another(trained, other):
    codebook = load_codebook(ROOT / "codebook.yaml")
    says = (
        "is niet geïnstalleerd"
        if "anders" in other
        else re.escape("vectoren nl_proef_md-1.2.3, maar in gebruik")
    )
    with pytest.raises(ModelError, match=says):
        Coder.load(trained, codebook, other)
