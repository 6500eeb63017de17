"""Set columns of a row and say in the audit what they were."""

from collections.abc import Collection, Mapping
from datetime import date, time
from typing import Any, Protocol

from storecrew.kernel.actions.run import Run


class Row(Protocol):
    """A row that has a name in the audit."""

    @property
    def subject(self) -> str:
        """Return that name."""


def set_fields(run: Run, row: Row, values: Mapping[str, Any], *, personal: Collection[str] = ()) -> list[str]:
    """Set columns, note old and new; returns the names of those that changed. Saving is left to the caller."""
    changed = []
    for name, value in values.items():
        old = getattr(row, name)
        if old != value:
            run.changed(row.subject, name, old=plain(old), new=plain(value), personal=name in personal)
            setattr(row, name, value)
            changed.append(name)
    return changed


def plain(value: Any) -> Any:
    """Return a value as the audit keeps it."""
    return value.isoformat() if isinstance(value, (date, time)) else value
