"""The stage that codes: few plans in this process, many in worker processes, with the same outcome.

A worker costs a second before it codes its first plan. What it was given and did not bring back, for
whatever reason, is coded in this process: what is wrong then shows as it always did.
"""

from collections.abc import Container, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.domain import Coding
from pipeline.engine import Limits, run_over
from pipeline.errors import EngineError
from pipeline.study.elsewhere import CODEBOOK, MODELS, own_settings
from pipeline.study.plan_json import plan_from_json
from pipeline.study.store import Study
from pipeline.study.versions import PACKAGE, content_version
from pipeline.units import plan_units

if TYPE_CHECKING:
    from pipeline.coding import Coder
    from pipeline.settings import Settings
    from pipeline.study.stages import Progress

PLANS_PER_BATCH = 16
"""Coded together, and kept in one transaction."""

FEWEST_FOR_WORKERS = 1200
"""Fewer plans than this are coded sooner than workers are ready."""

PLANS_AT_ONCE = 16_384
"""So many plans at most are in the memory of this process."""

Texts = tuple[str, ...]
_coders: list["Coder"] = []


@dataclass(frozen=True)
class Ruler:
    """Which model codes: what a worker loads it from, and the ``version`` its codings are kept under."""

    model: Path
    codebook: Path
    language: str
    version: str


def coding_version(coder_id: str, codebook_id: str) -> str:
    """Changes when coding may give something else for the same plan."""
    code = tuple(PACKAGE / part for part in ("coding", "language", "privacy", "units.py", "domain.py"))
    return " ".join((coder_id, codebook_id, content_version(code)))


def code(
    study: Study,
    coder: "Coder",
    ruler: Ruler,
    wanted: Container[str],
    settings: "Settings",
    progress: "Progress",
    cluster: str = "",
) -> int:
    """Code the plans of files with the ``wanted`` hashes that were not coded by this version.

    ``coder`` is the model that ``ruler`` names. Equal plans are coded once. With ``cluster``, the address of
    a Dask scheduler, its workers code them when they are many. Returns how many files that were.
    """
    left = study.uncoded(ruler.version, wanted)
    files: dict[str, str] = {}
    for sha256, key in left.items():
        files.setdefault(key, sha256)
    coded = _coded(study, coder, ruler, files, settings, cluster)
    for _ in progress(coded, "Plannen coderen", len(files)):
        pass
    return len(left)


def prepare(model: Path, codebook: Path, language: str) -> None:
    """Load the model, once in each worker. Raises ModelError or CodebookError."""
    from pipeline.codebook import load_codebook
    from pipeline.coding import Coder

    _coders[:] = [Coder.load(model, load_codebook(codebook), language)]


def check_elsewhere(version: str) -> None:
    """Raise EngineError when the model, codebook or program of this machine are not of this version."""
    prepare_elsewhere(version)
    _coders.clear()


def prepare_elsewhere(version: str) -> None:
    """Load the model that this machine has, once in each process; raises as ``check_elsewhere`` does."""
    from pipeline.codebook import load_codebook
    from pipeline.coding import model_in_use

    settings = own_settings()
    prepare(model_in_use(settings.modellen), settings.codeboek, settings.taalmodel)
    if coding_version(_coders[0].id, load_codebook(settings.codeboek).id) != version:
        raise EngineError(
            f"Het model, het codeboek of plancoder is van een andere versie; noem de goede in {MODELS} en "
            f"{CODEBOOK}."
        )


def code_batch(plans: Texts) -> list[list[Coding]]:
    """The codings of plans as the store keeps them; ``prepare`` came first."""
    return _code_with(_coders[0], plans)


def _code_with(coder: "Coder", plans: Texts) -> list[list[Coding]]:
    return coder.code(
        [plan_units(plan_from_json(text), bestand="", plan_id="", persoon="") for text in plans]
    )


def _coded(
    study: Study, coder: "Coder", ruler: Ruler, files: Mapping[str, str], settings: "Settings", cluster: str
) -> Iterator[str]:
    """The keys of plans, each when its codings are stored; ``files``: by key the hash of a file with it."""
    few = (settings.werkers == 1 and not cluster) or len(files) < FEWEST_FOR_WORKERS
    for part in _parts(tuple(files), PLANS_PER_BATCH if few else PLANS_AT_ONCE):
        texts = study.plan_texts([files[key] for key in part])
        keys = dict(zip(texts, part, strict=True))
        batches = _parts(texts, PLANS_PER_BATCH)
        if few:
            results = ((batch, _code_with(coder, batch)) for batch in batches)
        else:
            results = by_workers(batches, coder, ruler, settings, cluster)
        for batch, codings in results:
            coded = [keys[text] for text in batch]
            study.save_codings(ruler.version, dict(zip(coded, codings, strict=True)))
            yield from coded


def by_workers(
    batches: Sequence[Texts], coder: "Coder", ruler: Ruler, settings: "Settings", cluster: str = ""
) -> Generator[tuple[Texts, list[list[Coding]]], None, None]:
    """Each batch with its codings, as they get ready in processes here or on a cluster."""
    limits = Limits(PLANS_PER_BATCH * settings.seconden_per_bestand, settings.megabytes_per_bestand)
    if cluster:
        from pipeline.engine.cluster import run_on

        results = run_on(
            cluster,
            code_batch,
            batches,
            limits=limits,
            check=check_elsewhere,
            prepare=prepare_elsewhere,
            arguments=(ruler.version,),
        )
    else:
        results = run_over(
            code_batch,
            batches,
            workers=settings.werkers,
            limits=limits,
            prepare=prepare,
            arguments=(ruler.model, ruler.codebook, ruler.language),
        )
    with closing(results):
        for done in results:
            yield done.item, done.value or _code_with(coder, done.item)


def _parts(items: Texts, size: int) -> list[Texts]:
    return [items[start : start + size] for start in range(0, len(items), size)]
