"""The chart of accounts, and what happened on each."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import answers
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.ledger import actions, reads
from storecrew.shop.ledger.actions.accounts import CloseAccount
from storecrew.shop.ledger.actions.beginning import UsualAccounts
from storecrew.shop.ledger.forms import EditAccountForm, OpenAccountForm
from storecrew.shop.ledger.models import Account, Balance
from storecrew.shop.ledger.reads.accounts import AccountsQuery, by_code
from storecrew.shop.ledger.reads.balances import TrialBalanceQuery
from storecrew.shop.ledger.reads.statement import StatementQuery
from storecrew.shop.ledger.views.access import may_book, reader
from storecrew.shop.ledger.writing.days import today


@require_GET
@reader
def index(request: HttpRequest) -> HttpResponseBase:
    """Show the tree with what stands on each account today."""
    tree = reads.accounts(actor_of(request), AccountsQuery()).items
    standing: dict[str, list[Money]] = defaultdict(list)
    for row in reads.trial_balance(actor_of(request), TrialBalanceQuery()).rows:
        if row.balance_minor:
            standing[row.code].append(Money(row.balance_minor, row.currency))
    shown = [{"account": row, "standing": standing[row.code]} for row in tree]
    return answers.page(request, "ledger/accounts.html", {"tree": shown, "may_book": may_book(request)})


@require_POST
@reader
def usual(request: HttpRequest) -> HttpResponse:
    """Open the usual accounts of a shop."""
    then = reverse("ledger:accounts")
    done = _("The usual accounts are open. Rename or close whatever does not fit.")
    return answers.act(request, actions.open_usual_accounts, UsualAccounts(), then=then, done=done)


@require_http_methods(["GET", "POST"])
@reader
def new(request: HttpRequest) -> HttpResponseBase:
    """Open an account."""
    form = OpenAccountForm(request.POST or None, initial={"parent": request.GET.get("below", "")})
    here = reverse("ledger:accounts")
    if request.method == "POST" and (answer := answers.sent(request, form, then=here, done=_("The account is open."))):
        return answer
    return answers.page(request, "ledger/account_new.html", {"form": form})


@require_http_methods(["GET", "POST"])
@reader
def account(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show what happened on an account; a post changes its names or place."""
    row = by_code(code)
    initial = {"name_en": row.name_en, "name_zh": row.name_zh, "parent": row.parent.code if row.parent else ""}
    form = EditAccountForm(request.POST or None, initial=initial, fixed={"code": code}, account=row)
    here = reverse("ledger:account", args=[code])
    if request.method == "POST" and (answer := answers.sent(request, form, then=here, done=_("Saved."))):
        return answer
    query = StatementQuery(
        account=code,
        currency=request.GET.get("currency", "")[:3],
        since=_day(request.GET.get("since", "")),
        until=_day(request.GET.get("until", "")),
        cursor=request.GET.get("after", "")[:80],
    )
    statement = reads.account_statement(actor_of(request), query)
    context: dict[str, Any] = {
        "account": row,
        "form": form,
        "statement": statement,
        "lines": [_shown(line, statement.currency) for line in statement.rows],
        "opening": Money(statement.opening_minor, statement.currency),
        "closing": Money(statement.closing_minor, statement.currency),
        "currencies": list(
            Balance.objects.filter(account=row).values_list("currency", flat=True).distinct().order_by("currency")
        ),
        "may_book": may_book(request),
        "today": today(timezone.now()),
        "empty": not Balance.objects.filter(account=row).exists(),
        "below": Account.objects.filter(parent=row).order_by("path", "pk"),
    }
    return answers.page(request, "ledger/account.html", context)


@require_POST
@reader
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Close an account or open it again."""
    closed = request.POST.get("closed", "1") == "1"
    done = _("The account is closed.") if closed else _("The account is open again.")
    data = CloseAccount(code=code, closed=closed)
    return answers.act(request, actions.close_account, data, then=reverse("ledger:account", args=[code]), done=done)


def _shown(line: Any, currency: str) -> dict[str, Any]:
    return {
        "line": line,
        "debit": Money(line.debit_minor, currency) if line.debit_minor else None,
        "credit": Money(line.credit_minor, currency) if line.credit_minor else None,
        "balance": Money(line.balance_minor, currency),
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
