"""The store looks at reviews, answers them, and sets how it treats them."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output
from storecrew.shop.reviews.events import ReviewAnswered, ReviewHidden, ReviewPublished
from storecrew.shop.reviews.models import HideReason, Policy, Review, State
from storecrew.shop.reviews.seats import EVERYWHERE, MODERATORS, RULERS
from storecrew.shop.reviews.writing import retally


class OneReview(Input):
    """One review."""

    review_id: int


class Decided(Output):
    """Whether it is to be seen now."""

    review_id: int
    state: str


@action(
    "reviews.show", label=gettext_lazy("Show review"), seats=MODERATORS, surfaces=EVERYWHERE, emits=(ReviewPublished,)
)
def show(run: Run, data: OneReview) -> Decided:
    """Let a review be seen that waited or was hidden."""
    review = _one(run, data.review_id)
    if review.state == State.SHOWN:
        return Decided(review_id=review.pk, state=review.state)
    if review.state == State.WITHDRAWN:
        raise Refused(_("Its writer has taken it back."), code="reviews.withdrawn")
    _turn(run, review, State.SHOWN)
    event = ReviewPublished(review_id=review.pk, product_id=review.product_id, stars=review.stars)
    run.emit(event, subject=review.subject)
    return Decided(review_id=review.pk, state=review.state)


class Hide(OneReview):
    """Which review, and for which of the reasons that are told in public."""

    reason: HideReason


@action("reviews.hide", label=gettext_lazy("Hide review"), seats=MODERATORS, surfaces=EVERYWHERE, emits=(ReviewHidden,))
def hide(run: Run, data: Hide) -> Decided:
    """Keep a review from being seen, for one of five reasons. Few stars are none of them."""
    review = _one(run, data.review_id)
    if review.state == State.WITHDRAWN:
        raise Refused(_("Its writer has taken it back."), code="reviews.withdrawn")
    _turn(run, review, State.HIDDEN, reason=data.reason)
    event = ReviewHidden(review_id=review.pk, product_id=review.product_id, reason=data.reason)
    run.emit(event, subject=review.subject)
    return Decided(review_id=review.pk, state=review.state)


class Answer(OneReview):
    """What the store says below a review; empty takes the answer away."""

    text: Annotated[str, Field(max_length=2000)]


@action(
    "reviews.answer",
    label=gettext_lazy("Answer review"),
    seats=MODERATORS,
    surfaces=EVERYWHERE,
    emits=(ReviewAnswered,),
)
def answer(run: Run, data: Answer) -> Nothing:
    """Answer a review where everybody reads it."""
    review = _one(run, data.review_id)
    if review.state == State.WITHDRAWN:
        raise Refused(_("Its writer has taken it back."), code="reviews.withdrawn")
    if not data.text and not review.answer:
        raise InvalidInput({"text": _("Write an answer first.")})
    run.changed(review.subject, "answer", old=review.answer, new=data.text)
    review.answer = data.text
    review.answered_at, review.answered_by = (run.now, run.actor.ref) if data.text else (None, "")
    review.save(update_fields=["answer", "answered_at", "answered_by"])
    if data.text:
        run.emit(ReviewAnswered(review_id=review.pk, product_id=review.product_id), subject=review.subject)
    return Nothing()


class Rules(Input):
    """Whether every review waits for somebody to look at it; otherwise only those with links or telephone numbers do."""

    look_first: bool


@action("reviews.set_policy", label=gettext_lazy("How reviews are treated"), seats=RULERS, surfaces=EVERYWHERE)
def set_policy(run: Run, data: Rules) -> Nothing:
    """Set whether reviews are looked at before they are shown. Those shown already stay."""
    before = Policy.objects.filter(pk=1).first() or Policy()
    run.changed("reviews:policy", "look_first", old=before.look_first, new=data.look_first)
    Policy.objects.update_or_create(pk=1, defaults={"look_first": data.look_first})
    return Nothing()


def _one(run: Run, review_id: int) -> Review:
    review = Review.objects.filter(pk=review_id).first()
    if review is None:
        raise Missing
    run.about(review.subject, f"product:{review.product_id}")
    return review


def _turn(run: Run, review: Review, state: State, *, reason: str = "") -> None:
    run.changed(review.subject, "state", old=review.state, new=state)
    review.state, review.hide_reason = state, reason
    review.save(update_fields=["state", "hide_reason"])
    retally(review.product_id)
