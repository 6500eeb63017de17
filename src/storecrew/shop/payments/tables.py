"""The tables of payments and payouts."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.money.types import Money
from storecrew.kernel.pages.tables import Column, Empty, Filter, Kind, Table, View
from storecrew.kernel.pages.types import Text, Tone
from storecrew.shop.payments.accounts import name_of
from storecrew.shop.payments.models import Payment, Payout, Provider
from storecrew.shop.payments.presenting import PAYOUTS, method_of, state_of
from storecrew.shop.payments.types import PayoutState, State


def payments_table() -> Table:
    """Return the table of payments."""
    return Table(
        name="payments.payments",
        label=_("Payments"),
        columns=(
            Column("payment", _("Payment"), lambda row: row.description or row.payable, link=_url, sub=_sub),
            Column("state", pgettext_lazy("payment", "State"), state_of, kind=Kind.STATUS, sort="state"),
            Column(
                "amount", _("Asked for"), lambda row: row.money(row.amount_minor), kind=Kind.MONEY, sort="amount_minor"
            ),
            Column("captured", _("Came in"), _captured, kind=Kind.MONEY, phone=False),
            Column("refunded", _("Gone back"), _refunded, kind=Kind.MONEY, phone=False),
            Column("provider", _("Way to pay"), lambda row: name_of(row.provider), phone=False, sub=method_of),
            Column("reference", _("Reference"), lambda row: row.reference or None, phone=False, shown=False),
            Column(
                "begun",
                pgettext_lazy("payment", "Begun"),
                lambda row: row.created_at,
                kind=Kind.MOMENT,
                sort="created_at",
                phone=False,
            ),
        ),
        sort="-begun",
        filters=(
            Filter("state", pgettext_lazy("payment", "State"), _by_state, State.choices),
            Filter("provider", _("Way to pay"), _by_provider, _providers),
            Filter(
                "look",
                _("Needs a look"),
                _odd,
                (("amount", _("another amount")), ("disputed", _("disputed")), ("refunding", _("going back"))),
            ),
        ),
        search=_matching,
        search_hint=_("Order, reference, code, e-mail"),
        views=(
            View("all", _("All")),
            View("held", pgettext_lazy("payment", "Set aside"), "state=authorised"),
            View("paid", _("Paid"), "state=captured"),
            View("waiting", _("Waiting"), "state=waiting"),
            View("odd", _("Another amount"), "look=amount"),
        ),
        empty=Empty(
            title=_("Nobody has paid yet"),
            text=_("Set up a way to pay; the test bank lets you try everything without money."),
            url=reverse("payments:providers"),
            label=_("Ways to pay"),
        ),
    )


def payouts_table() -> Table:
    """Return the table of payouts."""
    return Table(
        name="payments.payouts",
        label=_("Payouts"),
        columns=(
            Column(
                "payout", _("Payout"), lambda row: row.reference, link=_payout_url, sub=lambda row: row.provider.code
            ),
            Column("state", pgettext_lazy("payout", "State"), _payout_state, kind=Kind.STATUS, sort="state"),
            Column(
                "amount",
                _("Amount"),
                lambda row: Money(row.amount_minor, row.currency),
                kind=Kind.MONEY,
                sort="amount_minor",
            ),
            Column(
                "fees", _("Fees kept"), lambda row: Money(row.fees or 0, row.currency), kind=Kind.MONEY, phone=False
            ),
            Column("lines", pgettext_lazy("payout", "Lines"), lambda row: row.count, kind=Kind.NUMBER, phone=False),
            Column("arrives", _("At the bank"), lambda row: row.arrives_on, kind=Kind.DAY, sort="arrives_on"),
        ),
        sort="-arrives",
        filters=(Filter("state", pgettext_lazy("payout", "State"), _by_state, PayoutState.choices),),
        empty=Empty(
            title=_("No payouts yet"),
            text=_("What a provider sends to the bank stands here, with every line it is made of."),
        ),
    )


def _url(row: Payment) -> str:
    return reverse("payments:payment", args=[row.pk])


def _payout_url(row: Payout) -> str:
    return reverse("payments:payout", args=[row.pk])


def _sub(row: Payment) -> str:
    return row.code or row.email or row.payable


def _captured(row: Payment) -> Money | None:
    return row.money(row.captured_minor) if row.captured_minor else None


def _refunded(row: Payment) -> Money | None:
    return row.money(row.refunded_minor) if row.refunded_minor else None


def _payout_state(row: Payout) -> tuple[Text, Tone]:
    state = PayoutState(row.state)
    if state == PayoutState.ARRIVED and not row.whole:
        return pgettext_lazy("payout", "does not add up"), Tone.WARN
    return state.label, PAYOUTS[state]


def _by_state(rows: Any, value: str) -> Any:
    return rows.filter(state=value)


def _by_provider(rows: Any, value: str) -> Any:
    return rows.filter(provider__code=value)


def _providers() -> list[tuple[str, str]]:
    return [(code, code) for code in Provider.objects.order_by("position", "pk").values_list("code", flat=True)]


def _odd(rows: Any, value: str) -> Any:
    match value:
        case "amount":
            return rows.exclude(trouble="")
        case "disputed":
            return rows.filter(disputed_minor__gt=0)
        case "refunding":
            return rows.filter(refunding_minor__gt=0)
    return rows


def _matching(rows: Any, text: str) -> Any:
    word = text.strip()
    named = Q(payable__icontains=word) | Q(description__icontains=word) | Q(email__icontains=word)
    return rows.filter(named | Q(reference=word) | Q(code__iexact=word) | Q(transactions__reference=word)).distinct()
