"""A study with its own codebook, coded on a real Label Studio, whose codebook changes."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from label_studio_work import Work

from pipeline.cli.main import run

PROJECT = Path(__file__).parents[2]
MIGRATION = PROJECT / "tests" / "data" / "verhaal" / "1.1.0.yaml"


@dataclass(frozen=True)
class Study:
    """``work`` coded with the codebook of ``folder``."""

    work: Work
    folder: Path

    @classmethod
    def make(cls, work: Work, folder: Path) -> "Study":
        (folder / "migraties").mkdir(parents=True)
        shutil.copy(PROJECT / "codebook.yaml", folder)
        shutil.copy(MIGRATION, folder / "migraties")
        return cls(work, folder)

    @property
    def book(self) -> tuple[str, str]:
        return "--codebook", str(self.folder / "codebook.yaml")

    def migrate(self, *more: str) -> int:
        file = str(self.folder / "migraties" / MIGRATION.name)
        return self._migrate(file, "--coded", str(self.work.folder), *more)

    def undo(self, *more: str) -> int:
        return self._migrate("--undo", *more)

    def on_server(self, coder: str) -> dict[str, Any]:
        """The page of a coder, and per unit what is coded, in draft and filled in."""
        page = self.work.project(coder).page
        return {"page": page} | {
            task["data"]["unit_id"]: {
                kind: [_bare(item["result"]) for item in task[kind]]
                for kind in ("annotations", "drafts", "predictions")
            }
            for task in self.work.tasks(coder)
        }

    def files(self) -> dict[str, bytes]:
        """All bytes but those that only tell of migrations."""
        return {
            str(path.relative_to(top)): path.read_bytes()
            for top in (self.folder, self.work.folder)
            for path in top.rglob("*")
            if path.is_file() and path.name not in (".slot", "geschiedenis.jsonl")
        }

    def _migrate(self, *arguments: str) -> int:
        server = () if {"--url", "--data-dir"} & set(arguments) else ("--data-dir", str(self.work.data))
        return run(["codebook", "migrate", *arguments, *server, *self.book])


def _bare(result: list[dict[str, Any]]) -> dict[str, Any]:
    return {item["from_name"]: item["value"].get("choices", item["value"].get("text")) for item in result}
