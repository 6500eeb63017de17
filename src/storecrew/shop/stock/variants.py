"""The catalogue's variants, reached by the item's own relation: rooms share no tables but through keys."""

from typing import Any

from storecrew.shop.stock.models import Item


def variants() -> Any:
    """Return the catalogue's variants as a queryset."""
    return Item._meta.get_field("variant").related_model._default_manager.all()
