"""What a buyer may see of the offers for their own order: choices as they are now, and what they chose."""

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output, Private
from storecrew.shop.delays.choosing import choices_of, terms_of, title_of
from storecrew.shop.delays.models import LIVE, Offer, OfferState
from storecrew.shop.delays.seats import BUYERS, SHOP_DOORS
from storecrew.shop.delays.types import Choice, OwnOffer
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import OrderView


class OwnQuery(Input):
    """The token of an order's link; one offer, or all of the order's."""

    token: Annotated[str, Private, Field(min_length=20, max_length=100, pattern=r"^[A-Za-z0-9_-]+$")]
    offer_id: int | None = None


class OwnOffers(Output):
    """The newest first."""

    items: tuple[OwnOffer, ...]


@read("delays.own", label=_("What may be chosen for one's delayed order"), seats=BUYERS, surfaces=SHOP_DOORS)
def own(ask: Ask, data: OwnQuery) -> OwnOffers:
    """Tell a buyer, by the link of the order, what they may choose now and what each choice comes to."""
    order = orders.by_token(ask.actor, orders.ByToken(token=data.token), now=ask.now)
    rows = Offer.objects.filter(order=order.order_id).select_related("delay").order_by("-pk")
    if data.offer_id is not None:
        rows = rows.filter(pk=data.offer_id)
    return OwnOffers(items=tuple(_own(row, order, ask.now) for row in rows[:5]))


def _own(row: Offer, order: OrderView, now: datetime) -> OwnOffer:
    state = state_of(row, now)
    late = set(row.delay.lines)
    # costs are for the crew's eyes
    choices = _public(choices_of(row.delay, order, terms_of(row.terms), now)) if state == "open" else ()
    chosen = Choice.model_validate(row.answer) if row.answer else None
    return OwnOffer(
        offer_id=row.pk,
        order_id=order.order_id,
        number=order.number,
        state=state,
        promised_until=row.delay.promised_until,
        first=row.delay.expected_first,
        last=row.delay.expected_last,
        deadline_at=row.deadline_at,
        words=row.words,
        choices=choices,
        chosen=_public((chosen,))[0] if chosen else None,
        code=row.code,
        answered_at=row.answered_at,
        late_lines=tuple(
            title_of(line, line.open or line.quantity - line.cancelled) for line in order.lines if line.line_id in late
        ),
    )


def state_of(row: Offer, now: datetime) -> str:
    """Return how an offer stands for its buyer: open, answered, lapsed, void."""
    match row.state:
        case OfferState.ANSWERED:
            return "answered"
        case OfferState.SENT if row.delay.state in LIVE:
            return "open" if row.deadline_at > now else "lapsed"
        case OfferState.LAPSED:
            return "lapsed"
    return "void"


def _public(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    return tuple(one.model_copy(update={"ours": None}) for one in choices)
