"""Variants by what somebody calls them: for whoever writes an order, counts a shelf, or asks a supplier."""

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
