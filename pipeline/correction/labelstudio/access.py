"""Which server, and as whom: the local one with an account per coder, or the user's own with one token."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.correction.labelstudio.accounts import Account, read_accounts
from pipeline.correction.labelstudio.client import LabelStudio
from pipeline.correction.labelstudio.server import running_url
from pipeline.errors import LabelStudioError, UsageError

TOKEN_VARIABLE = "PLANCODER_LABELSTUDIO_TOKEN"


@dataclass(frozen=True)
class Access:
    """``enforced``: coders cannot see each other's projects, because each has an account apart."""

    url: str
    enforced: bool
    _token: str = field(default="", repr=False)
    _accounts: dict[str, Account] = field(default_factory=dict, repr=False)

    def as_coder(self, coder: str) -> LabelStudio:
        """The server as ``coder`` sees it, checked. Raises LabelStudioError."""
        server = LabelStudio(self.url, self._token_of(coder))
        server.check()
        return server

    def _token_of(self, coder: str) -> str:
        if not self.enforced:
            return self._token
        if coder not in self._accounts:
            raise LabelStudioError(
                f"Voor '{coder}' is nog geen account op de lokale Label Studio.",
                waar=self.url,
                doe=f"Maak het met: plancoder labelstudio serve --users {coder}",
            )
        return self._accounts[coder].token


def local_access(data: Path) -> Access:
    """The local server, which must run. Raises LabelStudioError."""
    url = running_url(data)
    if url is None:
        raise LabelStudioError(
            "De lokale Label Studio draait niet.",
            waar=str(data),
            doe="Start haar in een ander venster met 'plancoder labelstudio serve', of geef met --url het "
            "adres van uw eigen server. Geef daarna dezelfde opdracht opnieuw.",
        )
    return Access(url, True, _accounts=read_accounts(data))


def own_access(url: str, token_file: Path | None) -> Access:
    """The user's own server. The token comes from the file, else from the environment. Raises UsageError."""
    if not _is_address(url):
        # Not shown: it may hold a password.
        raise UsageError(
            "Dit is geen adres van een server.",
            waar="--url",
            doe="Geef een adres zonder naam en wachtwoord erin, bijvoorbeeld: --url http://localhost:8080",
        )
    token = _from_file(token_file) if token_file else os.environ.get(TOKEN_VARIABLE, "")
    token = token.strip()
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise UsageError(
            "Er is geen bruikbaar token voor Label Studio.",
            waar=str(token_file or TOKEN_VARIABLE),
            doe=f"Zet het token (Label Studio: Account & Settings) in een bestand en geef dat met "
            f"--token-file, of in de omgevingsvariabele {TOKEN_VARIABLE}.",
        )
    return Access(url.rstrip("/"), False, token)


def _is_address(url: str) -> bool:
    try:
        address = urlsplit(url)
        return address.scheme in ("http", "https") and bool(address.hostname) and "@" not in address.netloc
    except ValueError:
        return False


def _from_file(path: Path) -> str:
    try:
        if os.name != "nt" and path.stat().st_mode & 0o077:
            raise UsageError(
                "Anderen op deze computer kunnen het bestand met het token lezen.",
                waar=str(path),
                doe=f'Herstel dat met: chmod 600 "{path}"',
            )
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            "Het bestand met het token is niet te lezen.", waar=str(path), doe="Controleer het pad."
        ) from error
