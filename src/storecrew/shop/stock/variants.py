"""The catalogue's variants, reached by the item's own relation: rooms share no tables but through keys."""

from typing import Any

from django.db.models import Exists, OuterRef

from storecrew.shop.stock.models import Item


def variants() -> Any:
    """Return the catalogue's variants as a queryset."""
    return Item._meta.get_field("variant").related_model._default_manager.all()


def uncounted() -> Any:
    """Return the variants on sale of which nobody has said how they are counted: they are sold without end.

    What an import reported is left out: it is taken over with its numbers.
    """
    known = Item.objects.filter(pk=OuterRef("pk"))
    return variants().filter(~Exists(known), retired_at=None, product__status="active", reported_stock=None)
