"""What the doctor asks of stock: does every number follow from its rows?"""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.jobs import health
from storecrew.kernel.jobs.health import Finding
from storecrew.kernel.jobs.health import Level as Grade
from storecrew.shop.stock.drift import Drift, drifts
from storecrew.shop.stock.models import Item, Level, Warehouse

AT_MOST = 50


@health.check("stock.levels")
def levels_follow_from_their_rows(now: datetime) -> Iterable[Finding]:
    """Prove that levels equal their moves, promises their reservations, and layers what is on hand."""
    found = list(drifts())
    if not found:
        count = Level.objects.count()
        yield Finding(
            Grade.GOOD,
            ngettext(
                "%(n)d stock level follows from its moves, reservations and cost layers.",
                "%(n)d stock levels follow from their moves, reservations and cost layers.",
                count,
            )
            % {"n": count},
        )
        return
    skus = dict(Item.objects.filter(pk__in={row.item_id for row in found}).values_list("pk", "variant__sku"))
    names = dict(Warehouse.objects.values_list("pk", "name"))
    for row in found[:AT_MOST]:
        yield Finding(Grade.BAD, _sentence(row, skus, names), _remedy(row))
    if len(found) > AT_MOST:
        yield Finding(
            Grade.BAD,
            _("%(n)d more numbers of stock do not follow from their rows.") % {"n": len(found) - AT_MOST},
            _("Ask again once those above are right."),
        )


def _sentence(row: Drift, skus: dict[int, str], names: dict[int, str]) -> str:
    return _("%(sku)s in %(warehouse)s: %(column)s says %(says)s, its rows add up to %(should)s.") % {
        "sku": skus.get(row.item_id) or f"variant:{row.item_id}",
        "warehouse": names.get(row.warehouse_id, row.warehouse_id),
        "column": row.column,
        "says": "–" if row.says is None else row.says,
        "should": "–" if row.should is None else row.should,
    }


def _remedy(row: Drift) -> str:
    if row.column in {"committed", "held"}:
        return _(
            "Somebody wrote past the actions. Compare with the open orders, then set the level to what its promises say."
        )
    return _("Somebody wrote past the actions. Count the place; the count sets the books right.")
