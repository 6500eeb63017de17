"""How far the catalogue reaches, for those who walk through all of it in parts."""

from django.db.models import Max

from storecrew.shop.catalogue.models import Product


def highest_product_id() -> int:
    """Return the highest id of any product, 0 in an empty catalogue: the ranges of a sitemap follow it."""
    found: int | None = Product.objects.aggregate(highest=Max("pk"))["highest"]
    return found or 0
