"""What the doctor asks of wishes: is anybody kept waiting for what is there?"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.jobs import health
from storecrew.kernel.jobs.health import Finding, Level
from storecrew.shop.wishes.allotting import HOPES_FOR
from storecrew.shop.wishes.models import AlertState, StockAlert
from storecrew.shop.wishes.reads import habits
from storecrew.shop.wishes.selling import pieces_of

PATIENCE = timedelta(hours=2)
"""Four turns of the schedule that tells the next ones."""


@health.check("wishes.waiting")
def nobody_waits_for_what_is_there(now: datetime) -> Iterable[Finding]:
    """Compare those who wait, and may hope, with what can be had."""
    rows = StockAlert.objects.filter(state=AlertState.WAITING, asked_at__lt=now - PATIENCE)
    ids = list(rows.order_by("variant_id").values_list("variant_id", flat=True).distinct())
    there = [pk for pk, pieces in pieces_of(ids, now).items() if _may_hope(pk, pieces, now)]
    if there:
        yield Finding(
            Level.WARN,
            ngettext(
                "People wait for %(n)d variant that can be had.",
                "People wait for %(n)d variants that can be had.",
                len(there),
            )
            % {"n": len(there)},
            _("Look whether the schedule “Tell the next of those who wait” runs: /crew/jobs/schedules."),
        )
    else:
        yield Finding(Level.GOOD, _("Nobody waits for what can be had."))


def _may_hope(variant_id: int, pieces: int | None, now: datetime) -> bool:
    if pieces is None:
        return True
    recent = now - HOPES_FOR - PATIENCE  # what came or was told a moment ago is dealt with at the next turn
    told = StockAlert.objects.filter(variant=variant_id, state=AlertState.TOLD, told_at__gt=recent).count()
    return pieces * habits() > told
