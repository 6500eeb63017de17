"""A supplier asks for another cost; somebody of the crew agrees, or does not."""

from datetime import date
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.fronts.portal.actions.proving import opened_by
from storecrew.fronts.portal.models import PriceWish, WishState
from storecrew.fronts.portal.seats import BUYERS
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import PUBLIC, Input, Nothing, Output, Private, Surface
from storecrew.kernel.money.types import Money
from storecrew.shop.supply import actions as supply
from storecrew.shop.supply import reads as offers

MOST_MINOR = 10**13


class WishCost(Input):
    """What one piece is to cost, from when on, and why. Empty `since`: at once."""

    token: Annotated[str, Private, Field(max_length=300)]
    offer_id: int
    cost: Money
    since: date | None = None
    words: Annotated[str, Field(max_length=400)] = ""


class WishId(Output):
    """Names a wish."""

    wish_id: int


@action(
    "portal.wish_cost",
    label=gettext_lazy("Ask for another cost"),
    seats={PUBLIC},
    surfaces={Surface.PORTAL},
)
def wish_cost(run: Run, data: WishCost) -> WishId:
    """Ask for another cost of one of their goods. Nothing changes until somebody agrees; asked anew, the newest counts."""
    opened = opened_by(run, data.token)
    offer = offers.offers_by_id([data.offer_id]).get(data.offer_id)
    if offer is None or offer.supplier_id != opened.supplier_id or offer.ended:
        raise Missing(_("We do not buy this from you."))
    currency = offers.suppliers_by_id([opened.supplier_id])[opened.supplier_id].currency
    currency = offer.cost.currency if offer.cost else currency
    if data.cost.currency != currency:
        raise InvalidInput({"cost": _("Write the price in %(currency)s.") % {"currency": currency}})
    if not 0 < data.cost.minor <= MOST_MINOR:
        raise InvalidInput({"cost": _("Write what one piece is to cost.")})
    if data.cost == offer.cost:
        raise InvalidInput({"cost": _("That is what it costs already.")})
    _replace(run, data.offer_id)
    row = PriceWish.objects.create(
        supplier_id=opened.supplier_id,
        offer_id=data.offer_id,
        key_id=opened.key_id,
        was_minor=offer.cost.minor if offer.cost else None,
        cost_minor=data.cost.minor,
        currency=currency,
        since=data.since,
        words=data.words,
        asked_at=run.now,
    )
    run.changed(f"offer:{data.offer_id}", "cost_wished", old=row.was_minor, new=row.cost_minor)
    run.about(row.subject)
    return WishId(wish_id=row.pk)


def _replace(run: Run, offer_id: int) -> None:
    PriceWish.objects.filter(offer_id=offer_id, state=WishState.OPEN).update(
        state=WishState.REPLACED, decided_at=run.now
    )


class AnswerWish(Input):
    """Which wish, whether it is granted, and what they read."""

    wish_id: int
    verdict: Literal["taken", "declined"]
    words: Annotated[str, Field(max_length=400)] = ""


@action(
    "portal.answer_wish",
    label=gettext_lazy("Answer a supplier's wish for another cost"),
    seats=BUYERS,
    surfaces={Surface.WEB, Surface.REST, Surface.MCP, Surface.CLI},
    calls=(supply.set_costs,),
)
def answer_wish(run: Run, data: AnswerWish) -> Nothing:
    """Agree to another cost of an offer, which it has from then on, or say no. They read the answer on their page."""
    row = PriceWish.objects.select_for_update(of=("self",)).filter(pk=data.wish_id).first()
    if row is None:
        raise Missing(_("There is no such wish of a supplier."))
    run.about(row.subject, f"supplier:{row.supplier_id}", f"offer:{row.offer_id}")
    if row.state != WishState.OPEN:
        raise Refused(_("This is decided already. Load the page again."), code="portal.decided")
    if data.verdict == "taken" and row.since is not None and row.since > offers.store_day(run.now):
        raise Refused(
            _("It holds from a later day. Agree on that day, or change the offer then."), code="portal.not_yet"
        )
    row.state, row.decided_at, row.answer = data.verdict, run.now, data.words
    row.save(update_fields=["state", "decided_at", "answer"])
    run.changed(row.subject, "state", old=WishState.OPEN.value, new=data.verdict)
    if data.verdict == "taken":
        costs = supply.SetCosts(supplier_id=row.supplier_id, rows=((row.offer_id, row.cost_minor),))
        run.call(supply.set_costs, costs)
    return Nothing()
