"""From which lot something was that left, for whoever looks into complaints."""

from collections.abc import Collection

from storecrew.shop.stock.models import Move


def lots_sent(variant_ids: Collection[int], owners: Collection[str]) -> dict[tuple[str, int], str]:
    """Return the lot that a variant was taken from for an owner such as `order:12`; none where lots are not kept.

    Of several the one most was taken from. One question.
    """
    rows = Move.objects.filter(item__in=variant_ids, owner__in=owners, lot__isnull=False, to_place="customer")
    most: dict[tuple[str, int], dict[str, int]] = {}
    for owner, item_id, code, quantity in rows.order_by("pk").values_list("owner", "item_id", "lot__code", "quantity"):
        taken = most.setdefault((owner, item_id), {})
        taken[code] = taken.get(code, 0) + quantity
    return {key: max(taken, key=lambda code: taken[code]) for key, taken in most.items()}
