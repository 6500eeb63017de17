"""How suppliers are measured here: the row, or the usual values."""

from datetime import datetime, timedelta

from storecrew.team.suppliers.measures.formula import KINDS, Code, Yard
from storecrew.team.suppliers.models import Yardstick


def current_yardstick() -> Yardstick:
    """Return the one row; unsaved with the usual values as long as nobody set them."""
    row = Yardstick.objects.filter(pk=1).first()
    return row or Yardstick(weights={}, marks={})


def yard_of(row: Yardstick) -> Yard:
    """Return weights and marks, the usual ones where nothing else was said."""
    marks = {code: (kind.full, kind.none) for code, kind in KINDS.items()}
    marks |= {Code(code): (float(pair[0]), float(pair[1])) for code, pair in row.marks.items() if code in set(Code)}
    weights = {code: int(row.weights.get(code.value, kind.weight)) for code, kind in KINDS.items()}
    return Yard(weights=weights, marks=marks)


def since_of(row: Yardstick, now: datetime) -> datetime:
    """Return from when facts count."""
    return now - timedelta(days=row.days)
