"""The journal and the trial balance as tables."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages.tables import Column, Empty, Filter, Kind, Table, View
from storecrew.shop.ledger.models import Account, Entry


def _sums(entry: Entry) -> list[Money]:
    """Return what was booked on either side, by currency; the lines have to be loaded."""
    sums: dict[str, int] = {}
    for line in entry.lines.all():
        sums[line.currency] = sums.get(line.currency, 0) + line.debit_minor
    return [Money(minor, currency) for currency, minor in sorted(sums.items())]


def _more(entry: Entry) -> str:
    return " · ".join(format_money(amount) for amount in _sums(entry)[1:])


def _accounts(entry: Entry) -> str:
    lines = sorted(entry.lines.all(), key=lambda line: line.place)
    names = dict.fromkeys(line.account.name_in(get_language()) for line in lines)
    return " · ".join(names)


def _state(entry: Entry) -> str:
    if entry.reverses_id:
        return f"↩ #{entry.reverses_id}"
    undone = getattr(entry, "reversed_by", None)
    return str(_("taken back by #%(number)d") % {"number": undone.number}) if undone else ""


def _account_choices() -> list[tuple[str, str]]:
    rows = Account.objects.filter(heading=False).order_by("path", "pk")
    return [(row.code, f"{row.code} {row.name_in(get_language())}") for row in rows]


def _on(rows: QuerySet[Entry], value: str, lookup: str) -> QuerySet[Entry]:
    try:
        return rows.filter(**{lookup: date.fromisoformat(value)})
    except ValueError:
        return rows


def _search(rows: QuerySet[Entry], words: str) -> QuerySet[Entry]:
    number = words.strip().removeprefix("#")
    found = Q(text__icontains=words) | Q(source=words) | Q(key=words)
    return rows.filter(found | Q(number=int(number))) if number.isdigit() and len(number) < 19 else rows.filter(found)


JOURNAL = Table(
    name="ledger.journal",
    label=pgettext_lazy("books", "Journal"),
    sort="-number",
    columns=[
        Column(
            "number",
            pgettext_lazy("books", "Entry"),
            lambda row: f"#{row.number} {row.text}",
            link=lambda row: reverse("ledger:entry", args=[row.number]),
            sub=_accounts,
            sort="number",
        ),
        Column("on", pgettext_lazy("books", "Day"), lambda row: row.on, kind=Kind.DAY, sort="on"),
        Column("state", _("Taken back"), lambda row: _state(row) or None, phone=False),
        Column("source", pgettext_lazy("books", "About"), lambda row: row.source or None, phone=False, shown=False),
        Column("key", pgettext_lazy("books", "Key"), lambda row: row.key, phone=False, shown=False),
        Column("by", pgettext_lazy("books", "Booked by"), lambda row: row.posted_by, phone=False, shown=False),
        Column(
            "amount",
            pgettext_lazy("books", "Amount"),
            lambda row: next(iter(_sums(row)), None),
            kind=Kind.MONEY,
            sub=_more,
        ),
    ],
    filters=[
        Filter(
            "account",
            pgettext_lazy("books", "Account"),
            lambda rows, value: rows.filter(pk__in=rows.model.objects.filter(lines__account__code=value).values("pk")),
            choices=_account_choices,
        ),
        Filter("since", pgettext_lazy("books", "From"), lambda rows, value: _on(rows, value, "on__gte"), date=True),
        Filter("until", pgettext_lazy("books", "Until"), lambda rows, value: _on(rows, value, "on__lte"), date=True),
        Filter(
            "way",
            pgettext_lazy("books", "How"),
            lambda rows, value: rows.filter(key__startswith="hand:") if value == "hand" else rows,
            choices=[("hand", _("by hand"))],
        ),
        Filter("source", pgettext_lazy("books", "About"), lambda rows, value: rows.filter(source=value.strip())),
    ],
    views=[View("all", _("All")), View("hand", pgettext_lazy("books", "By hand"), "way=hand")],
    search=_search,
    search_hint=_("Words, #number, order:12"),
    empty=Empty(
        _("Nothing is booked yet"),
        _(
            "Every amount that moves is written down here twice: where it comes from and where it goes. The store will do"
            " it by itself; what it cannot know, such as rent, you book by hand."
        ),
        "",
        "",
    ),
    tie="number",
)


def _cell(row: Any, side: str) -> Money | None:
    amount: Money | None = getattr(row, side)
    return amount


TRIAL = Table(
    name="ledger.trial",
    label=_("Trial balance"),
    sort="code",
    columns=[
        Column("code", pgettext_lazy("books", "Code"), lambda row: row.code),
        Column("account", pgettext_lazy("books", "Account"), lambda row: row.account),
        Column("currency", pgettext_lazy("books", "Currency"), lambda row: row.currency),
        Column("debit", pgettext_lazy("books", "Debit"), lambda row: _cell(row, "debit_balance"), kind=Kind.MONEY),
        Column("credit", pgettext_lazy("books", "Credit"), lambda row: _cell(row, "credit_balance"), kind=Kind.MONEY),
    ],
)
