"""Variants by what somebody calls them: for whoever writes an order, counts a shelf, or asks a supplier."""

from collections.abc import Iterable

from storecrew.shop.catalogue.models import Product, ProductStatus, Variant
from storecrew.shop.catalogue.search.query import search


def find_variants(text: str, *, language: str, at_most: int = 12) -> list[int]:
    """Return the variants that a SKU, a barcode or words mean, the best first; retired and archived ones are left out."""
    words = " ".join(text.split())
    if not words:
        return []
    live = Variant.objects.filter(retired_at=None).exclude(product__status=ProductStatus.ARCHIVED)
    exact = [*live.filter(sku__iexact=words).order_by("pk"), *live.filter(barcode=words).order_by("pk")]
    like = live.filter(sku__istartswith=words).order_by("sku", "pk")[:at_most]
    among = Product.objects.exclude(status=ProductStatus.ARCHIVED)
    found = search(words, language=language, among=among, at_most=at_most).product_ids
    place = {product_id: number for number, product_id in enumerate(found)}
    named = sorted(live.filter(product__in=found), key=lambda row: (place[row.product_id], row.position, row.pk))
    return list(dict.fromkeys(row.pk for row in (*exact, *like, *named)))[:at_most]


def variants_by_code(skus: Iterable[str], barcodes: Iterable[str]) -> tuple[dict[str, int], dict[str, int]]:
    """Return which variant exactly has each SKU and each barcode; two queries.

    Those on offer go before retired ones, which still say what was sold in the past. A barcode that several have says
    nothing.
    """
    wanted = {sku for sku in skus if sku}
    rows = Variant.objects.filter(sku__in=wanted) if wanted else ()
    by_sku: dict[str, int] = {}
    for row in sorted(rows, key=lambda row: (row.retired_at is not None, row.pk)):
        by_sku.setdefault(row.sku, row.pk)
    codes = {code for code in barcodes if code}
    by_barcode: dict[str, int] = {}
    several: set[str] = set()
    for code, pk in (
        Variant.objects.filter(barcode__in=codes, retired_at=None).order_by("pk").values_list("barcode", "pk")
        if codes
        else ()
    ):
        several |= {code} & set(by_barcode)
        by_barcode[code] = pk
    return by_sku, {code: pk for code, pk in by_barcode.items() if code not in several}
