"""What the doctor asks of the books: the proofs that no constraint can hold on every database."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db.models import Count, F, Sum
from django.db.models.functions import TruncMonth
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.jobs import health
from storecrew.kernel.jobs.health import Finding, Level
from storecrew.shop.ledger.models import Balance, Line
from storecrew.shop.ledger.reads.verification import VerifyQuery, verify

DOCTOR = Actor("system", name=grants.system("ledger.doctor", may={"ledger.verify"}), reason="doctor")


@health.check("ledger.chain")
def chain_is_whole(now: datetime) -> Iterable[Finding]:
    """Prove that every entry is balanced and what it was when it was booked."""
    found = verify(DOCTOR, VerifyQuery(), now=now)
    if found.whole:
        yield Finding(
            Level.GOOD,
            _("All %(n)d entries are balanced and unchanged; every closed month fits its seal.") % {"n": found.entries},
        )
    else:
        yield Finding(
            Level.BAD,
            found.wrong,
            _(
                "Somebody changed the books outside of the store. Compare with the last backup before anything is booked."
            ),
        )


@health.check("ledger.balances")
def totals_equal_lines(now: datetime) -> Iterable[Finding]:
    """Prove that the running totals are the sums of the lines."""
    wrong = list(_drifts())
    if not wrong:
        yield Finding(Level.GOOD, _("The running totals of all accounts equal their lines."))
        return
    code, currency, month = wrong[0]
    yield Finding(
        Level.BAD,
        _("%(n)d running totals differ from their lines; the first is account %(code)s, %(currency)s, %(month)s.")
        % {"n": len(wrong), "code": code, "currency": currency, "month": date_format(month, "YEAR_MONTH_FORMAT")},
        _("The lines are what counts. Compare with the last backup before anything more is booked."),
    )


def _drifts() -> Iterator[tuple[str, str, date]]:
    """Yield account, currency and month of every total that is not the sum of its lines."""
    summed = {
        (account, currency, month): (debit, credit, lines)
        for account, currency, month, debit, credit, lines in Line.objects.annotate(month=TruncMonth("on"))
        .values_list("account__code", "currency", "month")
        .annotate(Sum("debit_minor"), Sum("credit_minor"), Count("pk"))
        .order_by("account__code", "currency", "month")
    }
    kept = {
        (account, currency, month): (debit, credit, lines)
        for account, currency, month, debit, credit, lines in Balance.objects.annotate(code=F("account__code"))
        .values_list("code", "currency", "month", "debit_minor", "credit_minor", "lines")
        .order_by("code", "currency", "month")
    }
    yield from sorted(key for key in summed.keys() | kept.keys() if summed.get(key) != kept.get(key))
