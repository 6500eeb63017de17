"""What payments register with the console: menu, names of objects, search, a panel for finance."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.grants import allows
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import desk, links, menu, search
from storecrew.kernel.pages.types import Hit, Link, MenuItem, Panel
from storecrew.shop.payments.models import Dispute, Payment, Payout, Provider, Refund, Transaction, Transfer
from storecrew.shop.payments.presenting import state_of
from storecrew.shop.payments.seats import READERS
from storecrew.shop.payments.types import Kind

menu.register(MenuItem("payments", gettext_lazy("Payments"), "card", "payments:payments", READERS, order=30))

WEEK = timedelta(days=7)


def _payments(numbers: Iterable[str]) -> dict[str, Link]:
    ids = [int(number) for number in numbers if number.isdigit()]
    rows = Payment.objects.filter(pk__in=ids)
    return {
        str(row.pk): Link(
            f"{format_money(row.money(row.amount_minor))} · {row.description or row.payable}",
            reverse("payments:payment", args=[row.pk]),
            "card",
        )
        for row in rows
    }


def _payment(number: str) -> Link | None:
    return _payments([number]).get(number)


def _refund(number: str) -> Link | None:
    row = Refund.objects.filter(pk=number).select_related("payment").first() if number.isdigit() else None
    if row is None:
        return None
    amount = format_money(row.payment.money(row.amount_minor))
    return Link(_("Refund of %(amount)s") % {"amount": amount}, reverse("payments:payment", args=[row.payment_id]))


def _dispute(number: str) -> Link | None:
    row = Dispute.objects.filter(pk=number).first() if number.isdigit() else None
    if row is None:
        return None
    amount = format_money(Money(row.amount_minor, row.currency))
    return Link(_("Dispute about %(amount)s") % {"amount": amount}, reverse("payments:dispute", args=[row.pk]))


def _payout(number: str) -> Link | None:
    row = Payout.objects.filter(pk=number).first() if number.isdigit() else None
    return Link(row.reference, reverse("payments:payout", args=[row.pk]), "coin") if row else None


def _provider(number: str) -> Link | None:
    row = Provider.objects.filter(pk=number).first() if number.isdigit() else None
    return Link(row.code, reverse("payments:provider", args=[row.kind]), "card") if row else None


def _transfer(number: str) -> Link | None:
    row = Transfer.objects.filter(pk=number).first() if number.isdigit() else None
    return Link(row.reference, reverse("payments:transfers")) if row else None


links.register("payment", _payment, many=_payments, seats=READERS)
links.register("refund", _refund, seats=READERS)
links.register("dispute", _dispute, seats=READERS)
links.register("payout", _payout, seats=READERS)
links.register("provider", _provider, seats=READERS)
links.register("bank_line", _transfer, seats=READERS)


@search.source("payments.payments")
def payments(actor: Actor, text: str, limit: int) -> Iterable[Hit]:
    """Find payments by code, reference, e-mail or what they pay."""
    if not allows(actor, name="payments.of_payable", seats=READERS, at=timezone.now()):
        return
    exact = Q(code__iexact=text) | Q(reference=text) | Q(transactions__reference=text)
    near = Q(payable=text) | Q(email__iexact=text) | Q(description__icontains=text)
    sure = set(Payment.objects.filter(exact).values_list("pk", flat=True)[:limit])
    rows = Payment.objects.filter(Q(pk__in=sure) | near).order_by("-pk").distinct()[:limit]
    for row in rows:
        word, _tone = state_of(row)
        yield Hit(
            title=f"{format_money(row.money(row.amount_minor))} · {row.description or row.payable}",
            url=reverse("payments:payment", args=[row.pk]),
            icon="card",
            detail=str(word),
            score=1.0 if row.pk in sure else 0.5,
            kind=_("Payment"),
        )


@desk.panel("finance", order=15)
def came_in(actor: Actor, now: datetime) -> Panel | None:
    """Show what came in, went back and was kept in the last seven days, by currency."""
    rows = Transaction.objects.filter(
        at__gt=now - WEEK, kind__in=[Kind.CAPTURE, Kind.REFUND, Kind.REFUND_RETURNED, Kind.FEE]
    )
    sums: dict[str, dict[str, int]] = {}
    for kind, currency, total in (
        rows.values_list("kind", "currency").annotate(total=Sum("amount_minor")).order_by("currency", "kind")
    ):
        sums.setdefault(currency, {})[kind] = int(total)
    if not sums:
        return None
    lines = [
        (
            Money(of.get(Kind.CAPTURE, 0), currency),
            Money(of.get(Kind.REFUND, 0) - of.get(Kind.REFUND_RETURNED, 0), currency),
            Money(of.get(Kind.FEE, 0), currency),
        )
        for currency, of in sums.items()
    ]
    return Panel(
        title=_("Money in seven days"),
        template="payments/panels/came_in.html",
        context={"lines": lines},
        url=reverse("payments:payments"),
        link=_("All payments"),
    )
