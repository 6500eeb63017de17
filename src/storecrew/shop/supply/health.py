"""What the doctor asks of supply: what rows of their own and rows of other rooms have to agree on."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.jobs import health
from storecrew.kernel.jobs.health import Finding, Level
from storecrew.shop.supply.models import CostChange, Offer, Site, State

AT_MOST = 20


@health.check("supply.costs")
def offers_cost_what_their_history_says(now: datetime) -> Iterable[Finding]:
    """Prove that every offer costs what the newest row of its history says."""
    wrong = astray()
    names = list(wrong.order_by("pk").values_list("supplier__name", "sku", "pk")[:AT_MOST])
    for supplier, sku, pk in names:
        yield Finding(
            Level.BAD,
            _("The offer %(sku)s of %(supplier)s costs something else than its history says.")
            % {"sku": sku or f"#{pk}", "supplier": supplier},
            _("Open the offer and set its cost again; the history then says why."),
        )
    if not names:
        count = Offer.objects.count()
        text = ngettext(
            "%(n)d offer costs what its history says.", "%(n)d offers cost what their histories say.", count
        )
        yield Finding(Level.GOOD, text % {"n": count})


def astray() -> QuerySet[Offer]:
    """Return offers whose cost is not that of their newest change."""
    newest = CostChange.objects.filter(offer=OuterRef("pk")).order_by("-since", "-pk")
    rows = Offer.objects.annotate(
        told=Subquery(newest.values("cost_minor")[:1]), told_in=Subquery(newest.values("currency")[:1])
    )
    same = Q(told=F("cost_minor"), told_in=F("currency")) | Q(told=None, cost_minor=None)
    return rows.exclude(same)


@health.check("supply.sites")
def warehouses_sell_as_their_suppliers_do(now: datetime) -> Iterable[Finding]:
    """Prove that orders take from the warehouses of active suppliers, and from no others."""
    open_ones = Site.objects.filter(warehouse__closed_at=None).select_related("supplier", "warehouse")
    active = Q(supplier__state=State.ACTIVE)
    selling = list(open_ones.filter(~active, warehouse__sells=True).order_by("pk")[:AT_MOST])
    idle = list(open_ones.filter(active, warehouse__sells=False).order_by("pk")[:AT_MOST])
    for site in selling:
        yield Finding(
            Level.BAD,
            _("Orders may take from %(warehouse)s, though %(supplier)s is not active.")
            % {"warehouse": site.warehouse.name, "supplier": site.supplier.name},
            _("Take the supplier up and pause them again, or let orders take nothing from that warehouse."),
        )
    for site in idle:
        yield Finding(
            Level.WARN,
            _("Orders take nothing from %(warehouse)s, though %(supplier)s is active.")
            % {"warehouse": site.warehouse.name, "supplier": site.supplier.name},
            _("If that is meant, leave it. If not, let orders take from the warehouse."),
        )
    if not selling and not idle:
        count = open_ones.count()
        text = ngettext(
            "%(n)d warehouse of a supplier sells as its supplier does.",
            "%(n)d warehouses of suppliers sell as their suppliers do.",
            count,
        )
        yield Finding(Level.GOOD, text % {"n": count})
