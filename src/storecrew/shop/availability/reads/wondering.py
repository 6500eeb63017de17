"""What is worth asking suppliers about."""

from typing import Annotated, Any

from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output
from storecrew.shop.availability import learning
from storecrew.shop.availability.asking import OVERSELL_COST, Loss, Open, plan
from storecrew.shop.availability.models import Said
from storecrew.shop.availability.reads.selling import weighed
from storecrew.shop.availability.seats import EVERYWHERE, READERS
from storecrew.shop.availability.types import Question
from storecrew.shop.availability.weighing import Weighed
from storecrew.shop.stock import reads as stock
from storecrew.shop.supply import reads as supply

LOOKED_THROUGH = 5_000
"""So many words are thought through, those longest unseen of what sells."""
WORTH_ASKING = 0.005
"""Pieces that are at stake at least; what rounds to nothing is no question."""
UNKNOWN_MARGIN = 1_000.0
"""Minor units a piece brings where neither price nor cost is known."""


class QuestionsQuery(Input):
    """Whom to ask; None: all suppliers. `most`: so many questions will be answered; `days`: until one can ask again."""

    supplier_id: int | None = None
    most: Annotated[int, Field(ge=1, le=1000)] = 50
    days: Annotated[float, Field(gt=0, le=30)] = 1.0


class Questions(Output):
    """The one whose answer is worth most in front."""

    items: tuple[Question, ...]


@read("availability.questions", label=gettext_lazy("What to ask suppliers"), seats=READERS, surfaces=EVERYWHERE)
def questions(ask: Ask, data: QuestionsQuery) -> Questions:
    """Say which offers to ask a supplier about when only so many questions are answered: those where not knowing costs
    most, in pieces sold that are not there and sales lost that could be made."""
    which = Q(offer__ended_at=None)
    which &= Q(site__supplier_id=data.supplier_id) if data.supplier_id is not None else Q()
    rows = Said.objects.filter(which).order_by("observed_at", "pk").values_list("pk", flat=True)[:LOOKED_THROUGH]
    _scales, found = weighed(Q(pk__in=list(rows)), ask.now)
    by_key = {one.word.pk: one for one in found if one.grounds.offered}
    sold = _sold(ask, [one.word.offer_variant_id for one in by_key.values()])
    margins = _margins([one.word.offer_id for one in by_key.values()])
    offers = [_open(one, sold, margins) for one in by_key.values()]
    best = [
        pair for pair in plan(offers, data.most, data.days) if pair[1].oversells + pair[1].lost_sales >= WORTH_ASKING
    ]
    views = supply.offers_by_id(by_key[one.key].word.offer_id for one, _loss in best)
    return Questions(items=tuple(_question(by_key[one.key], loss, views, margins) for one, loss in best))


def _open(one: Weighed, sold: dict[int, float], margins: dict[int, tuple[float, str]]) -> Open:
    margin = margins.get(one.word.offer_id, (UNKNOWN_MARGIN, ""))[0]
    return Open(
        key=one.word.pk,
        grounds=one.grounds,
        sellable=one.verdict.sellable,
        demand=sold.get(one.word.offer_variant_id, 0.0),
        restocks=learning.restock_rate(one.word.flow),
        margin=margin,
        oversell_cost=OVERSELL_COST * margin,
    )


def _sold(ask: Ask, variant_ids: list[int]) -> dict[int, float]:
    """Return how many pieces a day of variants leave for customers, a new one being given the benefit of the doubt."""
    days = float(stock.COVER_DAYS)
    sold = stock.sold_lately(variant_ids, ask.now)
    return {pk: (0.5 + sold.get(pk, 0)) / (days + 1) for pk in variant_ids}


def _margins(offer_ids: list[int]) -> dict[int, tuple[float, str]]:
    """Return what a piece of each offer brings: the lowest price in the offer's currency less its cost, a tenth at least."""
    offers: Any = Said._meta.get_field("offer").related_model
    rows = offers._default_manager.filter(pk__in=offer_ids)
    columns = ("pk", "currency", "cost_minor", "variant__prices__currency", "variant__prices__price_minor")
    found: dict[int, tuple[float, str]] = {}
    for pk, currency, cost, priced_in, price in rows.values_list(*columns):
        if price is None or priced_in != currency:
            continue
        margin = max(price - (cost if cost is not None else 0.7 * price), 0.1 * price)
        found[pk] = (min(margin, found.get(pk, (margin, ""))[0]), currency)
    return found


def _question(one: Weighed, loss: Loss, offers: dict[int, Any], margins: dict[int, tuple[float, str]]) -> Question:
    offer = offers[one.word.offer_id]
    facts = {
        "days": number_format(round(one.grounds.worked, 1)),
        "over": number_format(loss.oversells, 2),
        "lost": number_format(loss.lost_sales, 2),
    }
    return Question(
        offer_id=one.word.offer_id,
        site_id=one.word.site_id,
        variant_id=one.word.offer_variant_id,
        sku=offer.sku,
        said=one.word.quantity,
        sellable=one.verdict.sellable,
        loss=loss.cost,
        currency=margins.get(one.word.offer_id, (0.0, ""))[1],
        oversells=loss.oversells,
        lost_sales=loss.lost_sales,
        why=_(
            "Said %(days)s working days ago. Not asked, about %(over)s pieces will be sold that are not there, "
            "and %(lost)s not sold that are."
        )
        % facts,
    )
