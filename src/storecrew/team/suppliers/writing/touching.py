"""Keep that one spoke with a supplier."""

from datetime import datetime

from storecrew.team.suppliers.models import Direction, Touch, Way


def touch(
    *,
    supplier_id: int,
    key: str,
    at: datetime,
    way: Way,
    direction: Direction,
    by: str,
    note: str = "",
    about: str = "",
    contact_id: int | None = None,
) -> Touch:
    """Keep a contact; the same `key` again is the same contact."""
    row, _new = Touch.objects.get_or_create(
        key=key,
        defaults={
            "supplier_id": supplier_id,
            "contact_id": contact_id,
            "at": at,
            "way": way,
            "direction": direction,
            "note": note,
            "about": about,
            "by": by,
        },
    )
    return row
