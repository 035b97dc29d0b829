"""Progress bars on a terminal; nothing elsewhere."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

_COUNTED = "{desc}: {percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt} [{elapsed}, nog {remaining}]"
_SHARE = "{desc}: {percentage:3.0f}%|{bar}| [{elapsed}]"


def show_progress(items: Iterable[T], label: str, total: int) -> Iterable[T]:
    """``items``, with a bar on stderr while they pass; none when there are no items or no terminal."""
    from tqdm import tqdm

    return tqdm(items, desc=label, total=total, disable=None if total else True, bar_format=_COUNTED)


@contextmanager
def show_share() -> Iterator[Callable[[str, float], None]]:
    """A function that is told what is being done and which share is done, and shows it on a terminal."""
    from tqdm import tqdm

    with tqdm(desc="Bezig", total=1.0, disable=None, bar_format=_SHARE) as bar:

        def tell(what: str, share: float) -> None:
            bar.set_description_str(what[:1].upper() + what[1:], refresh=False)
            bar.update(share - bar.n)

        yield tell
        bar.update(1.0 - bar.n)
