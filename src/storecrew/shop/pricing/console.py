"""What the pricing room registers with the console: its menu entry and the names of its things."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.pages import links, menu
from storecrew.kernel.pages.types import Link, MenuItem
from storecrew.shop.pricing.models import PriceRule
from storecrew.shop.pricing.seats import KEEPERS

menu.register(MenuItem("pricing", _("Currencies and rounding"), "swap", "pricing:index", KEEPERS, order=41))


def _rule(number: str) -> Link | None:
    row = PriceRule.objects.filter(pk=number).first() if number.isdigit() else None
    return Link(row.currency, reverse("pricing:index") + f"?currency={row.currency}", "coin") if row else None


links.register("price_rule", _rule)
