"""Orders of other systems that have moved on there, or should never have come: rewritten, or taken out again.

Only as long as nobody touched them here. Whether that is so the caller has to see: `untouched` says it by the version.
"""

from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from storecrew.shop.orders.models import Charge, Discount, Handling, Line, Order, Tax
from storecrew.shop.orders.writing.loading import Sheet
from storecrew.shop.orders.writing.many import Past, sheet_of_past, words_of
from storecrew.shop.orders.writing.many import handlings_of as _handlings

_KEPT = ("id", "checkout", "link_version", "number", "held", "risks", "created_at", "split_from_id")
"""What an order keeps when it is rewritten: its names here, and what was done to it beside its contents."""
_LINE_FIELDS = [field.attname for field in Line._meta.concrete_fields if field.attname not in {"id", "order_id", "key"}]


def untouched(versions: Mapping[int, int]) -> set[int]:
    """Return which of these orders are still as they were at that version; they are locked until the commit."""
    rows = Order.objects.select_for_update().filter(pk__in=versions).order_by("pk").values_list("pk", "version")
    return {pk for pk, version in rows if versions[pk] == version}


def rewrite(order_id: int, past: Past, *, by: str) -> Order:
    """Write an order anew as `past` says, under its own number; lines with the same key stay the same rows."""
    old = Order.objects.select_for_update().get(pk=order_id)
    sheet = sheet_of_past(past, old.number, by)
    order = sheet.order
    for name in _KEPT:
        setattr(order, name, getattr(old, name))
    order.customer_id = old.customer_id or order.customer_id
    order.version = old.version + 1
    order._state.adding = False
    order.save()
    _rewrite_rows(sheet)
    Handling.objects.bulk_create(_handlings(past, sheet))
    words_of([(past, order)], by=by)
    return order


def _rewrite_rows(sheet: Sheet) -> None:
    order = sheet.order
    Handling.objects.filter(order=order).delete()
    Tax.objects.filter(order=order).delete()
    Discount.objects.filter(order=order).delete()
    Charge.objects.filter(order=order).delete()
    known = dict(Line.objects.filter(order=order).values_list("key", "pk"))
    fresh = [line for line in sheet.lines if line.key not in known]
    kept = [line for line in sheet.lines if line.key in known]
    Line.objects.filter(order=order).exclude(key__in=[line.key for line in sheet.lines]).delete()
    for line in kept:
        line.pk = known[line.key]
        line._state.adding = False
    Line.objects.bulk_update(kept, [name.removesuffix("_id") for name in _LINE_FIELDS])
    Line.objects.bulk_create(fresh)
    Charge.objects.bulk_create(sheet.charges)
    Discount.objects.bulk_create(sheet.discounts)
    Tax.objects.bulk_create(sheet.taxes)


def take_out(order_ids: Sequence[int]) -> set[int]:
    """Delete orders as if they had never come; returns those that are gone. What something else points at stays."""
    gone: set[int] = set()
    for order_id in order_ids:
        try:
            with transaction.atomic():
                Order.objects.filter(pk=order_id).delete()
        except (ProtectedError, IntegrityError):
            continue
        gone.add(order_id)
    return gone
