"""One annotation or draft as the server has it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pipeline.correction.labelstudio.converted import Converted, find_converted
from pipeline.correction.labelstudio.tasks import RESTORED

_AT_ONCE = timedelta(seconds=2)


@dataclass(frozen=True)
class Given:
    """What somebody submitted, or is still at work on.

    ``restored``: when, in how many seconds and with which codebook it was made, if plancoder put it back
    after it had been deleted; that holds as long as nobody touched it since. ``converted``: the same, if
    plancoder changed it along with the codebook.
    """

    item: Mapping[str, Any]
    restored: Mapping[str, Any] | None = None
    converted: Converted | None = None

    @classmethod
    def of(cls, item: Mapping[str, Any], data: Mapping[str, Any]) -> "Given":
        """``item`` of a task with this ``data``."""
        return cls(item, data.get(RESTORED), find_converted(data, item))

    @property
    def cancelled(self) -> bool:
        """Whether the task was skipped."""
        return bool(self.item.get("was_cancelled"))

    @property
    def result(self) -> Sequence[Mapping[str, Any]]:
        return self.item.get("result") or ()

    @property
    def who(self) -> str:
        by = self.item.get("completed_by")
        return str(by.get("id") if isinstance(by, Mapping) else by)

    @property
    def moment(self) -> datetime:
        kept = self._kept
        return datetime.fromisoformat(str(kept["tijd"] if kept else self.item["updated_at"]))

    @property
    def seconds(self) -> float | None:
        kept = self._kept
        value = kept["seconden"] if kept else self.item.get("lead_time")
        return None if value is None else round(max(float(value), 0.0), 1)

    @property
    def codebook(self) -> str:
        """Empty: that of the page at the time."""
        kept = self._kept
        return str(kept["codeboek"]) if kept else ""

    @property
    def _kept(self) -> Mapping[str, Any] | None:
        if self.converted:
            return self.converted.model_dump(include={"tijd", "seconden", "codeboek"})
        made, changed = (
            datetime.fromisoformat(str(self.item[name])) for name in ("created_at", "updated_at")
        )
        return self.restored if self.restored and changed - made < _AT_ONCE else None
