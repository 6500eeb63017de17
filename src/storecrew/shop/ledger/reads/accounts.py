"""The chart of accounts."""

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Page
from storecrew.shop.ledger.models import Account
from storecrew.shop.ledger.seats import EVERYWHERE, READERS
from storecrew.shop.ledger.types import AccountView


class AccountsQuery(Input):
    """`closed` False leaves out closed accounts."""

    closed: bool = True


@read("ledger.accounts", label=gettext_lazy("Chart of accounts"), seats=READERS, surfaces=EVERYWHERE)
def accounts(ask: Ask, data: AccountsQuery) -> Page[AccountView]:
    """List the accounts as a tree in reading order: each heading before what stands below it."""
    rows = Account.objects.select_related("parent").order_by("path", "pk")
    items = tuple(view(row) for row in rows if data.closed or row.closed_at is None)
    return Page[AccountView](items=items, total=len(items))


def view(row: Account) -> AccountView:
    """Return an account as others see it, in the reader's language; `parent` has to be loaded."""
    return AccountView(
        account_id=row.pk,
        code=row.code,
        name=row.name_in(get_language()),
        kind=row.kind,
        currency=row.currency,
        parent=row.parent.code if row.parent else "",
        depth=row.depth,
        heading=row.heading,
        purpose=row.purpose,
        closed=row.closed_at is not None,
    )


def by_code(code: str) -> Account:
    """Return the account of a code; raises Missing."""
    row = Account.objects.select_related("parent").filter(code=code).first()
    if row is None:
        raise Missing(_("There is no account %(code)s.") % {"code": code})
    return row
