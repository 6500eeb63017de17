"""Every question reviews answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from django.db.models import Q
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import PUBLIC, Ask, Input, Page
from storecrew.kernel.actions.validation import parse
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.orders import reads as orders
from storecrew.shop.reviews.models import HideReason, Policy, Review, State, Tally
from storecrew.shop.reviews.seats import SHOP_DOORS
from storecrew.shop.reviews.types import Own, ReviewView, Tallied

AT_MOST = 50
BAD = 2
"""Stars up to which a review is a complaint."""
NOT_OF_GOODS = (HideReason.NOT_THE_GOODS, HideReason.ADVERT)


class OfProduct(Input):
    """Shown reviews of a product; those in `language` first. `cursor` of the page before."""

    product_id: int
    language: str = ""
    limit: Annotated[int, Field(ge=1, le=AT_MOST)] = 10
    cursor: str | None = None


@read("reviews.of_product", label=gettext_lazy("Reviews of a product"), seats={PUBLIC}, surfaces=SHOP_DOORS)
def of_product(ask: Ask, data: OfProduct) -> Page[ReviewView]:
    """List the shown reviews of a product, the newest first."""
    rows = Review.objects.filter(product=data.product_id, state=State.SHOWN)
    if data.cursor and data.cursor.isdecimal():
        last = rows.filter(pk=int(data.cursor)).values_list("written_at", flat=True).first()
        rows = (
            rows.filter(Q(written_at__lt=last) | Q(written_at=last, pk__lt=int(data.cursor))) if last else rows.none()
        )
    found = list(rows.order_by("-written_at", "-pk")[: data.limit + 1])
    more = len(found) > data.limit
    items = found[: data.limit]
    return Page(items=tuple(map(view, items)), cursor=str(items[-1].pk) if more else None)


def tallies(product_ids: Iterable[int]) -> dict[int, Tallied]:
    """Return the tallies of those products that have any review; one query."""
    return {row.product_id: _tallied(row) for row in Tally.objects.filter(pk__in=list(product_ids)) if _any(row)}


@dataclass(frozen=True, slots=True)
class BadReview:
    """A review of one or two stars of a line of an order."""

    review_id: int
    order_id: int
    line_id: int
    variant_id: int | None
    stars: int
    at: datetime


def bad_reviews(
    *, since: datetime | None = None, until: datetime | None = None, review_ids: Iterable[int] | None = None
) -> tuple[BadReview, ...]:
    """Return reviews of one or two stars of orders placed in that time, or of these; oldest first. One question.

    Hidden ones count too, unless they were hidden for not being about the goods; those taken back do not.
    """
    rows = Review.objects.filter(stars__lte=BAD).exclude(state=State.WITHDRAWN).exclude(hide_reason__in=NOT_OF_GOODS)
    if since is not None:
        rows = rows.filter(order__placed_at__gte=since)
    if until is not None:
        rows = rows.filter(order__placed_at__lt=until)
    if review_ids is not None:
        rows = rows.filter(pk__in=list(review_ids))
    columns = ("pk", "order_id", "line_id", "variant_id", "stars", "written_at")
    return tuple(BadReview(*row) for row in rows.order_by("written_at", "pk").values_list(*columns))


class OwnQuery(Input):
    """An order's token."""

    token: Annotated[str, Field(max_length=100)]


@read("reviews.own", label=gettext_lazy("What a buyer can review"), seats={PUBLIC}, surfaces=SHOP_DOORS)
def own(ask: Ask, data: OwnQuery) -> Page[Own]:
    """List the lines of an order that were sent, with what its buyer has said of each."""
    order = orders.by_token(ask.actor, parse(orders.ByToken, {"token": data.token}), now=ask.now)
    lines = [line for line in order.lines if line.shipped and line.variant_id]
    faces = catalogue.faces((line.variant_id for line in lines), order.language, now=ask.now)
    said = {row.line_id: row for row in Review.objects.filter(line__in=[line.line_id for line in lines])}
    return Page(
        items=tuple(
            Own(
                line_id=line.line_id,
                product_id=faces[line.variant_id].product_id,
                title=line.title,
                options=", ".join(option.value for option in line.options),
                review=view(said[line.line_id]) if line.line_id in said else None,
                state=said[line.line_id].state if line.line_id in said else "",
            )
            for line in lines
            if line.variant_id in faces
        )
    )


def looks_first() -> bool:
    """Tell whether every review waits for somebody to look at it."""
    return Policy.objects.filter(pk=1, look_first=True).exists()


def view(row: Review) -> ReviewView:
    """Return a review as everybody sees it."""
    return ReviewView(
        review_id=row.pk,
        product_id=row.product_id,
        name=row.name,
        language=row.language,
        stars=row.stars,
        title=row.title,
        text=row.text,
        options=row.options,
        written_at=row.written_at,
        changed_at=row.changed_at,
        answer=row.answer,
        answered_at=row.answered_at,
    )


def _tallied(row: Tally) -> Tallied:
    return Tallied(product_id=row.product_id, one=row.one, two=row.two, three=row.three, four=row.four, five=row.five)


def _any(row: Tally) -> bool:
    return bool(row.one or row.two or row.three or row.four or row.five)
