"""What happened on one account, line by line, with what stood on it after each."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input
from storecrew.kernel.store.reads import current
from storecrew.shop.ledger.models import Account, Balance, Line
from storecrew.shop.ledger.reads.accounts import by_code, view
from storecrew.shop.ledger.reads.balances import sums_at
from storecrew.shop.ledger.seats import EVERYWHERE, READERS
from storecrew.shop.ledger.types import Code, Statement, StatementRow
from storecrew.shop.ledger.writing import days


class StatementQuery(Input):
    """An account between two days, both included. Empty currency: the account's, else the store's.

    `since` None: from the beginning; `until` None: today. `cursor` goes on where a part ended.
    """

    account: Code
    currency: Annotated[str, Field(max_length=3)] = ""
    since: date | None = None
    until: date | None = None
    cursor: Annotated[str, Field(max_length=80, pattern=r"^(\d{4}-\d\d-\d\d\.\d+\.\d+\.-?\d+)?$")] = ""
    limit: Annotated[int, Field(ge=1, le=1000)] = 100


@read("ledger.account_statement", label=gettext_lazy("Account statement"), seats=READERS, surfaces=EVERYWHERE)
def account_statement(ask: Ask, data: StatementQuery) -> Statement:
    """Tell what happened on an account between two days, with the balance after each line (debit minus credit)."""
    account = by_code(data.account)
    until = data.until or days.today(ask.now)
    currency = data.currency or account.currency or _usual_currency(account)
    opening = _standing(account, currency, data.since - timedelta(days=1)) if data.since else 0
    rows = Line.objects.filter(account=account, currency=currency, on__lte=until)
    if data.since:
        rows = rows.filter(on__gte=data.since)
    after, balance = _place(data.cursor, opening)
    found = list(_after(rows, after).select_related("entry").order_by("on", "entry", "place")[: data.limit + 1])
    shown, more = found[: data.limit], len(found) > data.limit
    lines = tuple(_running(shown, balance))
    return Statement(
        account=view(account),
        currency=currency,
        since=data.since,
        until=until,
        opening_minor=opening,
        closing_minor=_standing(account, currency, until),
        rows=lines,
        next=f"{shown[-1].on}.{shown[-1].entry_id}.{shown[-1].place}.{lines[-1].balance_minor}" if more else None,
    )


def _usual_currency(account: Account) -> str:
    """Return the store's currency, or the only one in which something was booked on the account."""
    profile = current()
    used = list(
        Balance.objects.filter(account=account).values_list("currency", flat=True).distinct().order_by("currency")
    )
    home = profile.currency if profile else ""
    return home if home in used or not used else used[0]


def _standing(account: Account, currency: str, at: date) -> int:
    debit, credit = sums_at(at, accounts=[account.pk]).get((account.pk, currency), (0, 0))
    return debit - credit


def _place(cursor: str, opening: int) -> tuple[tuple[date, int, int] | None, int]:
    if not cursor:
        return None, opening
    on, number, place, balance = cursor.split(".")
    return (date.fromisoformat(on), int(number), int(place)), int(balance)


def _after(rows: QuerySet[Line], after: tuple[date, int, int] | None) -> QuerySet[Line]:
    if after is None:
        return rows
    on, number, place = after
    return rows.filter(Q(on__gt=on) | Q(on=on, entry__gt=number) | Q(on=on, entry=number, place__gt=place))


def _running(lines: list[Line], balance: int) -> Iterator[StatementRow]:
    for line in lines:
        balance += line.debit_minor - line.credit_minor
        yield StatementRow(
            line_id=line.pk,
            number=line.entry_id,
            on=line.on,
            text=line.entry.text,
            source=line.entry.source,
            note=line.note,
            debit_minor=line.debit_minor,
            credit_minor=line.credit_minor,
            balance_minor=balance,
        )
