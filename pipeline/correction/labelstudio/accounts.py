"""The accounts of the local server: one for each coder, kept in a file that only the user can read."""

import json
import re
import secrets
import subprocess
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from pipeline.correction.labelstudio.environment import program
from pipeline.correction.labelstudio.surroundings import surroundings
from pipeline.errors import LabelStudioError, UsageError
from pipeline.files import write_atomic

FILE_NAME = "accounts.json"
CODER = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")


class Account(BaseModel):
    """Who may log in. ``repr`` shows neither password nor token."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    codeur: str
    email: str
    wachtwoord: str
    token: str

    def __repr__(self) -> str:
        return f"Account({self.codeur})"


def coder_names(text: str) -> tuple[str, ...]:
    """The names in ``anna,bart``, each once. Raises UsageError."""
    names = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    wrong = [name for name in names if not CODER.fullmatch(name)]
    if wrong or not names:
        raise UsageError(
            "Deze namen van codeurs kunnen niet.",
            waar=text,
            doe="Geef korte namen met een komma ertussen, zonder spaties, bijvoorbeeld: anna,bart",
        )
    return names


def read_accounts(data: Path) -> dict[str, Account]:
    """The accounts by name of the coder; empty when there are none yet. Raises LabelStudioError."""
    path = data / FILE_NAME
    if not path.exists():
        return {}
    try:
        accounts = TypeAdapter(list[Account]).validate_json(path.read_bytes())
    except (OSError, ValidationError):
        raise LabelStudioError(
            "Het bestand met accounts is beschadigd of niet te lezen.",
            waar=str(path),
            doe="Zet een kopie terug, of verwijder het: dan krijgt iedereen een nieuw wachtwoord.",
        ) from None
    return {account.codeur: account for account in accounts}


def make_accounts(venv: Path, data: Path, coders: Iterable[str]) -> dict[str, Account]:
    """All accounts, those of ``coders`` made when they were not there; the database too. LabelStudioError."""
    accounts = read_accounts(data)
    for coder in coders:
        accounts.setdefault(coder, _new(coder))
    listed = [account.model_dump() for account in accounts.values()]
    # First the file: an account whose password nobody knows is of no use.
    write_atomic(data / FILE_NAME, json.dumps(listed, indent=2) + "\n", mode=0o600)
    with resources.as_file(resources.files(__package__) / "data" / "make_accounts.py") as script:
        done = subprocess.run(
            [str(program(venv, "python")), str(script)],
            input=json.dumps(listed),
            env=surroundings(data),
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode != 0:
        log = data / "accounts.log"
        write_atomic(log, done.stderr, mode=0o600)
        raise LabelStudioError(
            "De accounts konden niet worden gemaakt.",
            waar=str(log),
            doe="Lees de laatste regels van dat bestand. Is de map van een andere versie, kies dan een "
            "andere met --data-dir.",
        )
    return accounts


def _new(coder: str) -> Account:
    return Account(
        codeur=coder,
        email=f"{coder}@plancoder.local",
        wachtwoord=f"{secrets.token_hex(3)}-{secrets.token_hex(3)}",
        token=secrets.token_hex(20),
    )
