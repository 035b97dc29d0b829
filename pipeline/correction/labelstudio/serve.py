"""Everything that must be there before the local server can start: made on first use, then left alone."""

from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.correction.labelstudio.accounts import Account, make_accounts, read_accounts
from pipeline.correction.labelstudio.environment import find_venv, make_venv
from pipeline.settings import user_folder

FIRST_CODER = "codeur"
_DATABASE = "gegevens/label_studio.sqlite3"


def default_data() -> Path:
    """Where the local server lives unless told otherwise: with the user's own data."""
    return user_folder() / "labelstudio"


def prepare(
    data: Path, coders: Sequence[str], tell: Callable[[str], None]
) -> tuple[Path, dict[str, Account]]:
    """The server's environment, and the accounts, those of ``coders`` among them; LabelStudioError.

    ``tell`` is told what takes time. Without any account there will be one, called ``codeur``.
    """
    data.mkdir(parents=True, exist_ok=True)
    data.chmod(0o700)  # the database holds texts of plans
    venv = find_venv(data) or make_venv(data, tell)
    accounts = read_accounts(data)
    wanted = coders or (tuple(accounts) or (FIRST_CODER,))
    if all(coder in accounts for coder in wanted) and (data / _DATABASE).exists():
        return venv, accounts
    tell("De database en de accounts worden klaargezet (de eerste keer ongeveer een minuut).")
    return venv, make_accounts(venv, data, wanted)
