"""The tables of suppliers and of what they offer."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from storecrew.kernel.money.types import Money
from storecrew.kernel.pages.tables import Bulk, Column, Empty, Filter, Kind, Table, View
from storecrew.kernel.pages.types import Text, Tone
from storecrew.shop.addresses.types import regions
from storecrew.shop.supply.models import Channel, Contact, Offer, Site, State, Supplier, Tier
from storecrew.shop.supply.wording import TONES, terms_said


def supplier_rows() -> QuerySet[Any]:
    """Return suppliers as the table shows them: with the places of their warehouses and the number of their offers."""
    offers = Offer.objects.filter(supplier=OuterRef("pk"), ended_at=None).order_by().values("supplier_id")
    counted = Subquery(offers.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    sites = Site.objects.filter(warehouse__closed_at=None).select_related("warehouse").order_by("pk")
    people = Contact.objects.filter(left_at=None).order_by("-primary", "pk")
    return (
        Supplier.objects.select_related("keeper")
        .prefetch_related(Prefetch("sites", sites), Prefetch("contacts", people))
        .annotate(offered=Coalesce(counted, 0))
    )


def suppliers_table(*, may_buy: bool) -> Table:
    """Return the table of suppliers."""
    return Table(
        name="supply.suppliers",
        label=_("Suppliers"),
        sort="name",
        columns=(
            Column("name", _("Supplier"), lambda row: row.name, sort="name", link=_supplier_url, sub=_code_and_contact),
            Column("state", pgettext_lazy("supplier", "State"), state_of, kind=Kind.STATUS, sort="state"),
            Column("tier", _("Tier"), lambda row: row.get_tier_display(), sort="tier"),
            Column("places", _("Ships from"), places_of),
            Column("offers", _("Offers"), lambda row: row.offered, kind=Kind.NUMBER, sort="offered"),
            Column("terms", pgettext_lazy("supplier", "Paid"), terms_said, phone=False),
            Column("keeper", _("Who keeps in touch"), lambda row: row.keeper.name if row.keeper else None, phone=False),
            Column(
                "changed", _("Changed"), lambda row: row.changed_at, kind=Kind.MOMENT, sort="changed_at", shown=False
            ),
        ),
        filters=(
            Filter(
                "state", pgettext_lazy("supplier", "State"), lambda rows, value: rows.filter(state=value), State.choices
            ),
            Filter("tier", _("Tier"), lambda rows, value: rows.filter(tier=value), Tier.choices),
            Filter("region", _("Ships from"), _from_region, _regions),
            Filter("terms", pgettext_lazy("supplier", "Paid"), _paid, _PAID),
        ),
        search=_matching,
        search_hint=_("Name, code, contact"),
        views=(
            View("all", pgettext_lazy("suppliers", "All")),
            View("active", pgettext_lazy("suppliers", "Active"), "state=active"),
            View("first", _("Tier A"), "state=active&tier=a"),
            View("paused", pgettext_lazy("suppliers", "Paused"), "state=paused"),
        ),
        bulk=(Bulk("pause", _("Pause")), Bulk("activate", _("Take up again"))) if may_buy else (),
        empty=Empty(
            _("No suppliers yet"),
            _("Whom you buy from: where their goods lie, who answers, how they are paid, and what they offer."),
            reverse("supply:add") if may_buy else "",
            _("Add a supplier") if may_buy else "",
        ),
    )


def state_of(row: Supplier) -> tuple[Text, Tone]:
    """Return the word and the tone of a supplier's state."""
    return State(row.state).label, TONES[row.state]


def places_of(row: Supplier) -> str | None:
    """Return where a supplier's goods lie."""
    named = [_place(site.warehouse.address) for site in row.sites.all()]
    return ", ".join(dict.fromkeys(filter(None, named))) or None


def _place(address: Mapping[str, str]) -> str:
    """Return the province in the reader's language, else the city."""
    region = address.get("region", "")
    known = {one.value: one.name for one in regions(address.get("country", ""))}
    return known.get(region, region) or address.get("city", "")


def _supplier_url(row: Supplier) -> str:
    return reverse("supply:supplier", args=[row.pk])


def _code_and_contact(row: Supplier) -> str:
    first = next(iter(row.contacts.all()), None)
    return f"{row.code} · {first.name}" if first else row.code


