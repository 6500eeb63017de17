"""The table of products: columns, filters, views, bulk actions."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from storecrew.kernel.media import reads as media
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages.tables import Bulk, Column, Empty, Filter, Kind, Table, View
from storecrew.kernel.pages.types import Text, Tone
from storecrew.shop.catalogue.models import Category, Collection, Placement, Product, ProductStatus, ProductTag
from storecrew.shop.catalogue.reads.cards import first_pictures
from storecrew.shop.catalogue.reads.choosing import members_of
from storecrew.shop.catalogue.reads.console import matching, troubled

TONES = {ProductStatus.DRAFT: Tone.HALF, ProductStatus.ACTIVE: Tone.GOOD, ProductStatus.ARCHIVED: Tone.NEUTRAL}
TROUBLES: Sequence[tuple[str, Text]] = (
    ("no_price", _("no price")),
    ("no_picture", _("no picture")),
    ("no_alt", _("picture without description")),
    ("no_category", _("no category")),
    ("odd_barcode", _("odd barcode")),
    ("no_weight", _("no weight")),
)


def status_of(product: Product) -> tuple[Text, Tone]:
    """Return the word and the tone of a product's status."""
    if product.status == ProductStatus.DRAFT and product.publish_at:
        return _("Planned"), Tone.HALF
    status = ProductStatus(product.status)
    return status.label, TONES[status]


def products_table(currency: str, *, may_edit: bool) -> Table:
    """Return the table of products, with prices in the store's currency."""
    return Table(
        name="catalogue.products",
        label=_("Products"),
        columns=(
            Column("title", _("Product"), lambda row: row.title, sort="title", link=_url, sub=_sub),
            Column("status", pgettext_lazy("product", "Status"), status_of, kind=Kind.STATUS, sort="status"),
            Column(
                "price",
                pgettext_lazy("price", "From"),
                lambda row: _money(row, currency),
                kind=Kind.MONEY,
                sort="low_minor",
                raw=None,
            ),
            Column(
                "variants",
                _("Variants"),
                lambda row: row.variant_count,
                kind=Kind.NUMBER,
                sort="variant_count",
                phone=False,
            ),
            Column("brand", _("Brand"), lambda row: row.brand or None, sort="brand", phone=False),
            Column(
                "type", _("Kind"), lambda row: row.product_type or None, sort="product_type", phone=False, shown=False
            ),
            Column("sku", _("SKU"), lambda row: row.first_sku or None, phone=False, shown=False),
            Column("address", _("Address"), lambda row: row.slug, phone=False, shown=False),
            Column(
                "changed", _("Changed"), lambda row: row.updated_at, kind=Kind.MOMENT, sort="updated_at", phone=False
            ),
        ),
        sort="-changed",
        filters=(
            Filter("status", pgettext_lazy("product", "Status"), _by_status, ProductStatus.choices),
            Filter("lacks", _("Lacks"), troubled, TROUBLES),
            Filter("category", _("Category"), _by_category, _categories),
            Filter("collection", _("Collection"), _by_collection, _collections),
            Filter("brand", _("Brand"), _by_brand, _brands),
            Filter("tag", _("Tag"), _by_tag),
        ),
        search=matching,
        search_hint=_("Title, SKU, barcode, tag"),
        bulk=_BULK if may_edit else (),
        views=(
            View("all", _("All")),
            View("active", _("On sale"), "status=active"),
            View("draft", _("Drafts"), "status=draft"),
            View("no_price", _("Without a price"), "lacks=no_price"),
            View("archived", _("Archived"), "status=archived"),
        ),
        empty=Empty(
            title=_("Nothing on the shelf yet"),
            text=_("Bring a catalogue from another shop system, or write the first product by hand."),
            url=reverse("catalogue:new"),
            label=_("New product"),
        ),
        currency=currency,
        pictures=_pictures,
    )


def _pictures(rows: Sequence[Any]) -> dict[int, SafeString]:
    """Return a small picture of each product that has one; two queries."""
    firsts = first_pictures(row.pk for row in rows)
    assets = media.pictures(picture.asset_id for picture in firsts.values() if picture.asset_id)
    return {
        number: format_html(
            '<img class="thumb" src="{}" width="36" height="36" alt="" loading="lazy" decoding="async">',
            media.thumb_url(assets[picture.asset_id]),
        )
        for number, picture in firsts.items()
        if picture.asset_id in assets
    }


_BULK = (
    Bulk("active", _("Put on sale"), main=True),
    Bulk("draft", _("Take off sale")),
    Bulk("grid", _("Edit in a grid")),
    Bulk("tag", _("Tag")),
    Bulk("archived", _("Archive"), bad=True),
)


def _url(row: Product) -> str:
    return reverse("catalogue:product", args=[row.pk])


def _sub(row: Any) -> str:
    count = row.variant_count or 0
    return row.first_sku if count == 1 else ngettext("%(n)d variant", "%(n)d variants", count) % {"n": count}


def _money(row: Any, currency: str) -> Money | None:
    return None if row.low_minor is None else Money(row.low_minor, currency)


def _by_status(rows: Any, value: str) -> Any:
    return rows.filter(status=value)


def _by_brand(rows: Any, value: str) -> Any:
    return rows.filter(brand=value)


def _by_tag(rows: Any, value: str) -> Any:
    key = " ".join(value.casefold().split())
    return rows.filter(Exists(ProductTag.objects.filter(product=OuterRef("pk"), tag__key=key)))


def _by_category(rows: Any, value: str) -> Any:
    found = Category.objects.filter(pk=value).first() if value.isdigit() else None
    if found is None:
        return rows.none()
    below = Category.objects.filter(path__startswith=f"{found.path}/").values("pk")
    inside = Placement.objects.filter(product=OuterRef("pk"))
    return rows.filter(Exists(inside.filter(category=found)) | Exists(inside.filter(category__in=below)))


def _by_collection(rows: Any, value: str) -> Any:
    found = Collection.objects.filter(pk=value).first() if value.isdigit() else None
    return rows.none() if found is None else rows.filter(members_of(found))


def _categories() -> list[tuple[str, str]]:
    rows = Category.objects.order_by("path").values_list("pk", "name", "depth")[:300]
    return [(str(number), f"{'\u2003' * (depth - 1)}{name}") for number, name, depth in rows]


def _collections() -> list[tuple[str, str]]:
    rows = Collection.objects.order_by("title", "pk").values_list("pk", "title")[:300]
    return [(str(number), title) for number, title in rows]


def _brands() -> list[tuple[str, str]]:
    rows = Product.objects.exclude(brand="").order_by("brand").values_list("brand", flat=True).distinct()[:300]
    return [(brand, brand) for brand in rows]
