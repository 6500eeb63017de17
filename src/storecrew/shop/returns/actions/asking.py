"""A buyer, or the crew for one, asks to give something back or to have it made good."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output, Personal, Private
from storecrew.kernel.actions.validation import parse
from storecrew.kernel.media import actions as media
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import OrderView
from storecrew.shop.returns import judging, window
from storecrew.shop.returns.actions.deciding import Approve, approve
from storecrew.shop.returns.events import ReturnRequested
from storecrew.shop.returns.models import Return, Wish
from storecrew.shop.returns.reasons import CLAIMS, Reason
from storecrew.shop.returns.ruling import current_policy
from storecrew.shop.returns.seats import BUYERS, DECIDERS, EVERYWHERE, SHOP_DOORS
from storecrew.shop.returns.types import Returnable
from storecrew.shop.returns.writing.opening import Asked, next_ordinal, open_return

PHOTOS_AT_MOST = 5

type Words = Annotated[str, Personal, Field(max_length=2000)]


class Piece(Input):
    """So many of an order's line, why, and what is wanted instead: `variant_id`, where it is to be exchanged."""

    line_id: int
    quantity: Annotated[int, Field(ge=1, le=10_000)]
    reason: Reason
    variant_id: int | None = None


class Request(Input):
    """What a buyer asks for; `token` opens their order. Photographs as bytes (base64 in JSON)."""

    token: Annotated[str, Private, Field(max_length=100)]
    lines: Annotated[tuple[Piece, ...], Field(min_length=1, max_length=200)]
    wish: Wish = Wish.REFUND
    words: Words = ""
    photos: Annotated[tuple[media.Content, ...], Field(max_length=PHOTOS_AT_MOST)] = ()


class RequestFor(Input):
    """What the crew asks for in a buyer's name. `beyond_window`: also what the policy does not take back any more."""

    order_id: int
    lines: Annotated[tuple[Piece, ...], Field(min_length=1, max_length=200)]
    wish: Wish = Wish.REFUND
    words: Words = ""
    beyond_window: bool = False


class Requested(Output):
    """The return. `state` is `approved` at once where the policy says so."""

    return_id: int
    number: str
    kind: str
    state: str


@action(
    "returns.request",
    label=gettext_lazy("Ask to return something"),
    seats=BUYERS,
    surfaces=SHOP_DOORS,
    emits=(ReturnRequested,),
    calls=(approve, media.upload),
)
def request(run: Run, data: Request) -> Requested:
    """Ask to give goods of one's own order back, to exchange them, or to have a fault made good.

    Only what was sent, is not spoken for, and may still come back; with a fault, longer. What the policy grants by rule is
    approved at once.
    """
    order = orders.by_token(run.actor, parse(orders.ByToken, {"token": data.token}), now=run.now)
    photos = [run.call(media.upload, media.Upload(content=content)).picture.asset_id for content in data.photos]
    return _ask(run, order, data.lines, data.wish, data.words, photos=photos, lenient=False)


@action(
    "returns.request_for",
    label=gettext_lazy("Open a return for a buyer"),
    seats=DECIDERS,
    surfaces=EVERYWHERE,
    emits=(ReturnRequested,),
    calls=(approve,),
)
def request_for(run: Run, data: RequestFor) -> Requested:
    """Open a return in a buyer's name: by telephone, in a chat. It still has to be approved, unless the policy does it."""
    order = orders.find(data.order_id)
    if order is None or order.state == "draft":
        raise Missing(_("There is no such order."))
    return _ask(run, order, data.lines, data.wish, data.words, photos=[], lenient=data.beyond_window)


def _ask(
    run: Run,
    order: OrderView,
    pieces: tuple[Piece, ...],
    wish: Wish,
    words: str,
    *,
    photos: list[int],
    lenient: bool,
) -> Requested:
    policy, ordinal = current_policy(), next_ordinal(order.order_id)
    offers = {one.line_id: one for one in window.returnables(order, policy, run.now).lines}
    if len({piece.line_id for piece in pieces}) < len(pieces):
        raise InvalidInput({"lines": _("A line is named twice.")})
    for number, piece in enumerate(pieces):
        _refuse(offers.get(piece.line_id), piece, number, lenient=lenient)
    lines = {line.line_id: line for line in order.lines}
    asked = [Asked(lines[one.line_id], one.quantity, one.reason, one.variant_id) for one in pieces]
    if wish == Wish.EXCHANGE and not any(one.variant_id for one in pieces):
        raise InvalidInput({"wish": _("Choose what you would like instead.")})
    row = open_return(run, order, ordinal, asked, wish=wish, words=words, photos=photos, policy=policy)
    if judging.grants_by_rule(order, row, policy, run.now):
        run.call(approve, Approve(return_id=row.pk, by_rule=True))
        row.refresh_from_db()
    return _requested(row)


def _refuse(offer: Returnable | None, piece: Piece, number: int, *, lenient: bool) -> None:
    field = f"lines.{number}.quantity"
    if offer is None:
        raise Missing(_("There is no such line in this order."))
    if not offer.left:
        raise Refused(window.sentence(offer) or _("Nothing of it can be returned."), code="returns.not_returnable")
    if piece.quantity > offer.left:
        raise InvalidInput({field: _("At most %(n)d of it can be returned.") % {"n": offer.left}})
    if offer.claims_only and piece.reason not in CLAIMS and not lenient:
        raise Refused(window.sentence(offer), code=f"returns.{offer.why_not}")


def _requested(row: Return) -> Requested:
    return Requested(return_id=row.pk, number=row.number, kind=row.kind, state=row.state)
