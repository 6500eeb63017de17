"""What suppliers' pages put on lists of the crew: wishes that wait for a word."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.fronts.portal.models import PriceWish, WishState
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.types import QueueItem, Step

SEAT = "warehouse"
SHOWN = 10


@queue.source("portal.wishes")
def wishes(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name suppliers who ask for other costs."""
    rows = PriceWish.objects.filter(state=WishState.OPEN).order_by().values("supplier_id", "supplier__name")
    for row in rows.annotate(n=Count("pk"), newest=Max("pk")).order_by("newest")[:SHOWN]:
        said = {"n": row["n"], "name": row["supplier__name"]}
        yield QueueItem(
            key=f"portal.wishes:{row['supplier_id']}",
            seat=SEAT,
            title=ngettext(
                "%(name)s asks for another cost of %(n)d thing",
                "%(name)s asks for other costs of %(n)d things",
                row["n"],
            )
            % said,
            why=_("They were told that the old cost holds until you have agreed."),
            step=Step(label=_("Look and answer"), url=reverse("supply:supplier", args=[row["supplier_id"]])),
            subject=f"supplier:{row['supplier_id']}",
            version=str(row["newest"]),
            minutes=3,
        )
