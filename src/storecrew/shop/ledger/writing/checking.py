"""What has to be true of an entry before it is booked, each fault said at its field."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.money.currencies import is_currency
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.shop.ledger.models import Account
from storecrew.shop.ledger.types import EntryDraft, LineDraft
from storecrew.shop.ledger.writing import days


def accounts_of(drafts: Iterable[EntryDraft]) -> dict[str, Account]:
    """Return the accounts that these entries name, by code; those that do not exist are left out."""
    codes = {line.account for draft in drafts for line in draft.lines}
    return {row.code: row for row in Account.objects.filter(code__in=codes).order_by("pk")}


def check(drafts: Sequence[EntryDraft], accounts: Mapping[str, Account], *, now: datetime, many: bool) -> None:
    """Raise InvalidInput naming every wrong field, or Refused for a closed month. `many`: fields are below `entries`."""
    latest, closed = days.today(now) + days.FURTHEST_AHEAD, days.locked_until()
    wrong: dict[str, str] = {}
    for number, draft in enumerate(drafts):
        path = f"entries.{number}." if many else ""
        if draft.on > latest:
            wrong[f"{path}on"] = _("This day is more than a year ahead. Check the year.")
        for place, line in enumerate(draft.lines):
            for field, sentence in _faults(line, accounts.get(line.account)):
                wrong[f"{path}lines.{place}.{field}"] = sentence
        if not wrong:
            sentence = unbalanced(draft.lines)
            if sentence:
                wrong[f"{path}lines"] = sentence
    if wrong:
        raise InvalidInput(wrong)
    if closed is not None:
        refuse_closed(min(draft.on for draft in drafts), closed)


def refuse_closed(on: date, closed: date) -> None:
    """Raise Refused when the day lies in a closed month."""
    if on <= closed:
        raise Refused(
            _("The books are closed up to %(day)s. Book it on a later day, or have the owner open that month again.")
            % {"day": date_format(closed, "DATE_FORMAT")},
            code="ledger.locked",
        )


def unbalanced(lines: Iterable[LineDraft]) -> str:
    """Return the sentence that says in which currency debit and credit differ, and by how much; empty when none does."""
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        sums[line.currency] += line.debit_minor - line.credit_minor
    for currency, difference in sorted(sums.items()):
        if difference:
            amount = format_money(Money(abs(difference), currency), get_language())
            return (
                _("%(amount)s more on the debit side than on the credit side.")
                if difference > 0
                else _("%(amount)s more on the credit side than on the debit side.")
            ) % {"amount": amount}
    return ""


def _faults(line: LineDraft, account: Account | None) -> Iterable[tuple[str, str]]:
    if (line.debit_minor > 0) == (line.credit_minor > 0):
        yield "debit_minor", _("A line is either debit or credit, and more than zero.")
    if not is_currency(line.currency):
        yield "currency", _("There is no currency with this code. Use one such as CNY or USD.")
    if account is None:
        yield "account", _("There is no account %(code)s.") % {"code": line.account}
        return
    if account.heading:
        yield "account", _("%(account)s is a heading. Book on one of the accounts below it.") % {"account": account}
    elif account.closed_at is not None:
        yield "account", _("%(account)s is closed. Open it again, or use another one.") % {"account": account}
    elif account.currency and account.currency != line.currency:
        yield (
            "currency",
            _("%(account)s is kept in %(currency)s only.") % {"account": account, "currency": account.currency},
        )
