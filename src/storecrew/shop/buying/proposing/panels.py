"""What proposals show: why a variant is to be ordered, on its page of stock."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.pages.types import Panel
from storecrew.shop.buying.proposing import presenting
from storecrew.shop.buying.proposing.models import Proposal, Verdict
from storecrew.shop.buying.wording import VERDICT_TONES
from storecrew.shop.buying.writing.rates import own_currency
from storecrew.shop.stock import item_panels

REASONS_SHOWN = 3


@item_panels.of_item("buying.proposal", order=10)
def of_item(variant_id: int, now: datetime) -> Panel | None:
    """Say whether a variant is to be ordered, and why."""
    row = Proposal.objects.filter(variant_id=variant_id).first()
    if row is None:
        return None
    return Panel(
        title=_("Order it?"),
        template="buying_proposing/parts/of_item.html",
        context={
            "row": row,
            "word": Verdict(row.verdict).label,
            "tone": VERDICT_TONES[row.verdict],
            "sentences": presenting.sentences(row, own_currency())[:REASONS_SHOWN],
        },
        url=reverse("buying:proposal", args=[variant_id]),
        link=_("All the numbers"),
    )
