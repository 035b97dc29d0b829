"""More than a hundred broken and hostile files, each another: what a mailbox may really bring.

``make_all`` writes them and gives per file name the statuses it may end with.
"""

import os
import zlib
from collections.abc import Iterator
from pathlib import Path

import pdf_factory
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

UNREADABLE = frozenset({"onleesbaar"})
NO_PLAN = frozenset({"onleesbaar", "geen_plan"})
ANY = frozenset({"onleesbaar", "geen_plan", "gecodeerd", "dubbel_bestand"})
Made = dict[str, frozenset[str]]


def make_all(folder: Path) -> Made:
    """Write every file into ``folder``; statuses by name."""
    made: Made = {}
    for part in (_cut_off, _changed_bytes, _other_kinds, _raw_structures, _drawn, _named_oddly):
        made.update(part(folder))
    return made


def _cut_off(folder: Path) -> Iterator[tuple[str, frozenset[str]]]:
    """Two plans cut off at 24 places each."""
    for source in ("P01-001.pdf", "P07-021.pdf"):
        data = (pdf_factory.DEMO / source).read_bytes()
        for step in range(24):
            name = f"afgebroken {source[:3]} {step:02}.pdf"
            (folder / name).write_bytes(data[: len(data) * step // 24])
            yield name, ANY if step else UNREADABLE


def _changed_bytes(folder: Path) -> Iterator[tuple[str, frozenset[str]]]:
    """Plans in which single bytes, the cross references or the end were overwritten."""
    data = (pdf_factory.DEMO / "P03-017.pdf").read_bytes()
    for step in range(24):
        broken = bytearray(data)
        for place in range(step + 7, len(data), 97 + 31 * step):
            broken[place] ^= 0x5A
        name = f"bytes veranderd {step:02}.pdf"
        (folder / name).write_bytes(bytes(broken))
        yield name, ANY
    for name, old, new in (
        ("geen xref.pdf", b"xref", b"xxxx"),
        ("startxref fout.pdf", b"startxref", b"startxrof"),
        ("geen einde.pdf", b"%%EOF", b""),
        ("lengtes fout.pdf", b"/Length ", b"/Length 9"),
        ("geen catalogus.pdf", b"/Catalog", b"/Katalog"),
        ("geen pagina's.pdf", b"/Pages", b"/Pagez"),
        ("geen lettertype.pdf", b"/Font", b"/Fnot"),
    ):
        (folder / name).write_bytes(data.replace(old, new))
        yield name, ANY


def _other_kinds(folder: Path) -> Iterator[tuple[str, frozenset[str]]]:
    """Files that are no PDF, whatever they are called."""
    contents = {
        "leeg.pdf": b"",
        "een byte.pdf": b"%",
        "alleen kop.pdf": b"%PDF-1.7\n",
        "word.pdf": b"PK\x03\x04" + bytes(200),
        "oud word.pdf": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "png.pdf": b"\x89PNG\r\n\x1a\n" + bytes(300),
        "html.pdf": b"<!doctype html><html><body>Ondersteuningsplan</body></html>",
        "rtf.pdf": rb"{\rtf1 Ondersteuningsplan}",
        "nullen.pdf": bytes(50_000),
        "willekeurig.pdf": bytes((number * 7919) % 251 for number in range(50_000)),
        "utf16.pdf": "Ondersteuningsplan".encode("utf-16"),
        "zip.pdf": b"PK\x05\x06" + bytes(18),
        "postscript.pdf": b"%!PS-Adobe-3.0\nshowpage\n",
        "html met kop.pdf": b"<html>%PDF-1.4 geen pdf</html>",
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
        yield name, NO_PLAN


def _pdf(objects: list[bytes]) -> bytes:
    """A PDF of these objects, with a right table of cross references."""
    content, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return content + head + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(content))


def _stream(data: bytes, keys: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (keys, len(data), data)


def _raw_structures(folder: Path) -> Iterator[tuple[str, frozenset[str]]]:
    """PDFs whose structure is a trap."""
    catalog = b"<</Type/Catalog/Pages 2 0 R>>"
    one = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<%s>>>>"
    packed = zlib.compress(b"0 0 m 1 1 l S\n" * 5_000_000)
    nested = zlib.compress(zlib.compress(zlib.compress(bytes(200_000_000))))
    text = b"BT /F1 12 Tf 50 700 Td (%s) Tj ET"
    font = b"/Font<</F1 5 0 R>>"
    broken_font = b"<</Type/Font/Subtype/TrueType/BaseFont/Geen/ToUnicode 9 0 R>>"
    deep = [b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (number + 3) for number in range(3000)]
    made = {
        "bladenboom rond.pdf": [catalog, b"<</Type/Pages/Kids[2 0 R]/Count 9>>"],
        "bladenboom diep.pdf": [catalog, *deep, b"<</Type/Page>>"],
        "geen bladen.pdf": [catalog, b"<</Type/Pages/Kids[]/Count 0>>"],
        "te veel beloofd.pdf": [
            catalog, b"<</Type/Pages/Kids[3 0 R]/Count 2000000000>>", page % b"", _stream(b"")
        ],
        "blad zonder maat.pdf": [catalog, one, b"<</Type/Page/Parent 2 0 R>>"],
        "blad van nul.pdf": [catalog, one, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 0 0]>>"],
        "blad te groot.pdf": [catalog, one, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9e9 9e9]>>"],
        "inhoud rond.pdf": [
            catalog, one, page % b"/XObject<</X 4 0 R>>",
            _stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>"),
        ],
        "bom van lijnen.pdf": [catalog, one, page % b"", _stream(packed, b"/Filter/FlateDecode")],
        "bom in bom.pdf": [
            catalog, one, page % b"", _stream(nested, b"/Filter[/FlateDecode/FlateDecode/FlateDecode]")
        ],
        "groot beeld.pdf": [
            catalog, one, page % b"/XObject<</X 5 0 R>>", _stream(b"600 0 0 800 0 0 cm /X Do"),
            _stream(
                zlib.compress(bytes(40_000_000)),
                b"/Type/XObject/Subtype/Image/Width 40000/Height 8000/BitsPerComponent 1"
                b"/ColorSpace/DeviceGray/Filter/FlateDecode",
            ),
        ],
        "lettertype weg.pdf": [catalog, one, page % font, _stream(text % b"Ondersteuningsplan")],
        "lettertype kapot.pdf": [catalog, one, page % font, _stream(text % (b"Plan " * 40)), broken_font],
        "javascript.pdf": [
            b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(while(true){})>>>>", one, page % b"",
            _stream(b""),
        ],
        "starten.pdf": [
            b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(calc.exe)>>>>", one, page % b"",
            _stream(b""),
        ],
        "bijlage.pdf": [
            b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(x)5 0 R]>>>>>>", one, page % b"",
            _stream(b""), b"<</Type/Filespec/F(x.exe)>>",
        ],
        "titel kapot.pdf": [catalog, one, page % b"", _stream(b""), b"<</Title <FEFFD800>>>"],
        "onbekend filter.pdf": [catalog, one, page % b"", _stream(b"x" * 99, b"/Filter/GeenFilter")],
        "haakjes.pdf": [catalog, one, page % b"", _stream(b"(" * 100_000)],
        "woordenboek diep.pdf": [b"<</A" * 20_000],
    }  # fmt: skip
    for name, objects in made.items():
        (folder / name).write_bytes(_pdf(objects))
        yield name, NO_PLAN


def _drawn(folder: Path) -> Iterator[tuple[str, frozenset[str]]]:
    """Well-formed files with another content than a plan, or too much of it."""
    pdf_factory.encrypted(folder / "wachtwoord.pdf")
    yield "wachtwoord.pdf", UNREADABLE
    pdf_factory.joined(folder / "twee plannen.pdf", *(pdf_factory.DEMO / f"P03-0{n}.pdf" for n in (15, 17)))
    yield "twee plannen.pdf", UNREADABLE
    pdf_factory.letter(folder / "brief.pdf")
    yield "brief.pdf", NO_PLAN
    pdf_factory.bomb(folder / "bom van woorden.pdf")
    yield "bom van woorden.pdf", NO_PLAN
    texts = {
        "engels.pdf": ["Dear resident,", "Your bin will be emptied on Tuesday.", "Kind regards"] * 6,
        "turks.pdf": ["Sayin yetkili,", "Randevu icin bizi arayin.", "Saygilarimla"] * 6,
        "alleen cijfers.pdf": ["12 34 56 78 90"] * 30,
        "een woord.pdf": ["Ondersteuningsplan"],
        "wit.pdf": [],
        "vraagtekens.pdf": ["???? ???? ????"] * 30,
    }
    for name, lines in texts.items():
        _lines(folder / name, lines)
        yield name, NO_PLAN
    _lines(folder / "tweeduizend bladen.pdf", ["Blad zonder plan."], pages=2000)
    yield "tweeduizend bladen.pdf", NO_PLAN
    _lines(folder / "alleen lezen.pdf", ["Geachte heer,", "Wij nodigen u uit."] * 9, owner_only=True)
    yield "alleen lezen.pdf", NO_PLAN


def _lines(path: Path, lines: list[str], pages: int = 1, owner_only: bool = False) -> None:
    lock = StandardEncryption("", ownerPassword="eigenaar", canPrint=0) if owner_only else None
    drawing = canvas.Canvas(str(path), invariant=1, encrypt=lock)
    for _ in range(pages):
        for number, line in enumerate(lines):
            drawing.drawString(60, 800 - 20 * number, line)
        drawing.showPage()
    drawing.save()


def _named_oddly(folder: Path) -> Iterator[tuple[str, frozenset[str]]]:
    """Names and kinds of files that trip programs."""
    for name in (
        "=SOM(A1).pdf",
        "-rf.pdf",
        "a'b;c.pdf",
        "  spaties  .pdf",
        "é\u0301ñ العربية.pdf",
        "x" * 200 + ".pdf",
    ):
        (folder / name).write_text(f"geen pdf, maar {len(name)} {name[0]}", encoding="utf-8")
        yield name, NO_PLAN
    (folder / "wijst naar niets.pdf").symlink_to(folder / "weg")
    yield "wijst naar niets.pdf", UNREADABLE
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pijp.pdf")
        yield "pijp.pdf", UNREADABLE
