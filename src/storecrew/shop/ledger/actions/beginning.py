"""How books begin: the usual accounts of a shop, and what was there before."""

from collections import defaultdict
from datetime import date
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.types import Money
from storecrew.shop.ledger.actions.accounts import OpenAccount, open_account
from storecrew.shop.ledger.chart import USUAL
from storecrew.shop.ledger.events import EntryPosted
from storecrew.shop.ledger.models import Account, Purpose
from storecrew.shop.ledger.seats import BOOKKEEPERS, BY_PEOPLE
from storecrew.shop.ledger.types import EntryDraft, LineDraft, Posted, credit
from storecrew.shop.ledger.writing.posting import write


class UsualAccounts(Input):
    """Nothing needs to be said."""


class AccountsOpened(Output):
    """How many accounts are new, and how many of the usual ones were there already."""

    opened: int
    known: int


@action(
    "ledger.open_usual_accounts",
    label=gettext_lazy("Open the usual accounts"),
    seats=BOOKKEEPERS,
    surfaces=BY_PEOPLE,
    calls=(open_account,),
)
def open_usual_accounts(run: Run, data: UsualAccounts) -> AccountsOpened:
    """Open the accounts that a shop usually needs, in both languages. Codes that are taken are left as they are."""
    taken = set(Account.objects.values_list("code", flat=True))
    purposes = set(Account.objects.exclude(purpose="").values_list("purpose", flat=True))
    run.about("ledger:accounts")
    opened = 0
    for wanted in USUAL:
        if wanted.code in taken or wanted.purpose in purposes:
            continue
        run.call(
            open_account,
            OpenAccount(
                code=wanted.code,
                name_en=wanted.name_en,
                name_zh=wanted.name_zh,
                parent=wanted.parent,
                kind=wanted.kind,
                heading=wanted.heading,
                purpose=wanted.purpose,
            ),
        )
        opened += 1
    return AccountsOpened(opened=opened, known=len(USUAL) - opened)


class OpeningBalances(Input):
    """What stood on the accounts at the end of the day before `on`, each on its side; they need not be equal."""

    on: date
    lines: Annotated[tuple[LineDraft, ...], Field(min_length=1, max_length=400)]
    key: Annotated[str, Field(min_length=1, max_length=160)] = "opening"


@action(
    "ledger.open_balances",
    label=gettext_lazy("Book opening balances"),
    seats=BOOKKEEPERS,
    surfaces=BY_PEOPLE,
    emits=(EntryPosted,),
)
def open_balances(run: Run, data: OpeningBalances) -> Posted:
    """Book what was there when these books begin; the account for opening balances takes the difference."""
    counter = Account.objects.filter(purpose=Purpose.OPENING).first()
    if counter is None:
        raise Refused(_("Open an account for opening balances first."), code="ledger.no_opening_account")
    rest: dict[str, int] = defaultdict(int)
    for line in data.lines:
        rest[line.currency] += line.debit_minor - line.credit_minor
    balancing = tuple(credit(counter.code, Money(minor, currency)) for currency, minor in sorted(rest.items()) if minor)
    draft = EntryDraft(on=data.on, text=_("Opening balances"), lines=(*data.lines, *balancing), key=data.key)
    (posted,) = write(run, [draft])
    run.about(f"entry:{posted.number}")
    if posted.new:
        run.emit(EntryPosted(number=posted.number, on=data.on, source=""), subject=f"entry:{posted.number}")
    return posted
