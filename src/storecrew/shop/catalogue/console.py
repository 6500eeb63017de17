"""What the catalogue registers with the console: menu, names of objects, search, picture usage."""

from collections.abc import Collection as Many
from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.grants import allows
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.media import usage
from storecrew.kernel.pages import links, menu, search
from storecrew.kernel.pages.types import Hit, Link, MenuItem
from storecrew.kernel.store.reads import current
from storecrew.shop.catalogue.models import Attribute, Category, Collection, Picture, Product, Tag, Variant
from storecrew.shop.catalogue.search.query import search as find_products
from storecrew.shop.catalogue.seats import EDITORS, READERS
from storecrew.shop.catalogue.tables import status_of

menu.register(MenuItem("catalogue", _("Products"), "tag", "catalogue:products", READERS - {"it"}, order=10, tab=True))
menu.register(MenuItem("catalogue", _("Categories"), "columns", "catalogue:categories", EDITORS, order=11))
menu.register(MenuItem("catalogue", _("Collections"), "star", "catalogue:collections", EDITORS, order=12))
menu.register(MenuItem("catalogue", _("Attributes"), "sliders", "catalogue:attributes", EDITORS, order=12))
menu.register(MenuItem("catalogue", _("Tags"), "pin", "catalogue:tags", EDITORS, order=12))
menu.register(MenuItem("catalogue", _("Translations"), "globe", "catalogue:lag", EDITORS, order=13))
menu.register(MenuItem("catalogue", _("Old addresses"), "swap", "catalogue:redirects", EDITORS, order=14))


def _product(number: str) -> Link | None:
    return _products([number]).get(number)


def _products(numbers: Iterable[str]) -> dict[str, Link]:
    ids = [int(number) for number in numbers if number.isdigit()]
    rows = Product.objects.filter(pk__in=ids).values_list("pk", "title")
    return {str(pk): Link(title, reverse("catalogue:product", args=[pk]), "tag") for pk, title in rows}


def _variant(number: str) -> Link | None:
    return _variants([number]).get(number)


def _variants(numbers: Iterable[str]) -> dict[str, Link]:
    ids = [int(number) for number in numbers if number.isdigit()]
    rows = Variant.objects.filter(pk__in=ids).values_list("pk", "sku", "product__title", "product_id")
    return {
        str(pk): Link(sku or title, reverse("catalogue:product", args=[product_id]), "tag")
        for pk, sku, title, product_id in rows
    }


def _category(number: str) -> Link | None:
    return _categories([number]).get(number)


def _categories(numbers: Iterable[str]) -> dict[str, Link]:
    ids = [int(number) for number in numbers if number.isdigit()]
    rows = Category.objects.filter(pk__in=ids).values_list("pk", "name")
    return {str(pk): Link(name, reverse("catalogue:category", args=[pk]), "columns") for pk, name in rows}


def _collection(number: str) -> Link | None:
    row = Collection.objects.filter(pk=number).first() if number.isdigit() else None
    return Link(row.title, reverse("catalogue:collection", args=[row.pk]), "star") if row else None


def _tag(number: str) -> Link | None:
    row = Tag.objects.filter(pk=number).first() if number.isdigit() else None
    return Link(row.name, f"{reverse('catalogue:products')}?{urlencode({'tag': row.key})}", "tag") if row else None


def _attribute(number: str) -> Link | None:
    return _attributes([number]).get(number)


def _attributes(numbers: Iterable[str]) -> dict[str, Link]:
    ids = [int(number) for number in numbers if number.isdigit()]
    rows = Attribute.objects.filter(pk__in=ids).values_list("pk", "name")
    return {str(pk): Link(name, reverse("catalogue:attributes"), "sliders") for pk, name in rows}


links.register("tag", _tag)
links.register("attribute", _attribute, many=_attributes)
links.register("product", _product, many=_products)
links.register("variant", _variant, many=_variants)
links.register("category", _category, many=_categories)
links.register("collection", _collection)


@search.source("catalogue.products")
def products(actor: Actor, text: str, limit: int) -> Iterable[Hit]:
    """Find products by words, SKU or barcode, whatever their status."""
    if not allows(actor, name="catalogue.products", seats=READERS, at=timezone.now()):
        return
    store = current()
    language = store.languages[0] if store else "en"
    found = find_products(text, language=language, among=Product.objects.all(), at_most=limit)
    exact = set(Variant.objects.filter(sku__iexact=text, retired_at=None).values_list("product_id", flat=True))
    exact |= set(Variant.objects.filter(barcode=text, retired_at=None).values_list("product_id", flat=True))
    rows = Product.objects.in_bulk(list(dict.fromkeys([*exact, *found.product_ids])))
    for place, number in enumerate(dict.fromkeys([*exact, *found.product_ids])):
        row = rows[number]
        word, _tone = status_of(row)
        sure = number in exact or row.title.casefold() == text.casefold()
        yield Hit(
            title=row.title,
            url=reverse("catalogue:product", args=[row.pk]),
            icon="tag",
            detail=str(word),
            score=1.0 if sure else max(0.3, 0.8 - place * 0.05),
            kind=_("Product"),
        )


@usage.source("catalogue.pictures")
def pictures(asset_ids: Many[int]) -> dict[int, list[str]]:
    """Tell which products show stored pictures."""
    found: dict[int, list[str]] = {}
    rows = (
        Picture.objects.filter(asset__in=asset_ids).order_by("product_id", "pk").values_list("asset_id", "product_id")
    )
    for asset_id, product_id in rows:
        if asset_id is not None:
            found.setdefault(asset_id, []).append(f"product:{product_id}")
    return found
