"""Load what a run is about to change: locked, and refused when it has moved on since the asker looked."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.shop.catalogue.models import Category, Collection, Product, Variant


def product_of(run: Run, product_id: int, *, version: int | None = None) -> Product:
    """Return the product, locked. Raises Missing, and Refused (`stale`) when it is no longer at `version`."""
    found = Product.objects.select_for_update().filter(pk=product_id).first()
    if found is None:
        raise Missing(_("There is no such product. Somebody may have deleted it."))
    _check(found.version, version)
    run.about(found.subject)
    return found


def products_of(run: Run, ids: Iterable[int]) -> list[Product]:
    """Return the products, locked in the order of ids. Raises Missing when one is not there."""
    wanted = sorted(set(ids))
    found = list(Product.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    if len(found) != len(wanted):
        raise Missing(_("Some of these products do not exist any more. Load the list again."))
    run.about(*(product.subject for product in found[:50]))
    return found


def category_of(run: Run, category_id: int, *, version: int | None = None) -> Category:
    """Return the category, locked; raises like `product_of`."""
    found = Category.objects.select_for_update().filter(pk=category_id).first()
    if found is None:
        raise Missing(_("There is no such category. Somebody may have deleted it."))
    _check(found.version, version)
    run.about(found.subject)
    return found


def collection_of(run: Run, collection_id: int, *, version: int | None = None) -> Collection:
    """Return the collection, locked; raises like `product_of`."""
    found = Collection.objects.select_for_update().filter(pk=collection_id).first()
    if found is None:
        raise Missing(_("There is no such collection. Somebody may have deleted it."))
    _check(found.version, version)
    run.about(found.subject)
    return found


def variants_of(product: Product) -> dict[int, Variant]:
    """Return the variants of a product that are not retired, in order, by id."""
    return {variant.pk: variant for variant in Variant.objects.filter(product=product, retired_at=None)}


def _check(version: int, expected: int | None) -> None:
    if expected is not None and version != expected:
        raise Refused(
            _("Somebody changed this while you were at it. Load the page again, then make your change."), code="stale"
        )
