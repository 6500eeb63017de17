"""What availability shows on the homes of seats, and on the pages of offers and suppliers."""

from datetime import datetime

from django.db.models import Count, F, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import desk
from storecrew.kernel.pages.types import Panel
from storecrew.shop.availability.models import Said
from storecrew.shop.availability.reads.looking import honesty
from storecrew.shop.availability.reads.selling import source_of, weighed
from storecrew.shop.availability.tables import STATES
from storecrew.shop.availability.weighing import Scales
from storecrew.shop.supply import panels as supply_panels


def _words(actor: Actor, now: datetime) -> Panel | None:
    rows = (
        Said.objects.filter(quantity__gt=0)
        .order_by()
        .values("offer__supplier_id", "offer__supplier__name", "site_id")
        .annotate(pieces=Sum("quantity"), sold=Sum("sellable"), held=Count("pk", filter=Q(sellable=0)))
    )
    found = list(rows.order_by("offer__supplier__name", "site_id"))
    if not found:
        return None
    records = honesty(Scales({row["site_id"] for row in found}, now))
    return Panel(
        title=_("What suppliers say"),
        template="availability/panels/words.html",
        context={"rows": [(row, records[row["offer__supplier_id"]].right) for row in found]},
        url=reverse("availability:said"),
        link=_("All"),
        wide=True,
    )


@desk.panel("warehouse", order=32)
def warehouse(actor: Actor, now: datetime) -> Panel | None:
    """Say how much of what suppliers reported may be sold."""
    return _words(actor, now)


@desk.panel("analyst", order=32)
def analyst(actor: Actor, now: datetime) -> Panel | None:
    """Say the same to whoever watches the figures."""
    return _words(actor, now)


@supply_panels.of_offer("availability.words", order=10)
def of_offer(offer_id: int, now: datetime) -> Panel | None:
    """Say on an offer's page what was said of it, and what of that may be sold."""
    scales, found = weighed(Q(offer_id=offer_id), now)
    if not found:
        return None
    lines = [
        (source, scales.sites[source.site_id].name, STATES[source.state])
        for source in (source_of(scales, one) for one in found)
    ]
    return Panel(
        title=_("What they say they have"), template="availability/panels/offer.html", context={"lines": lines}
    )


@supply_panels.of_supplier("availability.record", order=20)
def of_supplier(supplier_id: int, now: datetime) -> Panel | None:
    """Say on a supplier's page how often they are right, and how much of what they have may be sold."""
    rows = Said.objects.filter(site__supplier_id=supplier_id)
    sums = rows.aggregate(
        offers=Count("pk"),
        pieces=Sum("quantity"),
        sold=Sum("sellable"),
        held=Count("pk", filter=Q(quantity__gt=F("sellable"))),
    )
    if not sums["offers"]:
        return None
    sites = set(rows.order_by().values_list("site_id", flat=True).distinct())
    record = honesty(Scales(sites, now))[supplier_id]
    return Panel(
        title=_("What their word is worth"),
        template="availability/panels/supplier.html",
        context={"sums": sums, "record": record},
        url=f"{reverse('availability:said')}?supplier={supplier_id}",
        link=_("All"),
    )
