"""The only module that speaks with Label Studio, through its SDK, an optional package.

What goes wrong becomes a LabelStudioError by status code alone. The errors of the SDK and of http are never
chained: they may hold the token, a session, or text of a plan.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pipeline.errors import LabelStudioError

TIMEOUT_SECONDS = 300
PAGE_SIZE = 5000


@dataclass(frozen=True)
class Project:
    """A project as the server holds it; ``done``, ``skipped`` and ``tasks`` are counts of tasks."""

    id: int
    title: str
    description: str
    page: str
    tasks: int
    done: int
    skipped: int


class LabelStudio:
    """One user's view of one server."""

    def __init__(self, url: str, token: str) -> None:
        sdk = _sdk()
        self.url = url.rstrip("/")
        self._sdk = sdk(
            base_url=self.url,
            api_key=token.strip(),
            timeout=TIMEOUT_SECONDS,
            # The SDK repeats a POST too, and what arrived twice would be there twice.
            max_retries=0,
            httpx_client=_http(self.url),
        )

    def check(self) -> str:
        """The address of who is logged in; LabelStudioError when server or token do not hold."""
        with self._told("inloggen"):
            return str(self._sdk.users.whoami().email)

    def projects(self) -> list[Project]:
        """All projects that this user sees."""
        with self._told("projecten opvragen"):
            return [_project(found) for found in self._sdk.projects.list(page_size=1000)]

    def project(self, project_id: int) -> Project:
        with self._told("een project opvragen"):
            return _project(self._sdk.projects.get(id=project_id))

    def create_project(self, title: str, description: str, page: str) -> Project:
        """A project whose tasks come in order and show what is filled in."""
        with self._told("een project maken"):
            made = self._sdk.projects.create(
                title=title,
                description=description,
                label_config=page,
                show_collab_predictions=True,
                show_skip_button=False,
                enable_empty_annotation=False,
                sampling="Sequential sampling",
            )
            return _project(self._sdk.projects.get(id=made.id))

    def update_project(self, project_id: int, *, description: str, page: str) -> bool:
        """Give a project another page; False when the server refuses it because codes in use are gone."""
        with self._told("een project bijwerken", accepts=400) as told:
            self._sdk.projects.update(id=project_id, description=description, label_config=page)
        return not told

    def delete_project(self, project_id: int) -> None:
        """For good, with all that was coded in it."""
        with self._told("een project verwijderen"):
            self._sdk.projects.delete(id=project_id)

    def task_ids(self, project_id: int, key: str) -> dict[str, int]:
        """``data[key]`` of each task to its id."""
        with self._told("taken opvragen"):
            tasks = self._sdk.tasks.list(
                project=project_id, page_size=PAGE_SIZE, fields="task_only", include="id,data"
            )
            return {str((task.data or {}).get(key)): int(task.id) for task in tasks}

    def import_tasks(self, project_id: int, tasks: Sequence[Mapping[str, Any]]) -> None:
        with self._told("taken sturen"):
            self._sdk.projects.import_tasks(id=project_id, request=list(tasks))

    def export(self, project_id: int) -> list[dict[str, Any]]:
        """All tasks with their annotations, predictions and drafts, as the server gives them."""
        with self._told("coderingen ophalen"):
            return list(self._sdk.projects.exports.as_json(project_id, timeout=TIMEOUT_SECONDS))

    def tasks(self, project_id: int) -> list[dict[str, Any]]:
        """All tasks with their annotations, drafts and predictions in full."""
        with self._told("taken opvragen"):
            found = self._sdk.tasks.list(project=project_id, page_size=PAGE_SIZE, fields="all")
            return [json.loads(task.json()) for task in found]

    def update_task(self, task_id: int, data: Mapping[str, Any]) -> None:
        with self._told("een taak bijwerken"):
            self._sdk.tasks.update(id=str(task_id), data=dict(data))

    def update_annotation(self, annotation_id: int, result: Sequence[Mapping[str, Any]]) -> None:
        with self._told("een codering bijwerken"):
            self._sdk.annotations.update(id=annotation_id, result=list(result))

    def update_prediction(self, prediction_id: int, result: Sequence[Mapping[str, Any]]) -> None:
        with self._told("een voorstel bijwerken"):
            self._sdk.predictions.update(id=prediction_id, result=list(result))

    def update_draft(self, draft_id: int, result: Sequence[Mapping[str, Any]]) -> None:
        """The SDK has no function for drafts, so this is asked through its connection."""
        with self._told("een concept bijwerken"):
            answer = self._sdk._client_wrapper.httpx_client.request(
                f"api/drafts/{draft_id}/", method="PATCH", json={"result": list(result)}
            )
            answer.raise_for_status()

    @contextmanager
    def _told(self, doing: str, accepts: int | None = None) -> Iterator[list[int]]:
        """Turn what goes wrong into a LabelStudioError; a status that is accepted is put in what is given."""
        import httpx
        from label_studio_sdk.core.api_error import ApiError

        accepted: list[int] = []
        failure: LabelStudioError | None = None
        try:
            yield accepted
        except ApiError as error:
            if accepts is not None and error.status_code == accepts:
                accepted.append(accepts)
            else:
                failure = _refused(error.status_code, doing, self.url)
        except httpx.LocalProtocolError:
            failure = _refused(None, doing, self.url)  # its text holds the token
        except httpx.TransportError as error:
            failure = _not_reached(type(error).__name__, doing, self.url)
        except Exception as error:
            failure = _strange(type(error).__name__, doing, self.url)
        if failure is not None:
            raise failure from None


