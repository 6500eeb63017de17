"""What proposals register with the console: names for the audit."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.pages import links
from storecrew.kernel.pages.types import Link
from storecrew.shop.buying.proposing.models import Promotion


def _promotion(number: str) -> Link | None:
    row = Promotion.objects.filter(pk=number).first() if number.isdigit() else None
    return Link(row.name, reverse("buying:rules"), "flag") if row else None


links.register("buying_proposals", lambda _number: Link(str(_("What to order")), reverse("buying:proposals"), "coin"))
links.register(
    "buying_rulebook",
    lambda _number: Link(str(pgettext_lazy("buying", "What it costs")), reverse("buying:rules"), "sliders"),
)
links.register("buying_promotion", _promotion)
