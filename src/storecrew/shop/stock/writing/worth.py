"""What pieces are probably worth, where no layer says it: the newest known cost of the item."""

from collections.abc import Iterable
from fractions import Fraction

from storecrew.kernel.money.types import Money, Rounding, rounded
from storecrew.kernel.store.reads import current
from storecrew.shop.stock.models import Item, Layer


def unit_costs(item_ids: Iterable[int]) -> dict[int, Money]:
    """Return the newest known cost of one piece, from layers or else from the catalogue; items without one are left out."""
    ids = set(item_ids)
    found: dict[int, Money] = {}
    rows = Item.objects.filter(pk__in=ids, variant__cost_minor__isnull=False)
    for pk, minor, currency in rows.values_list("pk", "variant__cost_minor", "variant__cost_currency"):
        found[pk] = Money(minor or 0, currency)
    layers = Layer.objects.filter(item_id__in=ids, cost_minor__isnull=False).order_by("since", "pk")
    for item_id, minor, quantity, currency in layers.values_list("item_id", "cost_minor", "quantity", "currency"):
        found[item_id] = Money(rounded(Fraction(minor or 0, quantity), Rounding.HALF_UP), currency)
    return found


def worth_of(pieces: Iterable[tuple[int, int]]) -> tuple[int | None, str]:
    """Return what (item, pieces) are worth together in the store's currency; None where nothing is known of any."""
    rows = list(pieces)
    store = current()
    costs = unit_costs(item for item, _n in rows)
    known = [
        costs[item].minor * n for item, n in rows if item in costs and store and costs[item].currency == store.currency
    ]
    return (sum(known) if known else None), store.currency if store else ""
