"""Files of lists are deleted once nobody needs them."""

from datetime import datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.jobs.schedules import Daily, scheduled
from storecrew.shop.supply.lists.actions import SHELF
from storecrew.shop.supply.lists.models import ListState, OfferList

KEPT_FOR = timedelta(days=14)
"""Long enough to look at what was left out, ask the supplier, and send the list again."""


@scheduled("supply.sweep_lists", label=_("Delete files of old lists of offers"), rhythm=Daily(time(4, 40)))
def sweep(now: datetime) -> None:
    """Delete files of lists that came long ago, and those that nobody went on with."""
    going = [ListState.CHECKING, ListState.RUNNING]
    needed = OfferList.objects.filter(state__in=going) | OfferList.objects.filter(created_at__gte=now - KEPT_FOR)
    SHELF.sweep(set(needed.values_list("digest", flat=True)), now, after=KEPT_FOR)
