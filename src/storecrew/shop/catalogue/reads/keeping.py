"""Keep what is dear to count until any product changes: facets of lists, products of categories."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.core.cache import cache
from django.db.models import Count, Max, Sum
from pydantic import BaseModel

from storecrew.shop.catalogue.models import Category, Product, ProductStatus

KEPT_S = 60
"""What was counted is kept this long at most: names of tags and options may change without any product changing."""


def kept[M: BaseModel](kind: type[M], asked: str, now: datetime, make: Callable[[], M]) -> M:
    """Return what `make` makes; the same again while no product and no category has changed, within the same minute.

    The minute is part of it because sales end by the clock. Two cheap queries tell whether anything has changed.
    """
    told = f"{asked}|{_revision()}|{now:%Y-%m-%d %H:%M}"
    key = f"catalogue.{kind.__name__.lower()}.{hashlib.sha256(told.encode()).hexdigest()[:40]}"
    stored = cache.get(key)
    if isinstance(stored, str):
        return kind.model_validate_json(stored)
    made = make()
    cache.set(key, made.model_dump_json(), KEPT_S)
    return made


def _revision() -> str:
    # by status, because the index that knows the newest change begins with it
    products = (
        Product.objects.order_by()
        .filter(status__in=ProductStatus.values)
        .values("status")
        .annotate(newest=Max("updated_at"), n=Count("pk"))
        .order_by("status")
        .values_list("status", "newest", "n")
    )
    categories = Category.objects.aggregate(n=Count("pk"), versions=Sum("version"))
    return f"{list(products)}|{categories['n']}|{categories['versions']}"
