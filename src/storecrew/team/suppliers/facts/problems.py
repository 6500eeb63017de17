"""How fast they answer problems: this room's own rows."""

from datetime import datetime

from storecrew.team.suppliers.facts.window import Window
from storecrew.team.suppliers.measures.rows import Answer, Facts
from storecrew.team.suppliers.models import Problem


def add(found: dict[int, Facts], window: Window) -> None:
    """Add every problem they were told of; what is not answered counts until now."""
    rows = Problem.objects.filter(supplier__in=found, sent_at__gte=window.since, sent_at__lt=window.until)
    for row in rows.order_by("sent_at", "pk"):
        assert row.sent_at is not None  # noqa: S101  filtered
        answered = row.answered_at if row.answered_at is not None and row.answered_at < window.until else None
        until: datetime = answered or row.ended_at or window.until
        days = window.clocks.worked_days(row.supplier_id, row.sent_at, min(until, window.until))
        answer = Answer(row.subject, f"{row.number} {row.title}", row.sent_at, days, answered is not None)
        found[row.supplier_id].answers.append(answer)
