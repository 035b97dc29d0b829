"""Where the fonts are that programs must be handed as files; each falls back to what every program has."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)
# regular, bold, italic
FILES = {
    "sans": ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf", "LiberationSans-Italic.ttf"),
    "serif": ("LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf", "LiberationSerif-Italic.ttf"),
    "narrow": (
        "LiberationSansNarrow-Regular.ttf",
        "LiberationSansNarrow-Bold.ttf",
        "LiberationSansNarrow-Italic.ttf",
    ),
    "dejavu": ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans.ttf"),
    "mono": ("DejaVuSansMono.ttf", "DejaVuSansMono-Bold.ttf", "DejaVuSansMono.ttf"),
    "carlito": ("Carlito-Regular.ttf", "Carlito-Bold.ttf", "Carlito-Italic.ttf"),
    "caladea": ("Caladea-Regular.ttf", "Caladea-Bold.ttf", "Caladea-Italic.ttf"),
    "lato": ("Lato-Regular.ttf", "Lato-Bold.ttf", "Lato-Italic.ttf"),
    "open": ("OpenSans-Regular.ttf", "OpenSans-Bold.ttf", "OpenSans-Italic.ttf"),
    "roboto": ("Roboto-Regular.ttf", "Roboto-Bold.ttf", "Roboto-Italic.ttf"),
    "comic": ("ComicNeue-Regular.ttf", "ComicNeue-Bold.ttf", "ComicNeue-Italic.ttf"),
}


@lru_cache
def find_font(name: str) -> tuple[Path, Path, Path] | None:
    """The three files of font ``name``, or None when this machine has them not."""
    files = [_find(file) for file in FILES.get(name, ())]
    if len(files) == 3 and all(files):
        return tuple(files)  # type: ignore[return-value]
    return None


@lru_cache
def _find(file: str) -> Path | None:
    return next((path for folder in FOLDERS if folder.exists() for path in sorted(folder.rglob(file))), None)


@lru_cache
def symbol_font() -> Path | None:
    """A font that has the check boxes, arrows and check marks."""
    return _find("DejaVuSans.ttf")
