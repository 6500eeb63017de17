"""The table of orders: columns, views, filters, bulk actions; and the table of their lines, for exports."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from storecrew.kernel.pages import formats
from storecrew.kernel.pages.tables import Bulk, Column, Empty, Filter, Kind, Table, View
from storecrew.kernel.pages.types import Text, Tone
from storecrew.shop.addresses.types import country_name
from storecrew.shop.orders import words
from storecrew.shop.orders.finding import matching, narrowed
from storecrew.shop.orders.models import Fulfilment, Line, Order, PaymentState, State

VIEWS = (
    ("open", pgettext_lazy("orders", "Open")),
    ("to_pay", pgettext_lazy("orders", "To pay")),
    ("to_ship", gettext_lazy("To ship")),
    ("held", gettext_lazy("On hold")),
    ("late", gettext_lazy("Late")),
    ("returns", gettext_lazy("Returns")),
    ("done", pgettext_lazy("orders", "Done")),
    ("cancelled", gettext_lazy("Cancelled")),
    ("drafts", gettext_lazy("Drafts")),
)
TABS = ("to_pay", "to_ship", "held", "late", "returns", "drafts")


def orders_table(now: datetime, *, may_hold: bool, may_sell: bool) -> Table:
    """Return the table of orders as it looks at `now`."""
    return Table(
        name="orders.orders",
        label=gettext_lazy("Orders"),
        columns=(
            Column("number", pgettext_lazy("orders", "Order"), str, sort="number", link=url_of, sub=_who),
            Column("money", gettext_lazy("Money"), _money, kind=Kind.STATUS, sort="payment"),
            Column("goods", pgettext_lazy("column", "Goods"), _goods, kind=Kind.STATUS, sort="fulfilment"),
            Column(
                "promise", gettext_lazy("Promise"), lambda row: _promise(row, now), kind=Kind.STATUS, sort="ship_by"
            ),
            Column("total", gettext_lazy("Total"), lambda row: row.total, kind=Kind.MONEY, sort="total_minor"),
            Column(
                "placed",
                gettext_lazy("Placed"),
                lambda row: row.placed_at or row.created_at,
                kind=Kind.MOMENT,
                sort="pk",
                phone=False,
            ),
            Column(
                "channel",
                pgettext_lazy("orders", "From"),
                lambda row: words.channel(row.channel),
                phone=False,
                shown=False,
            ),
            Column("email", gettext_lazy("E-mail"), lambda row: row.email or None, phone=False, shown=False),
            Column("country", gettext_lazy("Country"), _country, sort="country", phone=False, shown=False),
            Column(
                "balance",
                gettext_lazy("To be paid"),
                lambda row: row.money(row.balance_minor),
                kind=Kind.MONEY,
                phone=False,
                shown=False,
            ),
        ),
        sort="-placed",
        filters=(
            Filter("view", gettext_lazy("View"), lambda rows, value: narrowed(rows, value, now), VIEWS),
            Filter(
                "payment", gettext_lazy("Money"), lambda rows, value: rows.filter(payment=value), PaymentState.choices
            ),
            Filter(
                "goods",
                pgettext_lazy("orders", "Goods"),
                lambda rows, value: rows.filter(fulfilment=value),
                Fulfilment.choices,
            ),
            Filter(
                "channel", pgettext_lazy("orders", "From"), lambda rows, value: rows.filter(channel=value), _channels
            ),
            Filter("country", gettext_lazy("Country"), lambda rows, value: rows.filter(country=value), _countries),
            Filter("tag", gettext_lazy("Tag"), lambda rows, value: rows.filter(tags__tag__key=value.casefold())),
            Filter("customer", gettext_lazy("Customer"), _of_customer),
            Filter("sku", gettext_lazy("SKU"), lambda rows, value: rows.filter(lines__sku__iexact=value).distinct()),
            Filter("since", gettext_lazy("Placed from"), _since, date=True),
            Filter("until", gettext_lazy("Placed until"), _until, date=True),
        ),
        search=matching,
        search_hint=gettext_lazy("Number, name, e-mail, phone, SKU"),
        bulk=_bulk(may_hold=may_hold, may_sell=may_sell),
        views=(View("all", gettext_lazy("All")), *(View(name, dict(VIEWS)[name], f"view={name}") for name in TABS)),
        empty=Empty(
            gettext_lazy("No orders yet"),
            gettext_lazy("They come from the storefront by themselves. Orders by telephone or chat are written here."),
            reverse("orders:new") if may_sell else "",
            gettext_lazy("Write an order") if may_sell else "",
        ),
    )


def lines_table() -> Table:
    """Return the table of single lines that an export writes."""
    return Table(
        name="orders.lines",
        label=gettext_lazy("Lines of orders"),
        columns=(
            Column("order", pgettext_lazy("orders", "Order"), lambda row: row.order.number),
            Column("placed", gettext_lazy("Placed"), lambda row: row.order.placed_at, kind=Kind.MOMENT),
            Column("channel", pgettext_lazy("orders", "From"), lambda row: row.order.channel),
            Column("country", gettext_lazy("Country"), lambda row: row.order.country),
            Column("sku", gettext_lazy("SKU"), lambda row: row.sku),
            Column("title", gettext_lazy("Item"), lambda row: row.title),
            Column(
                "options",
                pgettext_lazy("orders", "Options"),
                lambda row: ", ".join(one["value"] for one in row.options),
            ),
            Column("pieces", gettext_lazy("Ordered"), lambda row: row.quantity, kind=Kind.NUMBER),
            Column("cancelled", gettext_lazy("Cancelled"), lambda row: row.cancelled, kind=Kind.NUMBER),
            Column("shipped", gettext_lazy("Shipped"), lambda row: row.shipped, kind=Kind.NUMBER),
            Column("returned", gettext_lazy("Came back"), lambda row: row.returned, kind=Kind.NUMBER),
            Column("unit", gettext_lazy("Price"), lambda row: row.order.money(row.unit_minor), kind=Kind.MONEY),
            Column("off", gettext_lazy("Discount"), lambda row: row.order.money(row.discount_minor), kind=Kind.MONEY),
            Column("tax", gettext_lazy("Tax"), lambda row: row.order.money(row.tax_minor), kind=Kind.MONEY),
            Column("total", gettext_lazy("Total"), lambda row: row.order.money(row.total_minor), kind=Kind.MONEY),
        ),
        sort="pk",
    )


def url_of(order: Order) -> str:
    """Return the page of an order."""
    if order.state == State.DRAFT:
        return reverse("orders:draft", args=[order.pk])
    return reverse("orders:order", args=[order.number])


def _who(order: Order) -> Text:
    parts = [order.name or order.email or order.phone or _("unknown buyer")]
    if order.country:
        parts.append(country_name(order.country))
    return " · ".join(parts)


def _money(order: Order) -> tuple[Text, Tone]:
    if order.state == State.DRAFT:
        return State.DRAFT.label, Tone.HALF
    if order.to_give_back_minor:
        return _("paid too much"), Tone.BAD
    return words.payment_of(order)


def _goods(order: Order) -> tuple[Text, Tone] | None:
    if order.state == State.DRAFT:
        return None
    if order.state == State.CANCELLED:
        return State.CANCELLED.label, Tone.NEUTRAL
    if order.held:
        return _("on hold"), Tone.WARN
    return words.fulfilment_of(order)


def _promise(order: Order, now: datetime) -> tuple[Text, Tone] | None:
    if order.state != State.OPEN or order.fulfilment == Fulfilment.DONE:
        return None
    today = timezone.localdate(now)
    if order.promised_until and order.promised_until < today:
        return _("%(n)d d late") % {"n": (today - order.promised_until).days}, Tone.BAD
    if order.ship_by and order.ship_by < now:
        return _("should have left"), Tone.WARN
    if order.ship_by:
        return _("leaves by %(day)s") % {"day": formats.day(order.ship_by)}, Tone.NEUTRAL
    return None


def _country(order: Order) -> str | None:
    return country_name(order.country) if order.country else None


def _channels() -> list[tuple[str, Text]]:
    codes = Order.objects.order_by("channel").values_list("channel", flat=True).distinct()
    return [(code, words.channel(code)) for code in codes]


def _countries() -> list[tuple[str, Text]]:
    codes = Order.objects.exclude(country="").order_by("country").values_list("country", flat=True).distinct()
    return [(code, country_name(code)) for code in codes]


def _since(rows: QuerySet[Order], value: str) -> QuerySet[Order]:
    day = _day(value)
    return rows.filter(placed_at__gte=day) if day else rows


def _until(rows: QuerySet[Order], value: str) -> QuerySet[Order]:
    day = _day(value, end=True)
    return rows.filter(placed_at__lte=day) if day else rows


def _day(value: str, *, end: bool = False) -> datetime | None:
    try:
        on = date.fromisoformat(value)
    except ValueError:
        return None
    edge = datetime.max.time() if end else datetime.min.time()
    return timezone.make_aware(datetime.combine(on, edge))


def _bulk(*, may_hold: bool, may_sell: bool) -> tuple[Bulk, ...]:
    found: list[Bulk] = [
        Bulk("slips", gettext_lazy("Print packing slips")),
        Bulk("lines", gettext_lazy("Lines as CSV")),
    ]
    if may_hold:
        found += [
            Bulk("tag", gettext_lazy("Tag")),
            Bulk("hold", pgettext_lazy("orders", "Hold")),
            Bulk("unhold", gettext_lazy("Release")),
        ]
    if may_sell:
        found.append(Bulk("cancel_unpaid", gettext_lazy("Cancel the unpaid"), bad=True))
    return tuple(found)


def lines_of(orders: Any) -> QuerySet[Line]:
    """Return the lines of some orders, for an export."""
    return Line.objects.filter(order__in=orders).select_related("order").order_by("order_id", "position", "pk")


def _of_customer(rows: QuerySet[Order], value: str) -> QuerySet[Order]:
    """Keep one customer's orders: by the number in the address, or by the e-mail that somebody types."""
    return rows.filter(customer=int(value)) if value.isdecimal() else rows.filter(email__icontains=value)
