"""The trial balance at the end of any day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET

from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import answers, tables
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.ledger import reads
from storecrew.shop.ledger.models import Kind
from storecrew.shop.ledger.reads.balances import TrialBalanceQuery
from storecrew.shop.ledger.tables import TRIAL
from storecrew.shop.ledger.types import BalanceRow
from storecrew.shop.ledger.views.access import reader


@require_GET
@reader
def balance(request: HttpRequest) -> HttpResponseBase:
    """Show what stands on each account; each line leads to the rows behind it."""
    found = reads.trial_balance(actor_of(request), TrialBalanceQuery(at=_day(request.GET.get("at", ""))))
    rows = [row for row in found.rows if row.balance_minor]
    context: dict[str, Any] = {
        "at": found.at,
        "groups": list(_groups(rows)),
        "totals": [
            {
                "currency": total.currency,
                "debit": Money(total.debit_minor, total.currency),
                "credit": Money(total.credit_minor, total.currency),
            }
            for total in found.totals
        ],
    }
    return tables.export(TRIAL, request, rows) or answers.page(request, "ledger/balance.html", context)


def _groups(rows: Iterable[BalanceRow]) -> Iterable[dict[str, Any]]:
    shown = list(rows)
    for kind in Kind:
        own = [row for row in shown if row.kind == kind]
        if own:
            yield {"label": kind.label, "rows": own}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
