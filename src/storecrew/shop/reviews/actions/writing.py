"""A buyer says something of what arrived, changes it, or takes it back."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output, Personal, Private
from storecrew.kernel.actions.validation import parse
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import LineView, OrderView
from storecrew.shop.reviews.events import ReviewPublished, ReviewWritten
from storecrew.shop.reviews.flags import flags_of
from storecrew.shop.reviews.models import Policy, Review, State
from storecrew.shop.reviews.seats import BUYERS, SHOP_DOORS
from storecrew.shop.reviews.writing import retally


class Write(Input):
    """What a buyer says of a line of an order. `token` opens the order; `name` as the buyer wants to be called, or empty."""

    token: Annotated[str, Private, Field(max_length=100)]
    line_id: int
    stars: Annotated[int, Field(ge=1, le=5)]
    title: Annotated[str, Personal, Field(max_length=120)] = ""
    text: Annotated[str, Personal, Field(max_length=4000)] = ""
    name: Annotated[str, Personal, Field(max_length=60)] = ""


class Written(Output):
    """The review; `state` is waiting when somebody looks at it before it is shown."""

    review_id: int
    state: str


@action(
    "reviews.write",
    label=gettext_lazy("Review something bought"),
    seats=BUYERS,
    surfaces=SHOP_DOORS,
    emits=(ReviewWritten, ReviewPublished),
)
def write(run: Run, data: Write) -> Written:
    """Review a line of an order that was sent; said again, it replaces what was said before.

    It is shown at once, whatever its stars, unless it has a link or a telephone number in it or the store looks at every one.
    """
    order, line = _bought(run, data.token, data.line_id)
    review = Review.objects.filter(line=line.line_id).first() or _new(run, order, line)
    if review.state == State.HIDDEN:
        raise Refused(_("This review was hidden by the store. Write to us if that was wrong."), code="reviews.hidden")
    again = review.pk is not None
    was_shown = review.state == State.SHOWN
    review.stars, review.title, review.text, review.name = data.stars, data.title, data.text, data.name
    review.flags = flags_of(f"{data.title} {data.text} {data.name}")
    held = bool(review.flags) or Policy.objects.filter(pk=1, look_first=True).exists()
    review.state = State.WAITING if held else State.SHOWN
    review.changed_at = run.now if again else None
    review.save()
    retally(review.product_id)
    run.changed(review.subject, "stars", old=None, new=data.stars)
    run.about(f"product:{review.product_id}", order_subject(order))
    if not again:
        run.emit(
            ReviewWritten(
                review_id=review.pk, product_id=review.product_id, order_id=order.order_id, stars=review.stars
            ),
            subject=review.subject,
        )
    if review.state == State.SHOWN and not was_shown:
        shown = ReviewPublished(review_id=review.pk, product_id=review.product_id, stars=review.stars)
        run.emit(shown, subject=review.subject)
    return Written(review_id=review.pk, state=review.state)


class Withdraw(Input):
    """What a buyer takes back."""

    token: Annotated[str, Private, Field(max_length=100)]
    line_id: int


@action("reviews.withdraw", label=gettext_lazy("Take a review back"), seats=BUYERS, surfaces=SHOP_DOORS)
def withdraw(run: Run, data: Withdraw) -> Written:
    """Take a review back: words and name are erased, nobody sees it any more."""
    _order, line = _bought(run, data.token, data.line_id)
    review = Review.objects.filter(line=line.line_id).first()
    if review is None or review.state == State.WITHDRAWN:
        raise Missing(_("There is no review to take back."))
    run.changed(review.subject, "state", old=review.state, new=State.WITHDRAWN)
    review.state, review.hide_reason = State.WITHDRAWN, ""
    review.title = review.text = review.name = review.answer = ""
    review.save()
    retally(review.product_id)
    return Written(review_id=review.pk, state=review.state)


def order_subject(order: OrderView) -> str:
    """Return the name audit rows use for an order."""
    return f"order:{order.order_id}"


def _bought(run: Run, token: str, line_id: int) -> tuple[OrderView, LineView]:
    order = orders.by_token(run.actor, parse(orders.ByToken, {"token": token}), now=run.now)
    line = next((line for line in order.lines if line.line_id == line_id), None)
    if line is None or line.variant_id is None:
        raise Missing
    if not line.shipped:
        raise Refused(_("It has not been sent yet. Tell us when you have it in your hands."), code="reviews.not_yet")
    return order, line


def _new(run: Run, order: OrderView, line: LineView) -> Review:
    face = catalogue.faces([line.variant_id], order.language, now=run.now).get(line.variant_id or 0)
    if face is None:
        raise Missing
    return Review(
        product_id=face.product_id,
        variant_id=line.variant_id,
        order_id=order.order_id,
        line_id=line.line_id,
        customer_id=order.customer_id,
        language=order.language,
        options=", ".join(option.value for option in line.options),
        state=State.WAITING,
        written_at=run.now,
    )