def _matching(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    people = Contact.objects.filter(
        Q(name__icontains=text) | Q(pk__in=Channel.objects.filter(address__iexact=text).values("contact_id")),
        left_at=None,
    )
    named = Q(name__icontains=text) | Q(legal_name__icontains=text) | Q(code__istartswith=text)
    return rows.filter(named | Q(pk__in=people.values("supplier_id")))


def _regions() -> Sequence[tuple[str, Text]]:
    found = Site.objects.filter(warehouse__closed_at=None).values_list("warehouse__address__region", flat=True)
    names = {one.value: one.name for one in regions("CN")}
    return [(name, names.get(name, name)) for name in sorted({name for name in found if name})]


def _from_region(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(pk__in=Site.objects.filter(warehouse__address__region=value).values("supplier_id"))


_PAID: Sequence[tuple[str, Text]] = (
    ("prepaid", _("prepaid")),
    ("deposit", _("with a deposit")),
    ("credit", _("afterwards")),
)


def _paid(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value == "deposit":
        return rows.filter(deposit_percent__gt=0, deposit_percent__lt=100)
    return rows.filter(deposit_percent=100 if value == "prepaid" else 0)


def offer_rows() -> QuerySet[Any]:
    """Return offers as the table shows them."""
    return Offer.objects.select_related("supplier", "variant__product")


def offers_table(*, may_buy: bool, today: date) -> Table:
    """Return the table of offers. `today` is the store's own day."""
    return Table(
        name="supply.offers",
        label=_("Offers"),
        sort="title",
        columns=(
            Column(
                "title", _("Product"), lambda row: row.variant.product.title, sort="variant__product__title",
                link=lambda row: reverse("supply:offer", args=[row.pk]), sub=lambda row: row.variant.sku,
            ),
            Column("supplier", _("Supplier"), lambda row: row.supplier.name, sort="supplier__name"),
            Column("sku", _("Their SKU"), lambda row: row.sku or None, sort="sku", sub=lambda row: row.title),
            Column("cost", _("Cost of one piece"), _cost, kind=Kind.MONEY, sort="cost_minor"),
            Column("breaks", _("Price breaks"), _breaks, phone=False),
            Column("minimum", _("Minimum order"), lambda row: row.minimum, kind=Kind.NUMBER, sort="minimum", phone=False),
            Column("pack", _("Pieces of a pack"), lambda row: row.pack_size, kind=Kind.NUMBER, phone=False),
            Column("until", _("Valid until"), lambda row: row.valid_until, kind=Kind.DAY, sort="", phone=False),
            Column("state", pgettext_lazy("offer", "State"), lambda row: offer_state(row, today), kind=Kind.STATUS),
            Column("changed", _("Changed"), lambda row: row.changed_at, kind=Kind.MOMENT, sort="changed_at", shown=False),
        ),
        filters=(
            Filter("supplier", _("Supplier"), _of_supplier, _suppliers),
            Filter("state", pgettext_lazy("offer", "State"), lambda rows, value: in_state(rows, value, today), _STATES),
        ),
        search=_offers_matching,
        search_hint=_("SKU, theirs or ours, title, barcode"),
        views=(
            View("open", pgettext_lazy("offers", "Open"), "state=open"),
            View("ending", _("About to end"), "state=ending"),
            View("unpriced", _("Without a cost"), "state=unpriced"),
            View("all", pgettext_lazy("offers", "All")),
        ),
        bulk=(Bulk("end", _("No longer offered"), bad=True),) if may_buy else (),
        empty=Empty(
            _("No offers yet"),
            _("What suppliers offer each of your goods for. Bring a supplier’s list in, or note one offer by hand."),
            reverse("supply:suppliers"),
            _("To the suppliers"),
        ),
    )  # fmt: skip


_STATES: Sequence[tuple[str, Text]] = (
    ("open", pgettext_lazy("offers", "Open")),
    ("ending", _("About to end")),
    ("over", _("Past its dates")),
    ("unpriced", _("Without a cost")),
    ("ended", _("No longer offered")),
)


def in_state(rows: QuerySet[Any], value: str, today: date) -> QuerySet[Any]:
    """Keep offers in a state."""
    if value == "ended":
        return rows.exclude(ended_at=None)
    rows = rows.filter(ended_at=None)
    match value:
        case "ending":
            return rows.filter(valid_until__gte=today)
        case "over":
            return rows.filter(valid_until__lt=today)
        case "unpriced":
            return rows.filter(cost_minor=None)
    return rows


def offer_state(row: Offer, today: date) -> tuple[Text, Tone]:
    """Return the word and the tone of an offer's state."""
    if row.ended_at is not None:
        return _("No longer offered"), Tone.NEUTRAL
    if row.valid_until and row.valid_until < today:
        return _("Past its dates"), Tone.WARN
    if row.valid_from and row.valid_from > today:
        return _("Not yet"), Tone.HALF
    if row.supplier.state != State.ACTIVE:
        return _("Supplier is paused"), Tone.WARN
    return (
        (pgettext_lazy("offer", "Holds"), Tone.GOOD) if row.cost_minor is not None else (_("Without a cost"), Tone.WARN)
    )


def _cost(row: Offer) -> Money | None:
    return None if row.cost_minor is None else Money(row.cost_minor, row.currency)


def _breaks(row: Offer) -> str | None:
    count = len(row.breaks)
    return ngettext("%(n)d step", "%(n)d steps", count) % {"n": count} if count else None


def _of_supplier(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(supplier_id=value) if value.isdigit() else rows.none()


def _suppliers() -> Sequence[tuple[str, Text]]:
    return [(str(pk), name) for pk, name in Supplier.objects.order_by("name", "pk").values_list("pk", "name")[:500]]


def _offers_matching(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    named = Q(title__icontains=text) | Q(variant__product__title__icontains=text)
    return rows.filter(named | Q(sku__istartswith=text) | Q(variant__sku__istartswith=text) | Q(barcode=text))
