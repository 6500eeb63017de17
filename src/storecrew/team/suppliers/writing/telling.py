"""Let what a supplier said come back to the orders that complained."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.kernel.store.reads import current
from storecrew.shop.orders import actions as orders
from storecrew.team.suppliers.models import Asked, Case, Problem, Reply

QUOTED = 1200
"""Signs of their words that stand in a note."""


def tell_cases(run: Run, row: Problem, reply: Reply) -> None:
    """Write a note to each order concerned: what the supplier said, and what it comes to. In the store's language."""
    names: dict[int, list[str]] = {}
    for case in Case.objects.filter(problem=row, order_id__isnull=False).order_by("at", "pk"):
        names.setdefault(case.order_id or 0, []).append(case.name)
    store = current()
    with translation.override(store.languages[0] if store and store.languages else "en"):
        for order_id, some in names.items():
            text = _note(row, reply, some)
            run.call(orders.note, parse(orders.AddNote, {"order_id": order_id, "text": text}))


def _note(row: Problem, reply: Reply, names: list[str]) -> str:
    facts: dict[str, Any] = {
        "supplier": row.supplier.name,
        "number": row.number,
        "title": row.title,
        "cases": ", ".join(names),
        "said": reply.get_outcome_display(),
    }
    parts = [_("%(supplier)s on %(cases)s (%(number)s, %(title)s): %(said)s") % facts]
    if reply.offered:
        amount = f" {format_money(Money(reply.offered_minor, row.currency))}" if reply.offered_minor else ""
        parts.append(f"{Asked(reply.offered).label}{amount}")
    if reply.text:
        parts.append(reply.text[:QUOTED])
    return "\n".join(parts)
