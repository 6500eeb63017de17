"""The table of customers: columns, filters, views, bulk actions."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.money.types import Money
from storecrew.kernel.pages.tables import Bulk, Column, Empty, Filter, Kind, Table, View
from storecrew.kernel.pages.types import Text, Tone
from storecrew.shop.addresses.types import country_name
from storecrew.shop.customers import worth
from storecrew.shop.customers.finding import digits_of, folded
from storecrew.shop.customers.models import Customer, CustomerTag, Identity, Tag

END = 4
"""Digits by which people name a telephone: "the one ending in 8000"."""


def rows() -> QuerySet[Customer]:
    """Return who is shown in lists: neither merged away nor forgotten."""
    has_account = Exists(Identity.objects.filter(customer=OuterRef("pk")))
    found = Customer.objects.present().annotate(has_account=has_account).prefetch_related("tag_rows__tag")
    annotated: QuerySet[Customer] = worth.annotated(found)
    return annotated


def matching(found: Any, text: str) -> Any:
    """Return customers by a part of name or e-mail, by telephone, or by its last four digits."""
    words, digits = folded(text), digits_of(text)
    wanted = Q()
    for word in words.split():
        wanted &= Q(search__contains=word)
    if digits and len(digits) == len("".join(text.split()).lstrip("+")):
        wanted |= Q(phone_end=digits) if len(digits) == END else Q(phone__endswith=digits.lstrip("0")[-11:])
    return found.filter(wanted)


def customers_table(currency: str, *, may_tag: bool, may_keep: bool) -> Table:
    """Return the table of customers; what they bought is a column once somebody knows it."""
    bought = (
        Column(
            "orders",
            _("Orders"),
            lambda row: row.order_count or 0,
            kind=Kind.NUMBER,
            sort="order_count",
            phone=False,
        ),
        Column(
            "spent",
            _("Spent"),
            lambda row: None if row.spent_minor is None else Money(row.spent_minor, currency),
            kind=Kind.MONEY,
            sort="spent_minor",
        ),
    )
    return Table(
        name="customers.customers",
        label=_("Customers"),
        columns=(
            Column("name", _("Customer"), lambda row: str(row), sort="name", link=_url, sub=_sub),
            Column("phone", _("Telephone"), lambda row: row.phone or None, phone=False),
            Column("country", _("Country"), _country, sort="country", phone=False, shown=False),
            Column("account", _("Account"), _account, kind=Kind.STATUS, phone=False),
            Column("newsletter", _("Newsletter"), _newsletter, kind=Kind.STATUS, sort="takes_newsletter", phone=False),
            Column("tags", _("Tags"), _tags, phone=False),
            *(bought if worth.known() else ()),
            Column("email", _("E-mail"), lambda row: row.email or None, phone=False, shown=False),
            Column("source", _("Source"), lambda row: row.source, phone=False, shown=False),
            Column(
                "seen",
                _("Last seen"),
                lambda row: row.seen_at,
                kind=Kind.MOMENT,
                sort="seen_at",
                phone=False,
                shown=False,
            ),
            Column("since", _("Customer since"), lambda row: row.created_at, kind=Kind.DAY, sort="created_at"),
        ),
        sort="-since",
        filters=(
            Filter("account", _("Account"), _by_account, (("yes", _("has one")), ("no", _("guest")))),
            Filter("newsletter", _("Newsletter"), _by_newsletter, (("yes", _("gets it")), ("no", _("does not")))),
            Filter("country", _("Country"), lambda found, value: found.filter(country=value), _countries),
            Filter("tag", _("Tag"), _by_tag, _words),
            Filter("language", _("Language"), lambda found, value: found.filter(language=value)),
        ),
        search=matching,
        search_hint=_("Name, e-mail, telephone or its last four digits"),
        bulk=(Bulk("tag", _("Tag them"), main=True),) if may_tag else (),
        views=(
            View("all", _("All")),
            View("accounts", _("With an account"), "account=yes"),
            View("guests", _("Guests"), "account=no"),
            View("newsletter", _("Newsletter"), "newsletter=yes"),
        ),
        empty=Empty(
            title=_("No customers yet"),
            text=_("They come by themselves with the first order. Who is in another shop system can be brought along."),
            url=reverse("customers_transfer:imports") if may_keep else "",
            label=_("Import customers") if may_keep else "",
        ),
        currency=currency,
    )


def _url(row: Customer) -> str:
    return reverse("customers:customer", args=[row.pk])


def _sub(row: Customer) -> str:
    return row.email if row.name else ""


def _country(row: Customer) -> str | None:
    return country_name(row.country, get_language() or "en") if row.country else None


def _account(row: Any) -> tuple[Text, Tone]:
    return (_("has one"), Tone.GOOD) if row.has_account else (_("guest"), Tone.NEUTRAL)


def _newsletter(row: Customer) -> tuple[Text, Tone]:
    said = pgettext_lazy("newsletter", "yes"), pgettext_lazy("newsletter", "no")
    return (said[0], Tone.GOOD) if row.takes_newsletter else (said[1], Tone.NEUTRAL)


def _tags(row: Customer) -> str | None:
    return ", ".join(sorted(link.tag.name for link in row.tag_rows.all())) or None


def _by_account(found: Any, value: str) -> Any:
    return found.filter(has_account=value == "yes")


def _by_newsletter(found: Any, value: str) -> Any:
    return found.filter(takes_newsletter=value == "yes")


def _by_tag(found: Any, value: str) -> Any:
    return found.filter(Exists(CustomerTag.objects.filter(customer=OuterRef("pk"), tag__key=folded(value))))


def _words() -> list[tuple[str, str]]:
    return list(Tag.objects.order_by("name", "pk").values_list("key", "name")[:300])


def _countries() -> list[tuple[str, str]]:
    codes = Customer.objects.exclude(country="").order_by("country").values_list("country", flat=True).distinct()
    language = get_language() or "en"
    return sorted(((code, country_name(code, language)) for code in codes), key=lambda pair: pair[1])
