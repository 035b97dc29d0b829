"""A model that goes along with a change of the codebook, without being trained again.

Its arrays stay as they are. Codes that were renamed have another name, codes that became one are added up
after the model has judged them, and those of a variable that is no more are left out (``Model.outcome``);
texts are read with the terms it learnt from, so it codes as it did. Its figures and its answers to writers
left out go along as far as they are about one code.
"""

import re
from collections import Counter
from pathlib import Path
from typing import Any

from pipeline.codebook import Codebook
from pipeline.codebook.crosswalks import Crosswalk
from pipeline.coding.answers import read_answers, to_bytes
from pipeline.coding.carried import carried, new_name
from pipeline.coding.store import (
    ANSWERS,
    ARCHIVE,
    CARD,
    LEARNT_WITH,
    METADATA,
    Metadata,
    models_in,
    read_metadata,
)
from pipeline.coding.targets import THEMA, targets_of
from pipeline.files import first_free

_VERSION = re.compile(r"-\d+\.\d+\.\d+(-\d+)?$")
_NOTE = """# Model {name}

Dit is model `{before}`, dat met een migratie is meegegaan van codeboek `{old}` naar `{new}`. Het is niet
opnieuw getraind: het codeert zoals het deed, en geeft de codes hun nieuwe naam. {renamed}
Train een nieuw model zodra er meer of andere coderingen zijn. Hieronder staat de kaart van het model zoals
het werd getraind, met de oude namen.

---

"""


def taken_along(folder: Path, road: Crosswalk, codebook: Codebook, old_text: str) -> dict[Path, bytes]:
    """The files of the model in ``folder`` for the new ``codebook``, in a folder of its own beside it.

    ``road`` leads from the codes of its codebook, of which ``old_text`` is the file. Raises ModelError when
    it cannot be read.
    """
    before = read_metadata(folder)
    metadata = _moved(before, road, codebook, _free_name(folder.parent, before.name, codebook.version))
    new = folder.parent / metadata.name
    learnt_with = (folder / LEARNT_WITH).read_bytes() if before.now else old_text.encode()
    answers = {name: read_answers(folder / name, before.sha256) for name in ANSWERS}
    kept = {name: to_bytes(carried(found, road)) for name, found in answers.items() if found is not None}
    card = (folder / CARD).read_bytes() if (folder / CARD).is_file() else b""
    return {
        new / ARCHIVE: (folder / ARCHIVE).read_bytes(),
        new / LEARNT_WITH: learnt_with,
        **{new / name: content for name, content in kept.items()},
        new / CARD: _note(before, metadata).encode() + card,
        new / METADATA: f"{metadata.model_dump_json(indent=2)}\n".encode(),
    }


def _moved(before: Metadata, road: Crosswalk, codebook: Codebook, name: str) -> Metadata:
    learnt = before.now or {each: each for each in before.targets}
    now = {each: new_name(current, road) for each, current in learnt.items()}
    of_columns = Counter(now.values())

    def moved(figures: dict[str, Any]) -> dict[str, Any]:
        codes = {new_name(code, road): found for code, found in figures.get("codes", {}).items()}
        kept = {code: found for code, found in codes.items() if code and of_columns[code] == 1}
        return figures | {"codes": kept}

    return before.model_copy(
        update={
            "name": name,
            "codebook": codebook.id,
            "targets": tuple(each.name for each in targets_of(codebook) if each.name in of_columns),
            "subcodes": tuple(road.new(THEMA, each) for each in before.subcodes),
            "evaluation": {heading: moved(found) for heading, found in before.evaluation.items()},
            "test": moved(before.test) if before.test else {},
            "trained_with": before.trained_with or before.codebook,
            "now": now,
        }
    )


def _free_name(models: Path, name: str, version: str) -> str:
    base, taken = f"{_VERSION.sub('', name)}-{version}", {path.name for path in models_in(models)}
    return first_free(base, lambda each: each in taken)


def _note(before: Metadata, after: Metadata) -> str:
    changed = [
        f"`{old}` is `{new}`" if new else f"`{old}` vervalt" for old, new in after.now.items() if old != new
    ]
    renamed = f"{'; '.join(changed)}." if changed else "Geen code kreeg een andere naam."
    return _NOTE.format(
        name=after.name, before=before.name, old=before.codebook, new=after.codebook, renamed=renamed
    )
