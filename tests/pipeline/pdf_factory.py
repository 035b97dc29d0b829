"""Small PDFs for tests, good and bad: each function writes one file and returns its path."""

import io
import shutil
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

PROJECT = Path(__file__).resolve().parents[2]
DEMO = PROJECT / "demo" / "plannen"

WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
PLAN = (
    "Ondersteuningsplan",
    "",
    "Naam: {name}",
    "BSN: {bsn}",
    "Datum gesprek: {date}",
    "",
    "Situatie",
    "De heer woont sinds vorig jaar in de gemeente en wil graag aan het werk.",
    "",
    "Hoofddoel",
    "Meneer vindt binnen twee jaar een betaalde baan in de techniek van {hours} uur per week.",
    "",
    "Subdoel 1: Meneer leert Nederlands tot niveau B1.",
    "Afspraken klantmanager",
    "- De klantmanager meldt meneer aan voor de taalles bij de bibliotheek.",
    "Afspraken statushouder",
    "- Meneer oefent elke dag een half uur thuis met de app.",
    "",
    "Subdoel 2: Meneer doet werkervaring op in een werkplaats.",
    "Afspraken klantmanager",
    "- De klantmanager zoekt een stageplaats bij een garage.",
    "",
    "Ondertekening",
)
NEW_PAGE = "\f"
LETTER = (
    "Geachte bewoner,",
    "",
    "Vanaf volgende maand halen wij het oud papier op dinsdag op in plaats van op woensdag.",
    "Zet de container voor half acht aan de weg, met het handvat naar de stoep.",
    "Hebt u vragen, dan kunt u op werkdagen bellen met de afdeling Afvalbeheer.",
    "",
    "Met vriendelijke groet,",
    "Afdeling Afvalbeheer",
)


def plan(
    path: Path,
    *,
    name: str = "Yonas Tesfay",
    person: int = 0,
    date: str = "12-03-2024",
    hours: int = 24,
) -> Path:
    """A plan with a hoofddoel, two subdoelen and three afspraken; ``person`` stands for a BSN."""
    return _text(path, plan_lines(name=name, person=person, date=date, hours=hours))


def plan_lines(
    *, name: str = "Yonas Tesfay", person: int = 0, date: str = "12-03-2024", hours: int = 24
) -> list[str]:
    """What is printed on such a plan."""
    values = {"name": name, "bsn": bsn(person), "date": date, "hours": str(hours)}
    return [line.format(**values) for line in PLAN]


def bsn(person: int) -> str:
    """The number of a person, from the range that is never given out; it passes the eleven test."""
    valid = (
        number
        for number in range(999_900_000, 999_999_999)
        if sum(int(digit) * weight for digit, weight in zip(str(number), WEIGHTS, strict=True)) % 11 == 0
    )
    return str(next(islice(valid, person, None)))


def joined(path: Path, *sources: Path) -> Path:
    """The pages of these files behind one another in one."""
    whole = pypdfium2.PdfDocument.new()
    for source in sources:
        whole.import_pages(pypdfium2.PdfDocument(source))
    whole.save(path)
    return path


def letter(path: Path) -> Path:
    """A readable PDF that holds no plan."""
    return _text(path, LETTER)


def empty(path: Path) -> Path:
    """A file of no bytes."""
    path.write_bytes(b"")
    return path


def text_as_pdf(path: Path) -> Path:
    """A text file by the name of a PDF."""
    path.write_text("\n".join(PLAN), encoding="utf-8")
    return path


def truncated(path: Path) -> Path:
    """The first half of a PDF."""
    data = (DEMO / "P01-001.pdf").read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def encrypted(path: Path, password: str = "geheim", *, owner: str | None = None, person: int = 0) -> Path:
    """A plan that needs a password; with an empty one only whoever wants to print or copy does."""
    lock = StandardEncryption(password, ownerPassword=owner, canPrint=0, canCopy=0, strength=128)
    return _text(path, plan_lines(person=person), encryption=lock)


def scan(path: Path) -> Path:
    """A page that is one image."""
    image = Image.new("L", (800, 1100), 255)
    ImageDraw.Draw(image).text((80, 80), "\n".join(PLAN), fill=0)
    drawing = canvas.Canvas(str(path), invariant=1)
    drawing.drawImage(ImageReader(image), 0, 0, width=595, height=842)
    drawing.save()
    return path


def bomb(path: Path, words: int = 200_000) -> Path:
    """A small file that takes very long to read: many pages of very many words, each the same bytes."""
    drawing = canvas.Canvas(str(path), invariant=1, pageCompression=1)
    drawing.beginForm("vol")
    text = drawing.beginText(20, 800)
    for number in range(words // 20):
        text.setTextOrigin(20, 820 - number % 800)
        text.textOut("Het subdoel is werk vinden. " * 4)
    drawing.drawText(text)
    drawing.endForm()
    for _ in range(60):
        drawing.doForm("vol")
        drawing.showPage()
    drawing.save()
    return path


def copy(source: Path, path: Path) -> Path:
    """The same bytes under another name."""
    return Path(shutil.copyfile(source, path))


def text(path: Path, lines: Iterable[str]) -> Path:
    """A PDF of these lines; ``NEW_PAGE`` begins a page."""
    return _text(path, lines)


def _text(path: Path, lines: Iterable[str], encryption: StandardEncryption | None = None) -> Path:
    stream = io.BytesIO()
    drawing = canvas.Canvas(stream, invariant=1, encrypt=encryption)
    y = 800
    for line in lines:
        if line == NEW_PAGE:
            drawing.showPage()
            y = 800
            continue
        heading = bool(line) and line.split(":")[0].split(" ")[0] in {
            "Ondersteuningsplan",
            "Situatie",
            "Hoofddoel",
            "Subdoel",
            "Afspraken",
            "Ondertekening",
            "Evaluatie",
            "Partner",
        }
        drawing.setFont("Helvetica-Bold" if heading else "Helvetica", 12 if heading else 11)
        drawing.drawString(60, y, line)
        y -= 18
    drawing.save()
    path.write_bytes(stream.getvalue())
    return path
