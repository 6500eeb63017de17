"""What pages of the console show of suppliers' wishes."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from storecrew.fronts.portal.models import PriceWish, WishState
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages.types import Panel
from storecrew.shop.supply import panels

SHOWN = 6


@panels.of_offer("portal.wishes", order=5)
def of_offer(offer_id: int, now: datetime) -> Panel | None:
    """Say on an offer's page that its supplier asks for another cost, with a form to agree or not."""
    return _panel(PriceWish.objects.filter(offer_id=offer_id))


@panels.of_supplier("portal.wishes", order=6)
def of_supplier(supplier_id: int, now: datetime) -> Panel | None:
    """Say on a supplier's page what they ask for."""
    return _panel(PriceWish.objects.filter(supplier_id=supplier_id))


def _panel(rows: QuerySet[PriceWish]) -> Panel | None:
    found = (
        rows.filter(state=WishState.OPEN).select_related("offer__variant__product").order_by("asked_at", "pk")[:SHOWN]
    )
    lines = [(row, _money(row.was_minor, row.currency), Money(row.cost_minor, row.currency)) for row in found]
    if not lines:
        return None
    return Panel(title=_("They ask for other costs"), template="portal/panels/wishes.html", context={"lines": lines})


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)
