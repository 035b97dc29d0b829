"""What a test does in Label Studio: commands of plancoder, and coders at work through the server's API."""

import json
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.annotations import Annotation, read_annotations
from pipeline.cli.main import run
from pipeline.codebook import Codebook
from pipeline.correction import worklist as worklists
from pipeline.correction.labelstudio import projects
from pipeline.correction.labelstudio.accounts import Account, read_accounts
from pipeline.correction.labelstudio.answers import to_result
from pipeline.correction.labelstudio.client import LabelStudio, Project
from pipeline.correction.labelstudio.page import questions
from pipeline.correction.labelstudio.server import running_url
from pipeline.correction.worklist import Codes, WorkList, WorkUnit

CODERS = ("anna", "bart", "carla")


@dataclass(frozen=True)
class Work:
    """A coded folder with one sample, and the server it is coded on."""

    data: Path
    folder: Path
    batch: str
    codebook: Codebook

    @property
    def annotations(self) -> Path:
        return self.folder / "annotaties"

    @property
    def url(self) -> str:
        url = running_url(self.data)
        assert url is not None
        return url

    @property
    def worklist(self) -> WorkList:
        found = worklists.load(self.folder, self.batch)
        assert found is not None
        return found

    def account(self, coder: str) -> Account:
        return read_accounts(self.data)[coder]

    def push(self, *more: str, coders: str = "anna,bart") -> int:
        sample = self.folder / "steekproeven" / f"{self.batch}.jsonl"
        arguments = ["labelstudio", "push", str(self.folder), "--sample", str(sample), "--coders", coders]
        return run([*arguments, *self._server(more), *more])

    def pull(self, *more: str) -> int:
        return run(["labelstudio", "pull", str(self.folder), *self._server(more), *more])

    def status(self) -> int:
        return run(["labelstudio", "status", str(self.folder), "--data-dir", str(self.data)])

    def adjudicate(self, command: str, *more: str) -> int:
        return run(["adjudicate", command, str(self.folder), "--data-dir", str(self.data), *more])

    def codings(self) -> list[Annotation]:
        return read_annotations(self.annotations)

    def server(self, coder: str) -> LabelStudio:
        return LabelStudio(self.url, self.account(coder).token)

    def project(self, coder: str, name: str = "") -> Project:
        found = worklists.load(self.folder, name or self.batch)
        assert found is not None
        project = projects.find(self.server(coder), found, coder)
        assert project is not None
        return project[0]

    def task_ids(self, coder: str) -> dict[str, int]:
        return self.server(coder).task_ids(self.project(coder).id, "unit_id")

    def tasks(self, coder: str, name: str = "") -> list[dict[str, Any]]:
        """The tasks with what is filled in, as the server gives them to the page."""
        project = self.project(coder, name).id
        found: list[dict[str, Any]] = self.call(coder, "GET", f"/api/tasks?project={project}&fields=all")[
            "tasks"
        ]
        return found

    def code(
        self, coder: str, unit: WorkUnit, codes: Codes, remark: str = "", task: int | None = None
    ) -> None:
        """``coder`` submits this coding, as the page would; ``task`` saves asking which one it is."""
        result = to_result(unit.eenheid, codes, questions(self.codebook), remark)
        self.submit(coder, unit, result, task)

    def submit(
        self, coder: str, unit: WorkUnit, result: list[dict[str, Any]], task: int | None = None
    ) -> None:
        task = task or self.task_ids(coder)[unit.id]
        body = {"result": result, "lead_time": 12.34}
        self.call(coder, "POST", f"/api/tasks/{task}/annotations/", body)

    def call(self, coder: str, method: str, path: str, body: Any = None) -> Any:
        """The server's API as ``coder``; raises urllib's HTTPError."""
        request = urllib.request.Request(
            self.url + path,
            data=None if body is None else json.dumps(body).encode(),
            method=method,
            headers={
                "Authorization": f"Token {self.account(coder).token}",
                "Content-Type": "application/json",
            },
        )
        with urllib.request.urlopen(request, timeout=120) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def _server(self, more: tuple[str, ...]) -> list[str]:
        return [] if "--url" in more else ["--data-dir", str(self.data)]
