"""What proposals put on the list of whoever buys."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, F, Min, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.types import QueueItem, Step
from storecrew.shop.buying.proposing.models import Proposal, Verdict
from storecrew.shop.buying.writing.rates import own_currency
from storecrew.shop.supply import reads as supply

SHOWN = 10


@queue.source("buying.proposals")
def due(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name suppliers of whom something is to be ordered, what runs out first in front."""
    rows = (
        Proposal.objects.filter(verdict=Verdict.DUE, chosen=None)
        .values("supplier_id")
        .annotate(n=Count("pk"), first=Min("lasts_days"), worth=Sum(F("quantity") * F("own_minor")))
        .order_by("first", "supplier_id")[:SHOWN]
    )
    found = list(rows)
    names = supply.suppliers_by_id({row["supplier_id"] for row in found})
    currency = own_currency()
    for row in found:
        days = max(0, round(row["first"] or 0))
        yield QueueItem(
            key=f"buying.due:{row['supplier_id']}",
            seat="warehouse",
            title=ngettext(
                "%(n)d thing is to be ordered from %(supplier)s",
                "%(n)d things are to be ordered from %(supplier)s",
                row["n"],
            )
            % {"n": row["n"], "supplier": names[row["supplier_id"]].name},
            why=ngettext(
                "The first of them lasts %(n)d day more; all cost %(money)s.",
                "The first of them lasts %(n)d days more; all cost %(money)s.",
                days,
            )
            % {"n": days, "money": format_money(Money(row["worth"] or 0, currency))},
            step=Step(
                label=_("Look, and make the order"),
                url=f"{reverse('buying:proposals')}?supplier={row['supplier_id']}",
            ),
            minutes=5 + min(row["n"], 20),
            subject=f"supplier:{row['supplier_id']}",
            version=str(row["n"]),
        )
