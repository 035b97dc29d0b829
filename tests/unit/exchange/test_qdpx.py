"""Codings go out as a REFI-QDA project and come back from it, also when another program changed it."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from added_variables import with_added
from refi_schema import faults

from pipeline.annotations import read_annotations
from pipeline.codebook import load_codebook
from pipeline.domain import Coding, Eenheid, Unit, UnitKey, Wie
from pipeline.errors import UsageError
from pipeline.exchange.given import NO_THEMA, Given, fields_of, pairs_of
from pipeline.exchange.placing import Placed, place
from pipeline.exchange.plan_text import plan_text
from pipeline.exchange.qdpx import guids_of, to_qdpx
from pipeline.exchange.qdpx_reader import MOST_TEXT, read_qdpx

ROOT = Path(__file__).resolve().parents[3]
CODEBOOK = load_codebook(ROOT / "codebook.yaml")
ABOUT = ("a.pdf", "p1", "", "2020-01-02")
GOAL = Unit(*ABOUT, Eenheid.HOOFDDOEL, None, None, None, 'Werk \U0001f600 <&> "zo"\r\nen [NAAM-1]', 1)
AIM = Unit(*ABOUT, Eenheid.SUBDOEL, 1, None, None, "1", 1)
STEP = Unit(*ABOUT, Eenheid.AFSPRAAK, 1, 1, Wie.STATUSHOUDER, "Belt zelf de huisarts", 1)
NEXT = Unit(*ABOUT, Eenheid.AFSPRAAK, 1, 2, None, "Wacht af", 1)
UNITS = [STEP, GOAL, NEXT, AIM]
MOMENT = datetime(2020, 5, 6, 7, 8, 9, 10, tzinfo=UTC)
GIVEN = [
    Given(
        GOAL.key, "anna", (("thema", "werk"), ("thema", "taal"), ("hoofddoel_type", "betaald_werk")), MOMENT
    ),
    Given(AIM.key, "anna", (("thema", "taal"), ("thema", "taal.inburgering"), ("instrument", "taalles"))),
    Given(STEP.key, "anna", (("thema", "gezondheid"), ("thema", "eigen_inzet")), None, "twijfel:\nwie?\x0b"),
    Given(NEXT.key, "anna", (NO_THEMA,)),
    Given(STEP.key, "Bart & Co", (("thema", "werk"),)),
]
TEXT = plan_text(UNITS)
Change = Callable[[str], str]


def project(folder: Path, given: list[Given] = GIVEN, *, qde: Change = str, text: Change = str) -> Path:
    """The project of ``given``, after another program changed its xml or its text."""
    path = folder / "p.qdpx"
    with (
        zipfile.ZipFile(io.BytesIO(to_qdpx(CODEBOOK, UNITS, given, "p"))) as made,
        zipfile.ZipFile(path, "w") as changed,
    ):
        for name in made.namelist():
            change = qde if name.endswith(".qde") else text
            changed.writestr(name, change(made.read(name).decode()).encode())
    return path


def back(folder: Path, given: list[Given] = GIVEN, *, qde: Change = str, text: Change = str) -> Placed:
    return place(read_qdpx(project(folder, given, qde=qde, text=text)), UNITS, CODEBOOK)


def by_unit(given: list[Given]) -> dict[tuple[str, UnitKey], set[tuple[str, str]]]:
    return {(each.user, each.key): set(each.pairs) for each in given}


def selecting(start: int, end: int, pair: tuple[str, str]) -> Change:
    """A project with this one selection."""
    target = next(guid for guid, own in guids_of(CODEBOOK).items() if own == pair)
    selection = (
        f'<PlainTextSelection guid="{target}" startPosition="{start}" endPosition="{end}">'
        f'<Coding guid="{target}"><CodeRef targetGUID="{target}"/></Coding></PlainTextSelection>'
    )

    def change(qde: str) -> str:
        return re.sub(r"(?s)<PlainTextSelection.*</PlainTextSelection>", selection, qde)

    return change


def test_codings_come_back_equal(tmp_path: Path) -> None:
    found = back(tmp_path)
    assert found.unplaced == []
    assert sorted(found.given, key=repr) == sorted(
        (
            Given(each.key, each.user, each.pairs, each.moment, each.remark.replace("\x0b", ""))
            for each in GIVEN
        ),
        key=repr,
    )


def test_all_annotations_of_the_repository_come_back_equal(tmp_path: Path) -> None:
    annotations = read_annotations(ROOT / "annotations")
    given = [Given(each.key, each.codeur, pairs_of(each)) for each in annotations]
    units = [each.unit for each in annotations]
    path = tmp_path / "alle.qdpx"
    path.write_bytes(to_qdpx(CODEBOOK, units, given, "alle"))
    found = place(read_qdpx(path), units, CODEBOOK)
    codes = {each.key: fields_of(each.pairs, Eenheid(each.key[1]), CODEBOOK) for each in found.given}
    assert len(codes) == len(annotations) > 4000
    for each in annotations:
        fields, wrong = codes[each.key]
        assert (wrong, fields) == ([], {name: getattr(each, name) for name in fields})


@pytest.mark.parametrize(
    ("pairs", "kind", "fields", "wrong"),
    [
        (
            [("thema", "taal.inburgering"), ("instrument", "taalles")],
            Eenheid.SUBDOEL,
            {"thema": ("taal",)},
            "",
        ),
        ([NO_THEMA, ("instrument", "eigen_inzet")], Eenheid.SUBDOEL, {"thema": (), "eigen_inzet": True}, ""),
        ([("thema", "eigen_inzet")], Eenheid.AFSPRAAK, {"eigen_inzet": True}, "thema ontbreekt"),
        (
            [("thema", "taal"), NO_THEMA],
            Eenheid.AFSPRAAK,
            {"thema": ("taal",)},
            "ook de code voor geen thema",
        ),
        ([("thema", "werk")], Eenheid.HOOFDDOEL, {"thema": ("werk",)}, "hoofddoel_type ontbreekt"),
    ],
)
def test_codes_of_a_unit_must_be_whole_and_go_together(
    pairs: list[tuple[str, str]], kind: Eenheid, fields: dict[str, object], wrong: str
) -> None:
    found, told = fields_of(pairs, kind, CODEBOOK)
    assert fields.items() <= found.items()
    assert wrong in "".join(told)
    assert bool(told) == bool(wrong)


def test_positions_are_code_points_of_the_text_in_the_file(tmp_path: Path) -> None:
    with zipfile.ZipFile(project(tmp_path)) as archive:
        name = next(name for name in archive.namelist() if name.startswith("sources/"))
        text = archive.read(name).decode()
    assert "\r" not in text
    for unit in UNITS:
        start, end = TEXT.spans[unit.key]
        assert text[start:end] == unit.tekst.replace("\r\n", "\n")


def test_the_project_is_valid_by_the_published_schema(tmp_path: Path) -> None:
    with zipfile.ZipFile(project(tmp_path)) as archive:
        document = archive.read("project.qde")
    assert faults(document) == []
    assert faults(document.replace(b'startPosition="', b'startPosition="x')) != []
    assert faults(re.sub(rb"(?s)(<Users>.*</Users>)(.*)(</Project>)", rb"\2\1\3", document)) != []
    assert faults(re.sub(rb' isCodable="true"', b"", document)) != []


def test_the_same_codings_give_the_same_bytes() -> None:
    assert to_qdpx(CODEBOOK, UNITS, GIVEN, "p") == to_qdpx(CODEBOOK, UNITS, GIVEN, "p")


def test_no_two_codes_have_one_name(tmp_path: Path) -> None:
    with zipfile.ZipFile(project(tmp_path)) as archive:
        names = re.findall(r'<Code guid="[^"]+" name="([^"]+)"', archive.read("project.qde").decode())
    assert len(names) == len({name.lower() for name in names}) > 30


def test_codes_with_other_guids_are_known_by_their_ids_and_names(tmp_path: Path) -> None:
    renumber = dict[str, str]()

    def new_guids(qde: str) -> str:
        def other(match: re.Match[str]) -> str:
            return renumber.setdefault(match[0], f"{len(renumber):08x}-0000-0000-0000-000000000000")

        qde = re.sub(r"(?<=[^/])[0-9a-f]{8}-[0-9a-f-]{27}(?!\.txt)", other, qde)
        return qde.replace("creationDateTime", "modifiedDateTime")

    assert by_unit(back(tmp_path, qde=new_guids).given) == by_unit(GIVEN)

    def nor_ids(qde: str) -> str:
        return new_guids(re.sub("Id in plancoder: [a-z_.]+", "", qde))

    assert by_unit(back(tmp_path, qde=nor_ids).given) == by_unit(GIVEN)


@pytest.mark.parametrize("counted", ["one", "two"])
def test_line_ends_of_windows_are_counted_as_the_program_did(tmp_path: Path, counted: str) -> None:
    def shift(match: re.Match[str]) -> str:
        at = int(match[2])
        return f'{match[1]}Position="{at + TEXT.text.count(chr(10), 0, at)}"'

    def two(qde: str) -> str:
        return re.sub(r'(start|end)Position="(\d+)"', shift, qde)

    found = back(
        tmp_path,
        qde=two if counted == "two" else str,
        text=lambda text: "\ufeff" + text.replace("\n", "\r\n"),
    )
    assert (by_unit(found.given), found.unplaced) == (by_unit(GIVEN), [])


def test_signs_that_a_program_counted_as_two_are_one(tmp_path: Path) -> None:
    def utf_16(qde: str) -> str:
        def shift(match: re.Match[str]) -> str:
            return f'{match[1]}Position="{len(TEXT.text[: int(match[2])].encode("utf-16-le")) // 2}"'

        return re.sub(r'(start|end)Position="(\d+)"', shift, qde)

    found = back(tmp_path, qde=utf_16)
    assert (by_unit(found.given), found.unplaced) == (by_unit(GIVEN), [])


def test_text_put_in_front_moves_the_units(tmp_path: Path) -> None:
    start, end = (at + len("Anoniem\n") for at in TEXT.spans[AIM.key])
    found = back(
        tmp_path,
        qde=selecting(start, end, ("instrument", "zorg")),
        text=lambda text: f"Anoniem\n{text}",
    )
    assert [(each.key, each.pairs) for each in found.given] == [(AIM.key, (("instrument", "zorg"),))]


def test_a_selection_in_a_unit_is_of_the_unit(tmp_path: Path) -> None:
    start = TEXT.spans[STEP.key][0]
    found = back(tmp_path, qde=selecting(start + 4, start + 9, ("thema", "werk")))
    assert [(each.key, each.user) for each in found.given] == [(STEP.key, "onbekend")]


def test_a_selection_over_units_is_of_those_that_can_have_the_code(tmp_path: Path) -> None:
    start, end = TEXT.spans[AIM.key][0] - 5, TEXT.spans[STEP.key][1] + 1
    of_both = back(tmp_path, qde=selecting(start, end, ("thema", "werk"))).given
    assert [each.key for each in of_both] == [AIM.key, STEP.key]
    of_aims = back(tmp_path, qde=selecting(start, end, ("instrument", "zorg"))).given
    assert [each.key for each in of_aims] == [AIM.key]


@pytest.mark.parametrize(
    ("start", "end", "pair", "why"),
    [
        (TEXT.spans[STEP.key][0], TEXT.spans[NEXT.key][1] - 1, ("thema", "werk"), "grens van een eenheid"),
        (0, 6, ("thema", "werk"), "geen eenheid van ons"),
        (
            *TEXT.spans[STEP.key],
            ("hoofddoel_type", "anders"),
            "hoofddoel_type.anders geldt niet bij: afspraak",
        ),
        (9000, 9010, ("thema", "werk"), "buiten de tekst"),
        (5, 5, ("thema", "werk"), "leeg"),
    ],
)
def test_what_has_no_place_is_told_without_its_text(
    tmp_path: Path, start: int, end: int, pair: tuple[str, str], why: str
) -> None:
    found = back(tmp_path, qde=selecting(start, end, pair))
    assert found.given == []
    (told,) = found.unplaced
    assert str(told).startswith(f"p1, plaats {start} tot {end} ({end - start} tekens), onbekend: ")
    assert why in told.reden
    assert "huisarts" not in str(told)


def test_what_is_not_read_is_counted(tmp_path: Path) -> None:
    more = '<PictureSource guid="x"/></Sources><Notes><Note/><Note/></Notes>'
    read = read_qdpx(project(tmp_path, qde=lambda qde: qde.replace("</Sources>", more)))
    assert dict(read.lost) == {
        "bronnen <PictureSource>, die geen tekst zijn": 1,
        "elementen <Notes>": 2,
    }


@pytest.mark.parametrize(
    "change",
    [
        lambda qde: qde.replace("<Project ", "<!DOCTYPE p [<!ENTITY a 'b'>]><Project "),
        lambda qde: qde.replace("</Project>", ""),
        lambda qde: qde.replace("Project", "Prject"),
        lambda qde: qde.replace("startPosition", "start"),
        lambda qde: qde.replace("</CodeBook>", 500 * "<Code>" + 500 * "</Code>" + "</CodeBook>"),
    ],
)
def test_a_file_that_is_no_project_is_refused(tmp_path: Path, change: Change) -> None:
    with pytest.raises(UsageError):
        read_qdpx(project(tmp_path, qde=change))


def test_a_project_that_grows_when_it_is_unpacked_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.qdpx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        source = '<TextSource guid="x" plainTextPath="internal://t.txt"/>'
        xml = f'<Project xmlns="urn:QDA-XML:project:1.0"><Sources>{source * 50}</Sources></Project>'
        archive.writestr("project.qde", xml)
        archive.writestr("sources/t.txt", " " * (MOST_TEXT - 1))
    assert path.stat().st_size < 100_000
    with pytest.raises(UsageError, match="te groot"):
        read_qdpx(path)


@pytest.mark.parametrize("part", range(10))
def test_a_damaged_file_is_refused(tmp_path: Path, part: int) -> None:
    content = bytearray(to_qdpx(CODEBOOK, UNITS, GIVEN, "p"))
    for at in range(part, len(content), 997):
        content[at] ^= 0x55
    path = tmp_path / "p.qdpx"
    path.write_bytes(content)
    with pytest.raises(UsageError):
        read_qdpx(path)


def test_a_file_that_is_no_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.qdpx"
    path.write_bytes(b"PK no zip")
    with pytest.raises(UsageError, match=r"p\.qdpx"):
        read_qdpx(path)


def test_codes_of_variables_that_a_codebook_adds_go_out_and_come_back(tmp_path: Path) -> None:
    book = with_added(CODEBOOK)
    coded = Coding(
        ("taal",), instrument="taalles", andere={"urgentie": ("hoog",), "hinder": ("kind", "reizen")}
    )
    path = tmp_path / "proef.qdpx"
    path.write_bytes(to_qdpx(book, UNITS, [Given(AIM.key, "anna", pairs_of(coded))], "proef"))
    (found,) = place(read_qdpx(path), UNITS, book).given
    fields, wrong = fields_of(found.pairs, Eenheid.SUBDOEL, book)
    assert (fields["andere"], wrong) == (coded.andere, [])
    told = fields_of((("thema", "taal"), ("instrument", "taalles")), Eenheid.SUBDOEL, book)[1]
    assert told == ["urgentie ontbreekt"]
