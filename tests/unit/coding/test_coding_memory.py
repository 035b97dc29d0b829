"""A model may not know by heart whose plans it learnt from, not even when names were left in them."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.annotations import Annotation
from pipeline.codebook import Codebook, load_codebook
from pipeline.coding.archive import from_bytes, to_bytes
from pipeline.coding.examples import examples_from
from pipeline.coding.learning import fit
from pipeline.coding.model import Model
from pipeline.coding.vectors import LETTERS
from pipeline.domain import Eenheid
from pipeline.language import load_language
from pipeline.privacy import is_only_a_name

ROOT = Path(__file__).resolve().parents[3]
LISTED = ("Tesfay", "Fatima", "Gebremariam", "Yılmaz")  # in every plan
UNLISTED = ("Xhevdetora", "Quzhmaira", "Wobbelstra", "Zjermakova", "Ptolmeusz", "Ghrvistan")  # one plan each
TOWN_DOCTOR = "Brznjakov"  # in all plans of one writer
NUMBERS = ("999123456", "0612345678", "NL00BANK0123456789", "NX1234567", "2712345678")
EMAIL = "samirxyz.99@voorbeeldpost.nl"
DOELEN = (
    ("leert Nederlands in het taalcafe", "taal"),
    ("zoekt betaald werk in de bouw", "werk"),
    ("doet vrijwilligerswerk in het buurthuis", "participatie"),
    ("gaat naar de huisarts voor behandeling", "gezondheid"),
)


def annotations() -> Iterator[Annotation]:
    for number, odd in enumerate(UNLISTED):
        writer = "A" if number % 2 else "B"
        listed = LISTED[number % len(LISTED)]
        doctor = TOWN_DOCTOR if writer == "A" else "de dokter"
        for at, (doel, thema) in enumerate(DOELEN, start=1):
            yield Annotation(
                bestand=f"{number}.pdf",
                plan=f"plan-{number}",
                schrijver=writer,
                eenheid=Eenheid.SUBDOEL,
                subdoel_nr=at,
                tekst=f"{odd} en {listed.lower()} {doel}, {listed} {odd.lower()} mailt {EMAIL} en {doctor}, "
                f"nummers {' '.join(NUMBERS)}",
                thema=(thema,),
                instrument="taalles" if thema == "taal" else "geen",
                codeur="test",
                codeboek="ondersteuningsplannen@1",
                herkomst="import",
            )


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook(ROOT / "codebook.yaml")


@pytest.fixture(scope="module")
def archive(codebook: Codebook) -> bytes:
    return to_bytes(fit(examples_from(list(annotations()), codebook, load_language("nl"))))


@pytest.fixture(scope="module")
def model(archive: bytes, codebook: Codebook) -> Model:
    from pipeline.coding.targets import targets_of

    return from_bytes(archive, targets_of(codebook))


def pieces(word: str) -> set[str]:
    """The longest pieces of letters that a model may learn of a word."""
    marked = f" {word.lower()} "
    size = LETTERS[1]
    return {marked[start : start + size] for start in range(len(marked) - size + 1)}


def test_the_vocabulary_knows_the_words_of_the_field(model: Model) -> None:
    assert {"w=taalcafe", "w=werk", "w=huisarts", "w=persoonsnaam"} <= set(model.vectoriser.names[1])


@pytest.mark.parametrize("name", [*LISTED, *UNLISTED, TOWN_DOCTOR, "samirxyz", "voorbeeldpost"])
def test_no_name_is_in_the_vocabulary(model: Model, name: str) -> None:
    spelling, words, classes = model.vectoriser.names
    assert not [feature for feature in (*words, *classes) if name.lower() in feature]
    assert not pieces(name) & set(spelling)


def test_no_number_or_address_is_in_the_vocabulary(model: Model) -> None:
    features = [feature for names in model.vectoriser.names for feature in names]
    assert not [feature for feature in features if "@" in feature]
    assert not [feature for feature in features if any(c.isdigit() and c != "0" for c in feature)]
    assert not [feature for feature in features if "00" in feature]


def test_no_name_is_anywhere_in_the_file(archive: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.skops"
    path.write_bytes(archive)
    with zipfile.ZipFile(path) as source:
        content = b"".join(source.read(name) for name in source.namelist()).lower()
    assert b"taalcafe" in content
    for name in (*LISTED, *UNLISTED, TOWN_DOCTOR, EMAIL, *NUMBERS):
        assert name.lower().encode() not in content


def test_the_model_of_the_repository_knows_no_names(codebook: Codebook) -> None:
    from pipeline.coding.store import model_in_use
    from pipeline.coding.targets import targets_of

    folder = model_in_use(ROOT / "models")
    found = from_bytes((folder / "model.skops").read_bytes(), targets_of(codebook))
    words = {feature[2:] for feature in found.vectoriser.names[1] if feature[:2] in ("w=", "l=", "d=")}
    assert len(words) > 1000
    assert not [word for word in words if is_only_a_name(word)]
