"""The environment variables that the server runs with: its own folder, and no word to the outside."""

import os
from pathlib import Path

_KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT")
_NOWHERE = "http://127.0.0.1:9"


def surroundings(data: Path) -> dict[str, str]:
    """Variables for a server whose data stand in ``data``.

    Statistics, update checks and error reports are off; the tips of the day, which have no switch, meet a
    proxy that is not there.
    """
    own = data.resolve() / "gegevens"
    own.mkdir(parents=True, exist_ok=True)
    return {name: os.environ[name] for name in _KEPT if name in os.environ} | {
        "HOME": str(own),
        "XDG_CONFIG_HOME": str(own / ".config"),
        "LABEL_STUDIO_BASE_DATA_DIR": str(own),
        "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
        "LABEL_STUDIO_DISABLE_SIGNUP_WITHOUT_LINK": "true",
        "COLLECT_ANALYTICS": "false",
        "LATEST_VERSION_CHECK": "false",
        "SENTRY_DSN": "",
        "FRONTEND_SENTRY_DSN": "",
        "FEATURE_FLAGS_OFFLINE": "true",
        "LOG_LEVEL": "ERROR",
        "PYTHONUNBUFFERED": "1",
        "HTTP_PROXY": _NOWHERE,
        "HTTPS_PROXY": _NOWHERE,
        "NO_PROXY": "127.0.0.1,localhost",
        # A code that the page does not have is refused instead of silently lost.
        "fflag_feat_utc_210_prediction_validation_15082025": "true",
    }
