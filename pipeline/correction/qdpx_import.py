"""What people coded in another program, from the project it exported (REFI-QDA), as annotations."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.annotations import Annotation, read_annotations
from pipeline.codebook.versions import made_with
from pipeline.coded_units import read_coded_units
from pipeline.correction.annotation_file import Merged, merge
from pipeline.correction.qdpx_export import has_units
from pipeline.domain import Unit, UnitKey
from pipeline.errors import AnnotationError, UsageError
from pipeline.exchange.given import MODEL, Given, fields_of, pairs_of
from pipeline.exchange.placing import Unplaced, place
from pipeline.exchange.plan_text import described
from pipeline.exchange.qdpx import CODEBOOK, OURSELVES
from pipeline.exchange.qdpx_reader import UNKNOWN_USER, Project, read_qdpx
from pipeline.export.tables import to_csv
from pipeline.files import write_atomic
from pipeline.report.coded_folder import read_coded_folder
from pipeline.sample_file import drawn_before
from pipeline.sampling.frame import groups_of

if TYPE_CHECKING:
    from pipeline.codebook import Codebook

NOT_TAKEN = "_niet_overgenomen.csv"
_COLUMNS = ("bron", "codeur", "eenheid", "begin", "einde", "reden")


@dataclass(frozen=True)
class ImportedProject:
    """``users``: how many units of each were taken over; ``unplaced``: what has no place with us.

    ``list_of_rest`` is a table of that, if any; ``notices``: what was left as it was, or not looked at.
    """

    files: Mapping[Path, Merged]
    users: Counter[str]
    unplaced: tuple[Unplaced, ...]
    list_of_rest: Path
    notices: tuple[str, ...]


@dataclass(frozen=True)
class _Known:
    """What is known of the units apart from the file: texts, samples, and what coders gave before."""

    units: Mapping[UnitKey, Unit]
    about: Mapping[UnitKey, Mapping[str, Any]]
    before: Mapping[tuple[str, UnitKey], tuple[Path, Annotation]]


def import_project(
    path: Path,
    codebook: "Codebook",
    folder: Path,
    annotations: Path,
    coder: str | None = None,
    groups: Path | None = None,
) -> ImportedProject:
    """Put what each user of the project gave our units in ``annotations``; codings by a model are left out.

    A unit that its coder had coded before is changed where it stands, the rest comes in
    ``annotations/PROJECT-CODER.jsonl``. The units are those of the coded ``folder``, or, when it holds none,
    those in ``annotations``. ``coder``: only this user, or who the only user is. Raises UsageError when the
    file is no project or its users do not fit, AnnotationError when another codebook was used.
    """
    project = read_qdpx(path)
    notices = [*_version_told(project, path, codebook)]
    known = _known(folder, annotations, codebook, groups)
    placed = place(project, list(known.units.values()), codebook)
    given = _of_people(placed.given, coder, path)
    only = coder if any(each.user == coder for each in placed.given) else None
    notices += _left_out(placed.given, given)
    notices += _kept(given, known)
    notices += [f"Niet gelezen: {what}: {count}" for what, count in project.lost.most_common()]
    new_file = annotations / path.stem
    files, faulty = _by_file(given, known, codebook, new_file)
    unplaced = [each for each in placed.unplaced if only is None or each.codeur == only] + faulty
    users = Counter(each.codeur for own in files.values() for each in own)
    merged = {file: merge(file, own) for file, own in files.items()}
    rest = _write_rest(new_file, unplaced)
    return ImportedProject(merged, users, tuple(unplaced), rest, tuple(notices))


def _by_file(
    given: Sequence[Given], known: _Known, codebook: "Codebook", new_file: Path
) -> tuple[dict[Path, list[Annotation]], list[Unplaced]]:
    """The annotations by the file they belong in, and those that are not whole."""
    files: dict[Path, list[Annotation]] = {}
    faulty: list[Unplaced] = []
    for each in given:
        file, annotation, faults = _annotation(each, known, codebook)
        unit = known.units[each.key]
        faulty += [Unplaced(unit.plan, each.user, fault, described(unit)) for fault in faults]
        if not faults:
            file = file or new_file.with_name(f"{new_file.name}-{_safe(each.user)}.jsonl")
            files.setdefault(file, []).append(annotation)
    return files, faulty


def _write_rest(new_file: Path, unplaced: Sequence[Unplaced]) -> Path:
    """The table of what was not taken over; that of an earlier time goes when there is nothing."""
    path = new_file.with_name(f"{new_file.name}{NOT_TAKEN}")
    if unplaced:
        write_atomic(path, to_csv([vars(each) for each in unplaced], _COLUMNS))
    else:
        path.unlink(missing_ok=True)
    return path


def _version_told(project: Project, path: Path, codebook: "Codebook") -> Iterator[str]:
    """Codes of another version do not mean the same, though they may be named alike."""
    lines = project.description.splitlines()
    labels = [line.removeprefix(CODEBOOK).strip() for line in lines if line.startswith(CODEBOOK)]
    if not labels:
        yield (
            "Uit het bestand blijkt niet met welke versie van het codeboek is gecodeerd; de codes zijn "
            "herkend aan hun kenmerk of naam."
        )
    elif not made_with(labels[0], codebook):
        raise AnnotationError(
            f"Dit project is gecodeerd met codeboek {labels[0]}, niet met {codebook.id}.",
            waar=str(path),
            doe="Geef met --codebook het codeboek waarmee is gecodeerd, en zet de coderingen daarna om met "
            "'plancoder codebook migrate'.",
        )


def _known(folder: Path, annotations: Path, codebook: "Codebook", groups: Path | None) -> _Known:
    before = {
        (each.codeur, each.key): (file, each)
        for file in sorted(annotations.glob("*.jsonl"))
        if file.stat().st_size
        for each in read_annotations(file, codebook)
    }
    if not has_units(folder):
        units = {each.key: each.unit for _, each in before.values()}
        if not units:
            raise UsageError(
                "Hier staan geen gecodeerde plannen, dus is niet bekend waar de coderingen bij horen.",
                waar=str(folder),
                doe="Geef met --folder de uitvoermap van 'plancoder code' waaruit is geëxporteerd.",
            )
        return _Known(units, {}, before)
    units = {each.key: each.unit for each in read_coded_units(folder)}
    return _Known(units, _about(folder, units, groups), before)


def _about(
    folder: Path, units: Mapping[UnitKey, Unit], groups: Path | None
) -> Mapping[UnitKey, dict[str, Any]]:
    """What annotations hold of a unit beside its codes: round, writer, and how it was drawn."""
    metingen = {file.plan: file.meting for file in read_coded_folder(folder, with_link=False).usable}
    writers = groups_of(groups) if groups else {}
    drawn = {each.key: each for each in drawn_before(folder)}
    about: dict[UnitKey, dict[str, Any]] = {}
    for key, unit in units.items():
        meting = metingen.get(unit.plan, "")
        about[key] = {"meting": int(meting) if meting else None, "schrijver": writers.get(unit.bestand, "")}
        if sampled := drawn.get(key):
            about[key] |= {"steekproef": sampled.steekproef, "inclusiekans": sampled.inclusiekans}
    return about


def _of_people(given: Sequence[Given], coder: str | None, path: Path) -> list[Given]:
    people = [each for each in given if not each.user.startswith(MODEL)]
    users = list(dict.fromkeys(each.user for each in people))
    nobody = [user for user in users if user in (OURSELVES, UNKNOWN_USER)]
    if coder is None and nobody:
        raise UsageError(
            f"Niet van alle codes is bekend wie ze gaf: de gebruiker is '{nobody[0]}'.",
            waar=path.name,
            doe="Geef met --coder wie heeft gecodeerd.",
        )
    if coder is None or coder in users:
        return [each for each in people if coder in (None, each.user)]
    if len(users) > 1:
        raise UsageError(
            f"Deze codeur staat niet in het project; wel: {', '.join(users)}.",
            waar=f"{path.name}, --coder {coder}",
            doe="Kies een van deze namen, of laat --coder weg.",
        )
    return [Given(each.key, coder, each.pairs, each.moment, each.remark) for each in people]


def _left_out(given: Sequence[Given], taken: Sequence[Given]) -> Iterator[str]:
    models = Counter(each.user for each in given if each.user.startswith(MODEL))
    yield from (
        f"Coderingen van {user}, niet overgenomen: {count} eenheden" for user, count in models.items()
    )
    others = len(given) - len(taken) - models.total()
    if others:
        yield f"Coderingen van andere codeurs, niet overgenomen: {others} eenheden"


def _annotation(
    each: Given, known: _Known, codebook: "Codebook"
) -> tuple[Path | None, Annotation, Sequence[str]]:
    """The annotation, the file it stands in already, and what is wrong with it when it is new or changed."""
    unit = known.units[each.key]
    found, faults = fields_of(each.pairs, unit.eenheid, codebook)
    found["opmerking"] = each.remark
    file, before = known.before.get((each.user, each.key), (None, None))
    if before is not None and _same(before, each, found):
        return file, before, ()
    found |= {"codeboek": codebook.id, "herkomst": "import"}
    if before is not None:
        return file, before.model_copy(update=found | {"tijd": each.moment or before.tijd}), faults
    texts = {name: getattr(unit, name) for name in type(unit).__dataclass_fields__}
    about = known.about.get(each.key, {})
    return None, Annotation(**texts, **about, **found, codeur=each.user, tijd=each.moment), faults


def _same(before: Annotation, each: Given, found: Mapping[str, Any]) -> bool:
    """Whether nothing changed; not so when a second code was given where one can be."""
    equal = all(getattr(before, name) == value for name, value in found.items())
    return equal and set(each.pairs) <= set(pairs_of(before))


def _kept(given: Sequence[Given], known: _Known) -> Iterator[str]:
    """Work of somebody is not removed because a file lacks it."""
    now = {(each.user, each.key) for each in given}
    users, plans = {user for user, _ in now}, {key[0] for _, key in now}
    lacking = [own for own in known.before if own[0] in users and own[1][0] in plans and own not in now]
    if lacking:
        yield f"Eerder gecodeerd, nu zonder code, en gelaten zoals het was: {len(lacking)} eenheden"


def _safe(user: str) -> str:
    """``user`` as part of the name of a file."""
    return re.sub(r"[^\w.-]+", "_", user).strip("_.") or "codeur"
