"""What stands on the accounts on a day: whole months from the running totals, the rest of the month from the lines."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Sum
from django.utils.translation import get_language, gettext_lazy

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output
from storecrew.shop.ledger.models import Account, Balance, Line
from storecrew.shop.ledger.reads.accounts import by_code
from storecrew.shop.ledger.seats import EVERYWHERE, READERS
from storecrew.shop.ledger.types import BalanceRow, Code, CurrencyTotal, TrialBalance
from storecrew.shop.ledger.writing import days

type Sums = dict[tuple[int, str], tuple[int, int]]
"""(account, currency) → debit and credit in minor units."""


class TrialBalanceQuery(Input):
    """The day at whose end the balances are taken; None: today."""

    at: date | None = None


@read("ledger.trial_balance", label=gettext_lazy("Trial balance"), seats=READERS, surfaces=EVERYWHERE)
def trial_balance(ask: Ask, data: TrialBalanceQuery) -> TrialBalance:
    """Tell what stands on every account at the end of a day; the two sides of each currency are equal."""
    at = data.at or days.today(ask.now)
    sums = sums_at(at)
    rows = tuple(_rows(Account.objects.order_by("path", "pk"), sums))
    return TrialBalance(at=at, rows=rows, totals=_totals(rows))


class BalancesQuery(Input):
    """An account with everything below it, at the end of a day; None: today."""

    account: Code
    at: date | None = None


class Balances(Output):
    """What stands on an account and all below it. `totals`: debit and credit of the whole subtree by currency."""

    at: date
    rows: tuple[BalanceRow, ...]
    totals: tuple[CurrencyTotal, ...]


@read("ledger.balances", label=gettext_lazy("Balances below an account"), seats=READERS, surfaces=EVERYWHERE)
def balances(ask: Ask, data: BalancesQuery) -> Balances:
    """Tell what stands on an account and on each below it at the end of a day."""
    at = data.at or days.today(ask.now)
    below = list(Account.objects.filter(path__startswith=by_code(data.account).path).order_by("path", "pk"))
    rows = tuple(_rows(below, sums_at(at, accounts=[row.pk for row in below])))
    return Balances(at=at, rows=rows, totals=_totals(rows))


def sums_at(at: date, *, accounts: Iterable[int] | None = None) -> Sums:
    """Add up everything that was booked up to the end of a day, of some accounts or of all. Two queries, or one."""
    month, whole = days.month_of(at), at == days.month_end(at)
    kept = Balance.objects.filter(**({"month__lte": month} if whole else {"month__lt": month}))
    recent = Line.objects.filter(on__gte=month, on__lte=at)
    if accounts is not None:
        ids = list(accounts)
        kept, recent = kept.filter(account__in=ids), recent.filter(account__in=ids)
    sums: Sums = defaultdict(lambda: (0, 0))
    for rows in (kept,) if whole else (kept, recent):
        grouped = rows.values_list("account_id", "currency").annotate(Sum("debit_minor"), Sum("credit_minor"))
        for account_id, currency, debit, credit in grouped.order_by("account_id", "currency"):
            before = sums[account_id, currency]
            sums[account_id, currency] = (before[0] + int(debit), before[1] + int(credit))
    return sums


def _rows(accounts: Iterable[Account], sums: Sums) -> Iterable[BalanceRow]:
    found: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
    for (account_id, currency), (debit, credit) in sorted(sums.items()):
        found[account_id].append((currency, debit, credit))
    for row in accounts:
        for currency, debit, credit in found.get(row.pk, ()):
            yield BalanceRow(
                account_id=row.pk,
                code=row.code,
                account=row.name_in(get_language()),
                kind=row.kind,
                depth=row.depth,
                currency=currency,
                debit_minor=debit,
                credit_minor=credit,
            )


def _totals(rows: Iterable[BalanceRow]) -> tuple[CurrencyTotal, ...]:
    """Add up the balances, each on the side where it stands: that is what a trial balance compares."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        sums[row.currency][0 if row.balance_minor > 0 else 1] += abs(row.balance_minor)
    return tuple(
        CurrencyTotal(currency=currency, debit_minor=debit, credit_minor=credit)
        for currency, (debit, credit) in sorted(sums.items())
    )
