"""What lists of offers put on the list of the warehouse seat, which buys."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.types import QueueItem, Step
from storecrew.shop.supply.lists.models import Match, MatchState
from storecrew.shop.supply.models import State

SHOWN = 20


@queue.source("supply.matches")
def to_decide(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name suppliers whose rows somebody has to look at, each once."""
    rows = Match.objects.filter(state=MatchState.OPEN).exclude(supplier__state=State.ENDED)
    counted = (
        rows.order_by().values("supplier_id", "supplier__name").annotate(n=Count("pk")).order_by("-n", "supplier_id")
    )
    for one in counted[:SHOWN]:
        supplier_id, count = one["supplier_id"], one["n"]
        yield QueueItem(
            key=f"supply.matches:{supplier_id}",
            seat="warehouse",
            title=ngettext(
                "%(n)d row of %(supplier)s’s list waits for your word",
                "%(n)d rows of %(supplier)s’s lists wait for your word",
                count,
            )
            % {"n": count, "supplier": one["supplier__name"]},
            why=_("Until somebody says which of your goods they are, nothing of them can be bought there."),
            step=Step(label=_("Decide about the rows"), url=f"{reverse('supply_lists:review')}?supplier={supplier_id}"),
            minutes=min(2 + count // 4, 60),
            calm=True,
            subject=f"supplier:{supplier_id}",
            version=str(count),
        )
