"""What every change of a product ends with: a new version, an index that is true, translations that know they are behind."""

from collections.abc import Mapping

from storecrew.kernel.actions.run import Run
from storecrew.shop.catalogue import texts
from storecrew.shop.catalogue.models import Product
from storecrew.shop.catalogue.search import index

_COLUMNS = [field.name for field in Product._meta.concrete_fields if not field.primary_key]


def finish(run: Run, *products: Product, originals: Mapping[str, str] | None = None) -> None:
    """Save products with the next version and index them anew; `originals` are texts of the first that have changed."""
    for product in products:
        product.version += 1
        product.updated_at = run.now
    if len(products) == 1:
        products[0].save()
    else:
        Product.objects.bulk_update(products, _COLUMNS, batch_size=50)
    if originals:
        texts.mark_behind("product", products[0].pk, originals)
    index.refresh(product.pk for product in products)


def set_fields(run: Run, row: Product, values: Mapping[str, object]) -> list[str]:
    """Set columns of a row and note old and new in the audit; returns the names of those that changed."""
    changed = []
    for name, value in values.items():
        old = getattr(row, name)
        if old != value:
            run.changed(row.subject, name, old=_plain(old), new=_plain(value))
            setattr(row, name, value)
            changed.append(name)
    return changed


def _plain(value: object) -> object:
    """Return a value as the audit keeps it: long texts are cut, times are text."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value[:500] if isinstance(value, str) else value
