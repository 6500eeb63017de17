"""What the ledger registers with the console: menu, names of objects, search, what a handover shows."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from storecrew.kernel.actions.grants import allows
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import links, menu, search
from storecrew.kernel.pages.types import Hit, Link, MenuItem
from storecrew.kernel.people.handover import Item, Owner, Section, section
from storecrew.shop.ledger.models import Account, Entry
from storecrew.shop.ledger.seats import READERS
from storecrew.shop.ledger.writing import days, sealing


class HeldSeat(Protocol):
    """What is asked of a tenure: which seat it is of."""

    seat: str


menu.register(MenuItem("ledger", pgettext_lazy("books", "Accounts"), "coin", "ledger:accounts", READERS, order=50))
menu.register(MenuItem("ledger", pgettext_lazy("books", "Journal"), "note", "ledger:journal", READERS, order=51))
menu.register(MenuItem("ledger", gettext_lazy("Trial balance"), "columns", "ledger:balance", READERS, order=52))
menu.register(MenuItem("ledger", pgettext_lazy("books", "Months"), "lock", "ledger:months", READERS, order=53))


def _account(number: str) -> Link | None:
    row = Account.objects.filter(pk=number).first() if number.isdigit() else None
    return Link(_label(row), reverse("ledger:account", args=[row.code]), "coin") if row else None


def _entries(numbers: Iterable[str]) -> dict[str, Link]:
    ids = [int(number) for number in numbers if number.isdigit()]
    rows = Entry.objects.filter(pk__in=ids).values_list("pk", "text")
    return {str(pk): Link(f"#{pk} {text}", reverse("ledger:entry", args=[pk]), "note") for pk, text in rows}


def _entry(number: str) -> Link | None:
    return _entries([number]).get(number)


def _period(name: str) -> Link | None:
    try:
        month = date.fromisoformat(f"{name}-01")
    except ValueError:
        return None
    return Link(date_format(month, "YEAR_MONTH_FORMAT"), reverse("ledger:months"), "lock")


links.register("account", _account, seats=READERS)
links.register("entry", _entry, many=_entries, seats=READERS)
links.register("period", _period, seats=READERS)


@search.source("ledger.books")
def books(actor: Actor, text: str, limit: int) -> Iterable[Hit]:
    """Find accounts by code or name, and entries by number."""
    if not allows(actor, name="ledger.accounts", seats=READERS, at=timezone.now()):
        return
    words = text.strip()
    named = Account.objects.filter(code__startswith=words) | Account.objects.filter(name_en__icontains=words)
    named |= Account.objects.filter(name_zh__icontains=words)
    for row in named.order_by("path", "pk")[:limit]:
        yield Hit(
            title=_label(row),
            url=reverse("ledger:account", args=[row.code]),
            icon="coin",
            detail=str(row.get_kind_display()),
            score=0.95 if row.code == words else 0.5,
            kind=pgettext_lazy("books", "Account"),
        )
    number = words.removeprefix("#")
    if number.isdigit() and len(number) < 19:
        for entry in Entry.objects.filter(pk=int(number)):
            url = reverse("ledger:entry", args=[entry.pk])
            yield Hit(title=str(entry), url=url, icon="note", score=0.7, kind=pgettext_lazy("books", "Entry"))


@section("ledger.months")
def open_months(tenure: HeldSeat, now: datetime) -> Section | None:
    """Name the months that are over and still open: whoever takes the seat over closes them."""
    if tenure.seat != "finance":
        return None
    months = list(sealing.open_months(before=days.month_of(days.today(now))))
    items = tuple(
        Item(
            _("%(month)s is not closed yet") % {"month": date_format(month, "YEAR_MONTH_FORMAT")},
            subject=f"period:{month:%Y-%m}",
            then=Owner.SEAT,
        )
        for month in months
    )
    return Section(_("Books"), items) if items else None


def _label(row: Account) -> str:
    return f"{row.code} {row.name_in(get_language())}"
