"""What availability puts on the lists of the warehouse and the director."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.types import QueueItem, Step
from storecrew.shop.availability.models import Said, Stream
from storecrew.shop.availability.reads.looking import honesty
from storecrew.shop.availability.silence import silent_streams
from storecrew.shop.availability.weighing import Scales

SHOWN = 20


@queue.source("availability.silent")
def silent(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name streams that have not spoken for a working day, and more urgently for three."""
    for one in silent_streams(now)[:SHOWN]:
        facts = {"supplier": one.supplier, "site": one.site, "n": int(one.worked)}
        url = f"{reverse('availability:said')}?supplier={one.supplier_id}"
        yield QueueItem(
            key=f"availability.silent:{one.stream_id}",
            seat="warehouse",
            title=ngettext(
                "%(supplier)s has said nothing of %(site)s for %(n)d working day",
                "%(supplier)s has said nothing of %(site)s for %(n)d working days",
                int(one.worked),
            )
            % facts,
            why=_("Nothing new may come any more: what is sold there is sold on old words, and soon nothing will be.")
            if one.dead
            else _("Each hour more of what they have is held back from sale."),
            step=Step(label=_("See what rests on it, then ask them"), url=url),
            url=url,
            minutes=15 if one.dead else 5,
            subject=f"supplier:{one.supplier_id}",
            version="dead" if one.dead else "silent",
        )


@queue.source("availability.record")
def falling(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name suppliers who are right less often lately."""
    sites = set(Stream.objects.order_by().values_list("site_id", flat=True).distinct())
    scales = Scales(sites, now)
    for pk, record in honesty(scales).items():
        if not record.falls or record.lately is None:
            continue
        facts = {
            "supplier": scales.suppliers[pk].name,
            "lately": number_format(round(100 * record.lately)),
            "right": number_format(round(100 * record.right)),
        }
        yield QueueItem(
            key=f"availability.record:{pk}",
            seat="warehouse",
            title=_("What %(supplier)s reports is right less often") % facts,
            why=_("In the last two weeks %(lately)s %% of what was ordered was there, over the season %(right)s %%.")
            % facts,
            step=Step(label=_("Look at their record and dare less"), url=reverse("availability:suppliers")),
            url=reverse("availability:suppliers"),
            minutes=10,
            subject=f"supplier:{pk}",
            version=facts["lately"],
        )


@queue.source("availability.asking")
def worth_asking(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name how much is held back altogether, where an answer would free it."""
    held = Said.objects.filter(quantity__gt=0, sellable=0, offer__ended_at=None).count()
    if held:
        yield QueueItem(
            key="availability.asking",
            seat="warehouse",
            title=ngettext(
                "Of %(n)d offer nothing is sold until somebody asks",
                "Of %(n)d offers nothing is sold until somebody asks",
                held,
            )
            % {"n": held},
            why=_("They were said to be there, too long ago or by somebody too often wrong."),
            step=Step(label=_("See what to ask first"), url=reverse("availability:questions")),
            url=reverse("availability:questions"),
            minutes=15,
            calm=True,
            version=str(held),
        )
