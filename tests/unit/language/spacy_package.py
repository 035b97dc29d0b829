"""Small spaCy packages, installed as pip lays them out."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import spacy


def install(
    folder: Path, name: str, language: str, vectors: Mapping[str, Sequence[float]] | None = None
) -> None:
    """A package in ``folder``, with a lemmatizer that leaves a seam, and ``vectors`` of words."""
    nlp = spacy.blank(language)
    nlp.add_pipe("attribute_ruler").add([[{"LOWER": "opgelost"}]], {"LEMMA": "op_lossen"})
    for word, vector in (vectors or {}).items():
        nlp.vocab.set_vector(word, np.array(vector, dtype=np.float32))
    nlp.meta.update(name=name.removeprefix(f"{language}_"), version="1.2.3")
    nlp.to_disk(folder / name)
    (folder / name / "__init__.py").write_text(
        "from pathlib import Path\nfrom spacy.util import load_model_from_path\n"
        "def load(**overrides):\n    return load_model_from_path(Path(__file__).parent, **overrides)\n",
        encoding="utf-8",
    )
    (folder / f"{name}-1.2.3.dist-info").mkdir()
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2.3\n"
    (folder / f"{name}-1.2.3.dist-info" / "METADATA").write_text(metadata, encoding="utf-8")
