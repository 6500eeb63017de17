"""What suppliers said, ever and now, and how often they were right: for pages and programs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output
from storecrew.shop.availability import learning
from storecrew.shop.availability.models import Heard, Said
from storecrew.shop.availability.reads.selling import source_of, weighed
from storecrew.shop.availability.seats import EVERYWHERE, READERS
from storecrew.shop.availability.types import History, Source, WordView
from storecrew.shop.availability.weighing import EVERYBODY, Scales

LONGEST = 500


class SaidQuery(Input):
    """Whose words. `held`: only those of which something is held back; `after`: the last id of the answer before."""

    supplier_id: int | None = None
    held: bool = False
    after: int = 0
    limit: Annotated[int, Field(ge=1, le=LONGEST)] = 200


class SaidPage(Output):
    """In the order in which offers were first said; `after` asks for the next part, None: that was all."""

    items: tuple[Source, ...]
    after: int | None


@read("availability.said", label=_("What suppliers say"), seats=READERS, surfaces=EVERYWHERE)
def said(ask: Ask, data: SaidQuery) -> SaidPage:
    """List what suppliers say of each offer, how old that is, and how much of it may be sold, with the reason."""
    which = Q(pk__gt=data.after)
    which &= Q(site__supplier_id=data.supplier_id) if data.supplier_id is not None else Q()
    rows = Said.objects.filter(which)
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[: data.limit])
    scales, found = weighed(Q(pk__in=ids), ask.now)
    items = tuple(
        source_of(scales, one) for one in found if not data.held or one.verdict.sellable < (one.word.quantity or 0)
    )
    return SaidPage(items=items, after=ids[-1] if len(ids) == data.limit else None)


class HistoryQuery(Input):
    """Of which offer at which site."""

    offer_id: int
    site_id: int
    limit: Annotated[int, Field(ge=1, le=LONGEST)] = 100


@read("availability.history", label=_("What was said of an offer"), seats=READERS, surfaces=EVERYWHERE)
def history(ask: Ask, data: HistoryQuery) -> History:
    """List every value a supplier gave for an offer at a site: what, as of when, when it came, by which stream and line."""
    rows = Heard.objects.filter(offer_id=data.offer_id, site_id=data.site_id).order_by("-observed_at", "-pk")
    columns = ("quantity", "was", "observed_at", "heard_at", "stream__name", "row")
    return History(
        items=tuple(
            WordView(quantity=quantity, was=was, observed_at=observed, heard_at=heard, stream=stream, row=row)
            for quantity, was, observed, heard, stream, row in rows.values_list(*columns)[: data.limit]
        )
    )


@dataclass(frozen=True, slots=True)
class Honesty:
    """How often a supplier was right. `orders` were asked of them, older ones counting less; `falls`: less often lately.

    `lag`: how many days older than they claim the numbers seem to be.
    """

    right: float
    orders: float
    lately: float | None
    falls: bool
    lag: float
    weekdays: tuple[float, ...]
    """From Monday to Sunday."""


def honesty(scales: Scales) -> dict[int, Honesty]:
    """Return how often the suppliers on the scales were right: for pages and scorecards."""
    everybody = scales.record(EVERYBODY)
    found: dict[int, Honesty] = {}
    for pk in scales.suppliers:
        record = scales.record(f"supplier:{pk}")
        lately = record.had_lately / record.expected_lately if record.expected_lately > 0 else None
        found[pk] = Honesty(
            right=learning.supplier_right(everybody, record),
            orders=record.expected,
            lately=None if lately is None else min(1.0, lately),
            falls=learning.falls(record),
            lag=learning.lag_of(scales.lags(pk)),
            weekdays=tuple(
                learning.right_of(everybody, record, scales.record(f"supplier:{pk}:{day}")) for day in range(7)
            ),
        )
    return found


def honesty_of(site_ids: set[int], now: datetime) -> dict[int, Honesty]:
    """Return how often the suppliers of sites were right, by supplier."""
    return honesty(Scales(site_ids, now))


def told(site_id: int, offer_ids: Iterable[int] | None = None) -> dict[int, tuple[int | None, datetime]]:
    """Return what was last said of offers at a site, None for no longer listed, and when that was so for the last time.

    By offer; those nobody spoke of are not in the answer. Without `offer_ids` all of the site. One query.
    """
    rows = Said.objects.filter(site_id=site_id)
    if offer_ids is not None:
        rows = rows.filter(offer_id__in=set(offer_ids))
    columns = ("offer_id", "quantity", "observed_at", "stream__confirmed_at")
    return {
        offer_id: (quantity, max(observed, confirmed or observed))
        for offer_id, quantity, observed, confirmed in rows.values_list(*columns)
    }
