"""The list of carts left behind."""

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.money.types import Money
from storecrew.kernel.pages.tables import Column, Empty, Filter, Kind, Table, View
from storecrew.shop.carts.models import Cart


def worth(row: Cart) -> Money:
    """Return what the goods cost when the shopper last saw them."""
    return Money(sum((line.seen_minor or 0) * line.quantity for line in row.lines.all()), row.currency)


def _reachable(rows: QuerySet[Cart], value: str) -> QuerySet[Cart]:
    known = Q(customer__isnull=False) | ~Q(email="")
    return rows.filter(known) if value == "yes" else rows.exclude(known)


CARTS = Table(
    name="carts.left",
    label=_("Bags left behind"),
    sort="-changed",
    columns=[
        Column(
            "shopper",
            _("Shopper"),
            lambda row: row.email or (row.customer.name if row.customer else "") or _("Unknown"),
            link=lambda row: reverse("carts:bag", args=[row.uid]),
            sub=lambda row: row.phone,
        ),
        Column("pieces", _("Pieces"), lambda row: sum(line.quantity for line in row.lines.all()), kind=Kind.NUMBER),
        Column("worth", _("Worth"), worth, kind=Kind.MONEY),
        Column("changed", _("Last touched"), lambda row: row.changed_at, kind=Kind.MOMENT, sort="changed_at"),
        Column("opened", _("Begun"), lambda row: row.opened_at, kind=Kind.MOMENT, sort="opened_at", phone=False),
    ],
    filters=[Filter("reachable", _("Can be written to"), _reachable, choices=[("yes", _("Yes")), ("no", _("No"))])],
    search=lambda rows, text: rows.filter(Q(email__icontains=text) | Q(phone__icontains=text)),
    views=[View("reachable", _("Can be written to"), "reachable=yes"), View("all", _("All"))],
    empty=Empty(
        _("Nobody left a bag behind"),
        _(
            "Bags with something in them that were not touched for an hour stand here, with the way to bring their shopper back."
        ),
    ),
)
