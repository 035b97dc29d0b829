"""What comes from workers goes to the store a few at a time."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

EXTRACTS_PER_TRANSACTION = 16
Kept = TypeVar("Kept")


def save_in_batches(read: Iterable[tuple[str, Kept]], save: Callable[[Mapping[str, Kept]], None]) -> None:
    """Save what was ``read`` by the hash of a file, in transactions; on Ctrl-C too, what there is."""
    batch: dict[str, Kept] = {}
    try:
        for sha256, each in read:
            batch[sha256] = each
            if len(batch) == EXTRACTS_PER_TRANSACTION:
                save(batch)
                batch = {}
    finally:
        save(batch)
