"""The list of reviews."""

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.pages.tables import Bulk, Column, Empty, Filter, Kind, Table, View
from storecrew.kernel.pages.types import Tone
from storecrew.shop.reviews.models import STARS, Review, State

TONES = {State.WAITING: Tone.WARN, State.SHOWN: Tone.GOOD, State.HIDDEN: Tone.BAD, State.WITHDRAWN: Tone.NEUTRAL}


def _by_words(rows: QuerySet[Review], text: str) -> QuerySet[Review]:
    words = Q(text__icontains=text) | Q(title__icontains=text) | Q(name__icontains=text)
    return rows.filter(words | Q(product__title__icontains=text) | Q(order__number__iexact=text))


REVIEWS = Table(
    name="reviews.reviews",
    label=_("Reviews"),
    sort="-written",
    columns=[
        Column(
            "review",
            _("Review"),
            lambda row: row.title or row.text[:90] or _("(stars only)"),
            link=lambda row: reverse("reviews:review", args=[row.pk]),
            sub=lambda row: row.product.title,
        ),
        Column("stars", _("Stars"), lambda row: row.stars, kind=Kind.NUMBER, sort="stars"),
        Column("state", _("State"), lambda row: (row.get_state_display(), TONES[State(row.state)]), kind=Kind.STATUS),
        Column("order", pgettext_lazy("purchase", "Order"), lambda row: row.order.number),
        Column("answer", _("Answered"), lambda row: row.answered_at, kind=Kind.MOMENT),
        Column("written", _("Written"), lambda row: row.written_at, kind=Kind.MOMENT, sort="written_at"),
    ],
    filters=[
        Filter("state", _("State"), lambda rows, value: rows.filter(state=value), choices=State.choices),
        Filter(
            "stars",
            _("Stars"),
            lambda rows, value: rows.filter(stars=int(value)),
            choices=[(str(stars), "★" * stars) for stars in STARS],
        ),
    ],
    search=_by_words,
    views=[
        View("all", _("All")),
        View("waiting", _("To be looked at"), "state=waiting"),
        View("poor", _("One star"), "stars=1"),
    ],
    bulk=[Bulk("show", _("Show"))],
    empty=Empty(
        _("No reviews yet"),
        _(
            "Who bought something can review it once it has been sent: on the page of the order, by the link in every letter about it."
        ),
        "",
        "",
    ),
)
