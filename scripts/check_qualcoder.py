"""What QualCoder's own import makes of a project or codebook of ours, and what its own export gives back.

    python scripts/check_qualcoder.py plannen.qdpx --qualcoder FOLDER --output terug.qdpx
    python scripts/check_qualcoder.py codeboek.qdc --qualcoder FOLDER

FOLDER holds QualCoder's source (the folder above its package ``qualcoder``). Runs in an environment of its
own, with what QualCoder's import needs: PyQt6, pymupdf and pillow; so it imports nothing of ours. No window
is opened: its dialogs are answered, everything else is QualCoder's. Compares users, codes, texts and codings
with the project (of a codebook the codes), exits 1 when any differ, and writes what QualCoder exports, to
import again.
"""

import argparse
import ast
import builtins
import os
import sqlite3
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

NAMESPACE = "{urn:QDA-XML:project:1.0}"
CODEBOOK = ".qdc"
CODE_OF_CODEBOOK = "{urn:QDA-XML:codebook:1.0}Code"
Coding = tuple[str, str, str, str]
"""The name of the text, the selected text, the name of the code, and the user."""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("project", type=Path)
    parser.add_argument("--qualcoder", type=Path, required=True)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--windows", action="store_true", help="let it write line ends for MAXQDA")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        os.environ |= {"QT_QPA_PLATFORM": "offscreen", "HOME": name}
        (Path(name) / ".qualcoder").mkdir()
        refi, application = start(given.qualcoder, windows=given.windows)
        app = new_project(Path(name), given.qualcoder)
        bring_in(refi, app, given.project)
        codebook = given.project.suffix == CODEBOOK
        same = (compare_codes if codebook else compare)(given.project, app.conn)
        if given.output:
            bring_out(refi, app, Path(name), given.output)
        del application
    return 0 if same else 1


def start(source: Path, *, windows: bool) -> tuple[Any, Any]:
    """QualCoder's module of the exchange, and the application that its widgets need."""
    builtins.__dict__["_"] = str  # its translations
    sys.path.insert(0, str(source))
    widgets: Any = import_module("PyQt6.QtWidgets")
    refi: Any = import_module("qualcoder.refi")
    # dialogs would wait for a click
    refi.Message = lambda *_arguments: SimpleNamespace(exec=lambda: None)
    plain = SimpleNamespace(radioButton_maxqda=SimpleNamespace(isChecked=lambda: windows))
    refi.RefiLineEndings = lambda _app: SimpleNamespace(exec=lambda: None, ui=plain)
    return refi, widgets.QApplication([])


def new_project(folder: Path, source: Path) -> SimpleNamespace:
    """An empty project, with the tables that QualCoder makes."""
    for name in ("documents", "images", "audio", "video"):
        (folder / "p.qda" / name).mkdir(parents=True)
    connection = sqlite3.connect(folder / "p.qda" / "data.qda")
    for table in tables(source / "qualcoder" / "__main__.py"):
        connection.execute(table)
    connection.execute("insert into project (date, memo) values ('2020-01-01 00:00:00', '')")
    settings = {"codername": "default", "directory": str(folder), "ai_enable": "False"}
    return SimpleNamespace(
        conn=connection,
        settings=settings,
        project_path=str(folder / "p.qda"),
        project_name="p.qda",
        version="QualCoder",
        ai_models=[],
        write_config_ini=lambda *_arguments: None,
        get_annotations=list,
    )


def tables(module: Path) -> Iterator[str]:
    """The statements in its source that make the tables, the first of each."""
    seen = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and str(node.value).startswith("CREATE TABLE "):
            name = str(node.value).split()[2]
            if name not in seen and name != "IF":
                seen.add(name)
                yield str(node.value)


def bring_in(refi: Any, app: SimpleNamespace, project: Path) -> None:
    copy = Path(app.settings["directory"]) / project.name
    copy.write_bytes(project.read_bytes())
    refi.QtWidgets.QFileDialog.getOpenFileName = lambda *_a, **_k: (str(copy), True)
    refi.RefiImport(app, SimpleNamespace(append=print), project.suffix.removeprefix("."))


def bring_out(refi: Any, app: SimpleNamespace, folder: Path, output: Path) -> None:
    (folder / "out").mkdir()
    refi.QtWidgets.QFileDialog.getExistingDirectory = lambda *_a, **_k: str(folder / "out")
    refi.RefiExport(app, SimpleNamespace(append=print), "project")
    (made,) = (folder / "out").glob("*.qdpx")
    output.write_bytes(made.read_bytes())
    print(f"Made by QualCoder: {output}")


def compare_codes(project: Path, connection: sqlite3.Connection) -> bool:
    """Print how many codes there are in the codebook and in QualCoder, and whether they are the same."""
    names = sorted(each.attrib["name"] for each in ET.parse(project).iter(CODE_OF_CODEBOOK))
    codes = codes_in(connection)
    print(f"codes: {len(names)} in the codebook, {len(codes)} in QualCoder, {told(codes == names)}")
    return codes == names


def codes_in(connection: sqlite3.Connection) -> list[str]:
    """The names of codes and categories in QualCoder, in order."""
    query = "select name from code_name union all select name from code_cat"
    return sorted(name for (name,) in connection.execute(query))


def told(same: bool) -> str:
    return "equal" if same else "NOT EQUAL"


def compare(project: Path, connection: sqlite3.Connection) -> bool:
    """Print how much there is in the project and in QualCoder, and whether that is the same."""
    names, texts, codings = in_project(project)
    rows = connection.execute(
        "select source.name, seltext, code_name.name, code_text.owner from code_text "
        "left join code_name using (cid) join source on source.id = fid"
    )
    found = Counter(rows.fetchall())
    codes = codes_in(connection)
    sources = dict(connection.execute("select name, fulltext from source").fetchall())
    parts = {
        "codes": (len(names), len(codes), codes == sorted(names)),
        "texts": (len(texts), len(sources), sources == texts),
        "users": (len({each[3] for each in codings}), len({each[3] for each in found}), True),
        "codings": (codings.total(), found.total(), found == codings),
    }
    for part, (ours, theirs, same) in parts.items():
        print(f"{part}: {ours} in the project, {theirs} in QualCoder, {told(same)}")
    return all(same for _, _, same in parts.values())


def in_project(path: Path) -> tuple[list[str], dict[str, str], Counter[Coding]]:
    """The names of codes, the texts by name, and the codings."""
    with zipfile.ZipFile(path) as archive:
        root = ET.fromstring(archive.read("project.qde"))
        texts, codings = {}, Counter[Coding]()
        names = {each.attrib["guid"]: each.attrib["name"] for each in root.iter(f"{NAMESPACE}Code")}
        users = {each.attrib["guid"]: each.attrib["name"] for each in root.iter(f"{NAMESPACE}User")}
        for source in root.iter(f"{NAMESPACE}TextSource"):
            file = source.attrib["plainTextPath"].removeprefix("internal://")
            name = source.attrib["name"]
            texts[name] = archive.read(f"sources/{file}").decode("utf-8-sig")
            for selection in source.iter(f"{NAMESPACE}PlainTextSelection"):
                piece = slice(int(selection.attrib["startPosition"]), int(selection.attrib["endPosition"]))
                user = users[selection.attrib["creatingUser"]]
                for code in selection.iter(f"{NAMESPACE}CodeRef"):
                    codings[name, texts[name][piece], names[code.attrib["targetGUID"]], user] += 1
    return list(names.values()), texts, codings


if __name__ == "__main__":
    sys.exit(main())
