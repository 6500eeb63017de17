"""The list of orders at risk, and that of what is over."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.pages.tables import Bulk, Column, Empty, Filter, Kind, Table, View
from storecrew.kernel.pages.types import Text, Tone
from storecrew.shop.delays.models import LIVE, OVER, Delay, OfferState, State
from storecrew.shop.delays.reasons import Reason
from storecrew.shop.delays.types import Code
from storecrew.shop.delays.wording import TONES, short_window


def delays_table(*, may_decide: bool, currency: str) -> Table:
    """Return the table; who decides may offer to many at once. `currency`: of the store, for orders in it."""
    return Table(
        name="delays.delays",
        label=_("Orders at risk"),
        sort="-cost",
        currency=currency,
        columns=(
            Column("order", pgettext_lazy("purchase", "Order"), lambda row: row.order.number, link=url_of, sub=_who),
            Column("chance", pgettext_lazy("delays", "Holds"), _chance, kind=Kind.STATUS, sort="chance"),
            Column("reason", pgettext_lazy("delays", "Why"), lambda row: row.get_reason_display(), sub=_source),
            Column(
                "promised", _("Promised until"), lambda row: row.promised_until, kind=Kind.DAY, sort="promised_until"
            ),
            Column("expected", _("Expected now"), _expected, phone=False),
            Column("pieces", _("Pieces"), lambda row: row.pieces, kind=Kind.NUMBER, phone=False, shown=False),
            Column(
                "stake",
                _("What is late costs"),
                lambda row: row.stake,
                kind=Kind.MONEY,
                sort="stake_minor",
                phone=False,
                shown=False,
            ),
            Column("cost", _("Likely to cost us"), lambda row: row.cost, kind=Kind.MONEY, sort="cost_minor"),
            Column("state", pgettext_lazy("delay", "State"), _state, kind=Kind.STATUS, sort="state"),
            Column(
                "foreseen",
                _("Known since"),
                lambda row: row.foreseen_at,
                kind=Kind.MOMENT,
                sort="foreseen_at",
                phone=False,
                shown=False,
            ),
        ),
        filters=(
            Filter(
                "state", pgettext_lazy("delay", "State"), lambda rows, value: rows.filter(state=value), State.choices
            ),
            Filter(
                "reason", pgettext_lazy("delays", "Why"), lambda rows, value: rows.filter(reason=value), Reason.choices
            ),
            Filter("which", _("Which"), _which, _WHICH),
        ),
        search=_search,
        search_hint=_("Order, name, e-mail"),
        views=(
            View("live", _("At risk")),
            View("open", pgettext_lazy("delay", "To be decided"), "state=open"),
            View("offered", pgettext_lazy("delays", "Asked"), "state=offered"),
            View("late", _("Late already"), "which=late"),
            View("over", pgettext_lazy("delay", "Over"), "which=over"),
        ),
        bulk=(Bulk("offer", _("Offer choices"), main=True),) if may_decide else (),
        empty=Empty(
            title=_("Every promise holds, as far as is known"),
            text=_(
                "Every quarter of an hour all open orders are looked at. What will not hold appears here before its day."
            ),
            url=reverse("promise:index"),
            label=_("See how good promises are"),
        ),
    )


_WHICH = (
    ("late", _("late already")),
    ("silent", _("did not answer")),
    ("split", _("want a part now")),
    ("over", pgettext_lazy("delay", "over")),
)


def url_of(row: Delay) -> str:
    """Return the page of a delay."""
    return reverse("delays:one", args=[row.pk])


def tone_of(chance: int) -> Tone:
    """Return how bad a chance is."""
    return Tone.BAD if chance < 30 else Tone.WARN if chance < 80 else Tone.GOOD


def _who(row: Delay) -> str:
    return row.order.name or row.order.email


def _chance(row: Delay) -> tuple[Text, Tone]:
    return f"{row.chance} %", tone_of(row.chance)


def _source(row: Delay) -> str:
    return row.supplier.name if row.supplier else ""


def _expected(row: Delay) -> str:
    return short_window(row.expected_first, row.expected_last) or str(_("hard to say"))


def _state(row: Delay) -> tuple[Text, Tone]:
    if row.outcome:
        return row.get_outcome_display(), TONES[row.state]
    return row.get_state_display(), TONES[row.state]


def _which(rows: Any, value: str) -> Any:
    if value == "late":
        return rows.filter(state__in=LIVE, promised_until__lt=work_calendar().local_date(timezone.now()))
    if value == "over":
        return rows.filter(state__in=OVER)
    if value == "silent":
        return rows.filter(state=State.ANSWERED, offers__state=OfferState.LAPSED).distinct()
    if value == "split":
        return rows.filter(
            state=State.ANSWERED, offers__choice=Code.SPLIT, offers__state=OfferState.ANSWERED
        ).distinct()
    return rows


def _search(rows: Any, text: str) -> Any:
    return rows.filter(Q(order__number__icontains=text) | Q(order__name__icontains=text) | Q(order__email__iexact=text))
