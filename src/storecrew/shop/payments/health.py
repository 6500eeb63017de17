"""What the doctor asks of payments: sums derived again from what happened, and what hangs."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext as _

from storecrew.kernel.jobs import health
from storecrew.kernel.jobs.health import Finding, Level
from storecrew.shop.payments.models import Notice, Payment, Payout, Refund, Transaction
from storecrew.shop.payments.types import REFUND_OPEN, Kind, PayoutState
from storecrew.shop.payments.writing.sums import reckoned

HANGS = timedelta(minutes=30)
AT_ONCE = 2000


@health.check("payments.sums")
def sums_follow_from_transactions(now: datetime) -> Iterable[Finding]:
    """Derive the sums of every payment again; a few queries a thousand payments."""
    wrong, looked, last = [], 0, 0
    while rows := list(Payment.objects.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        looked, last = looked + len(rows), rows[-1].pk
        wrong += _wrong(rows)
    if wrong:
        yield Finding(
            Level.BAD,
            _("The sums of %(n)d payments differ from what happened to them, e.g. %(one)s.")
            % {"n": len(wrong), "one": f"payment:{wrong[0]}"},
            _("Open each and press “Ask the provider”: its sums are then derived anew."),
        )
    else:
        yield Finding(
            Level.GOOD, _("The sums of all %(n)d payments follow from what happened to them.") % {"n": looked}
        )


@health.check("payments.notices")
def notices_are_handled(now: datetime) -> Iterable[Finding]:
    """Look whether what providers told us was asked about."""
    hanging = Notice.objects.filter(handled_at=None, genuine=True, received_at__lt=now - HANGS).count()
    forged = Notice.objects.filter(genuine=False, received_at__gt=now - timedelta(days=1)).count()
    if hanging:
        yield Finding(
            Level.BAD,
            _("%(n)d notices of providers wait for more than half an hour.") % {"n": hanging},
            _("See whether the worker runs, and whether the providers can be reached: Outbox and jobs."),
        )
    else:
        yield Finding(Level.GOOD, _("Every notice of a provider was asked about."))
    if forged:
        yield Finding(
            Level.WARN,
            _("%(n)d forged notices came in the last day; none was believed.") % {"n": forged},
            _("If the provider's secret was changed there, set the new one here; otherwise nothing is to be done."),
        )


@health.check("payments.payouts")
def payouts_add_up(now: datetime) -> Iterable[Finding]:
    """Look whether each payout that arrived is the sum of its lines."""
    rows = Payout.objects.filter(state=PayoutState.ARRIVED).annotate(count=Count("lines"), net=Sum("lines__net_minor"))
    wrong = rows.filter(Q(count__gt=0) & ~Q(net=F("amount_minor"))).count()
    if wrong:
        yield Finding(
            Level.BAD,
            _("%(n)d payouts are not the sum of their lines.") % {"n": wrong},
            _("Compare each with the provider's own list; the page of the payout says how much is unexplained."),
        )
    else:
        yield Finding(Level.GOOD, _("Each payout is the sum of its lines."))


def _wrong(rows: list[Payment]) -> list[int]:
    """Return the payments of a batch whose sums are others than derived; two queries."""
    moved: dict[int, dict[Kind, int]] = {}
    own = Transaction.objects.filter(payment__in=rows, currency=F("payment__currency"))
    for payment_id, kind, total in own.values_list("payment_id", "kind").annotate(total=Sum("amount_minor")):
        moved.setdefault(payment_id, {})[Kind(kind)] = int(total)
    promised = Refund.objects.filter(payment__in=rows, state__in=REFUND_OPEN)
    open_ = dict(promised.values_list("payment_id").annotate(total=Sum("amount_minor")))
    return [row.pk for row in rows if not reckoned(moved.get(row.pk, {}), int(open_.get(row.pk) or 0)).on(row)]