def _sdk() -> Any:
    try:
        from label_studio_sdk.client import LabelStudio as Sdk
    except ImportError:
        raise LabelStudioError(
            "Voor Label Studio is een extra pakket nodig (label-studio-sdk), en dat is er niet.",
            doe='Installeer het met: pip install ".[labelstudio]"',
        ) from None
    return Sdk


def _http(url: str) -> Any:
    """How to reach the server: without a proxy when it is on this computer."""
    import httpx

    return httpx.Client(timeout=TIMEOUT_SECONDS, follow_redirects=True, trust_env=not is_local(url))


def is_local(url: str) -> bool:
    """Whether the server is on this computer."""
    return urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1")


def _project(found: Any) -> Project:
    return Project(
        id=int(found.id),
        title=found.title or "",
        description=found.description or "",
        page=found.label_config or "",
        tasks=found.task_number or 0,
        done=found.num_tasks_with_annotations or 0,
        skipped=found.skipped_annotations_number or 0,
    )


def _refused(status: int | None, doing: str, url: str) -> LabelStudioError:
    what, doe = {
        401: ("het token is niet (meer) geldig", "Maak een nieuw token in Label Studio, en geef dat."),
        403: ("dit account mag dat niet", "Vraag de beheerder van de server om rechten."),
        404: (
            "het bestaat daar niet (meer)",
            "Is een project verwijderd, geef dan 'plancoder labelstudio push' opnieuw.",
        ),
    }.get(
        status or 0,
        (
            f"de server weigert (code {status})",
            "Kijk of daar Label Studio draait, en of het versie 1.23 is; geef daarna dezelfde opdracht "
            "opnieuw: het werk gaat verder waar het stopte.",
        ),
    )
    return LabelStudioError(f"Label Studio: {doing} lukt niet, want {what}.", waar=url, doe=doe)


def _strange(kind: str, doing: str, url: str) -> LabelStudioError:
    return LabelStudioError(
        f"Label Studio: {doing} lukt niet, want het antwoord is anders dan verwacht ({kind}).",
        waar=url,
        doe="Kijk of daar Label Studio draait, en of het versie 1.23 is.",
    )


def _not_reached(kind: str, doing: str, url: str) -> LabelStudioError:
    return LabelStudioError(
        f"Label Studio is niet te bereiken ({kind}) bij: {doing}.",
        waar=url,
        doe="Start de server (plancoder labelstudio serve) of controleer het adres, en geef daarna dezelfde "
        "opdracht opnieuw: het werk gaat verder waar het stopte.",
    )
