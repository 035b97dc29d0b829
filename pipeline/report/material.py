"""All that the chapters of the report are made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.codebook import Codebook
from pipeline.domain import UnitKey
from pipeline.report.background import Background, DiagnosisGoal
from pipeline.report.coded_folder import CodedFolder
from pipeline.report.earlier import Earlier
from pipeline.report.model_figures import Qualities
from pipeline.report.quotes import Quote
from pipeline.report.sample import HumanSample


@dataclass(frozen=True, slots=True)
class Material:
    """A coded folder with its codebook, and what is known of its people.

    ``writers``: the group (mostly a writer) of each plan, when one was given. ``internal``: small groups of
    people are shown too. ``sample``: what people coded, drawn by chance; ``qualities``: how good the model
    was where it was measured; ``quotes``: texts of plans, when they were asked for;
    ``trouble``: why the codes of people could not be read. ``earlier``: what another ruler gave before.
    ``trajectories``: subdoelen of which the text names one, read when groups of writers are compared.
    """

    folder: CodedFolder
    codebook: Codebook
    backgrounds: tuple[Background, ...] = ()
    goal: DiagnosisGoal | None = None
    writers: Mapping[str, str] = field(default_factory=dict)
    internal: bool = False
    sample: HumanSample | None = None
    qualities: Qualities = field(default_factory=lambda: Qualities({}))
    quotes: tuple[Quote, ...] = ()
    trouble: str = ""
    earlier: Earlier | None = None
    trajectories: frozenset[UnitKey] = frozenset()
