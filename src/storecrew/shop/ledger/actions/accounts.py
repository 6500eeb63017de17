"""The tree of accounts: open, rename and move, close."""

from typing import Annotated

from django.db.models import F, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.currencies import is_currency
from storecrew.shop.ledger.models import DEEPEST, Account, Balance, Kind, Purpose
from storecrew.shop.ledger.seats import BOOKKEEPERS, BY_PEOPLE
from storecrew.shop.ledger.types import Code
from storecrew.shop.ledger.writing.posting import end_of_chain

# plain alias: a `type` statement would hide the limit from the input's schema
Name = Annotated[str, Field(max_length=120)]


class OpenAccount(Input):
    """A new account. `parent` is the code of a heading; without one, `kind` is needed. `currency` empty: any."""

    code: Code
    name_en: Name = ""
    name_zh: Name = ""
    parent: Annotated[str, Field(max_length=20)] = ""
    kind: Kind | None = None
    currency: Annotated[str, Field(max_length=3)] = ""
    heading: bool = False
    purpose: Purpose = Purpose.NONE


class Opened(Output):
    """An account that is there now."""

    account_id: int
    code: str


@action("ledger.open_account", label=gettext_lazy("Open an account"), seats=BOOKKEEPERS, surfaces=BY_PEOPLE)
def open_account(run: Run, data: OpenAccount) -> Opened:
    """Add an account to the chart. Its code stays for ever, its names can be changed."""
    parent = _parent(data.parent, kind=data.kind)
    kind = parent.kind if parent else data.kind
    if kind is None:
        raise InvalidInput({"kind": _("Say what the account counts, or below which heading it stands.")})
    if data.currency and not is_currency(data.currency):
        raise InvalidInput({"currency": _("There is no currency with this code. Use one such as CNY or USD.")})
    _named(data.name_en, data.name_zh)
    if Account.objects.filter(code=data.code).exists():
        raise InvalidInput({"code": _("Another account has this code.")})
    row = Account.objects.create(
        code=data.code,
        parent=parent,
        path=f"{parent.path if parent else ''}{data.code}/",
        kind=kind,
        currency=data.currency,
        name_en=data.name_en,
        name_zh=data.name_zh,
        purpose=data.purpose,
        heading=data.heading,
        opened_at=run.now,
    )
    run.changed(row.subject, "code", old=None, new=row.code)
    return Opened(account_id=row.pk, code=row.code)


class EditAccount(Input):
    """The new names and place of an account; None leaves them as they are. `parent` empty: at the root."""

    code: Code
    name_en: Name | None = None
    name_zh: Name | None = None
    parent: Annotated[str, Field(max_length=20)] | None = None


@action("ledger.edit_account", label=gettext_lazy("Edit an account"), seats=BOOKKEEPERS, surfaces=BY_PEOPLE)
def edit_account(run: Run, data: EditAccount) -> Opened:
    """Rename an account or move it below another heading of its kind. What was booked stays where it is."""
    row = load(data.code)
    run.about(row.subject)
    for field in ("name_en", "name_zh"):
        wanted = getattr(data, field)
        if wanted is not None:
            run.changed(row.subject, field, old=getattr(row, field), new=wanted)
            setattr(row, field, wanted)
    _named(row.name_en, row.name_zh)
    if data.parent is not None:
        _move(run, row, _parent(data.parent, kind=Kind(row.kind)))
    row.save()
    return Opened(account_id=row.pk, code=row.code)


class CloseAccount(Input):
    """Which account; `closed` False opens it again."""

    code: Code
    closed: bool = True


@action("ledger.close_account", label=gettext_lazy("Close an account"), seats=BOOKKEEPERS, surfaces=BY_PEOPLE)
def close_account(run: Run, data: CloseAccount) -> Opened:
    """Close an account with nothing on it, or open a closed one again. What was booked on it stays readable."""
    end_of_chain()  # nobody books on it while it is being closed
    row = load(data.code)
    run.about(row.subject)
    if data.closed == (row.closed_at is not None):
        return Opened(account_id=row.pk, code=row.code)
    if data.closed:
        if row.children.filter(closed_at=None).exists():
            raise Refused(_("Close the accounts below it first."), code="ledger.has_children")
        if _stands(row):
            raise Refused(
                _("There is still something on %(account)s. Book it elsewhere first.") % {"account": row},
                code="ledger.not_empty",
            )
    elif row.parent and row.parent.closed_at:
        raise Refused(_("Open the account above it first."), code="ledger.parent_closed")
    row.closed_at = run.now if data.closed else None
    row.save(update_fields=["closed_at"])
    run.changed(row.subject, "closed", old=not data.closed, new=data.closed)
    return Opened(account_id=row.pk, code=row.code)


def load(code: str) -> Account:
    """Return the account of a code; raises Missing."""
    row = Account.objects.select_for_update(of=("self",)).select_related("parent").filter(code=code).first()
    if row is None:
        raise Missing(_("There is no account %(code)s.") % {"code": code})
    return row


def _named(name_en: str, name_zh: str) -> None:
    if not name_en and not name_zh:
        raise InvalidInput({"name_en": _("An account needs a name in one of the two languages.")})


def _parent(code: str, *, kind: Kind | None) -> Account | None:
    if not code:
        return None
    parent = Account.objects.filter(code=code).first()
    if parent is None:
        raise InvalidInput({"parent": _("There is no account %(code)s.") % {"code": code}})
    if not parent.heading or parent.closed_at:
        raise InvalidInput({"parent": _("%(account)s is no open heading.") % {"account": parent}})
    if kind is not None and parent.kind != kind:
        raise InvalidInput({"parent": _("Accounts below %(account)s are of its kind.") % {"account": parent}})
    if parent.depth >= DEEPEST:
        raise InvalidInput({"parent": _("The chart is at most six levels deep.")})
    return parent


def _move(run: Run, row: Account, parent: Account | None) -> None:
    if (parent.pk if parent else None) == row.parent_id:
        return
    if parent and parent.path.startswith(row.path):
        raise InvalidInput({"parent": _("An account cannot stand below itself.")})
    below = list(Account.objects.filter(path__startswith=row.path).exclude(pk=row.pk).order_by("path"))
    path = f"{parent.path if parent else ''}{row.code}/"
    moved = [(one, path + one.path[len(row.path) :]) for one in below]
    if any(new.count("/") > DEEPEST for _one, new in moved):
        raise InvalidInput({"parent": _("The chart is at most six levels deep.")})
    for one, new in moved:
        one.path = new
    Account.objects.bulk_update([one for one, _new in moved], ["path"])
    run.changed(row.subject, "parent", old=row.parent.code if row.parent else None, new=parent.code if parent else None)
    row.parent, row.path = parent, path


def _stands(row: Account) -> bool:
    sums = (
        Balance.objects.filter(account=row).values("currency").annotate(rest=Sum(F("debit_minor") - F("credit_minor")))
    )
    return any(one["rest"] for one in sums)
