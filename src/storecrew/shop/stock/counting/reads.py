"""What was counted, and how it differs."""

from django.db.models import Count as Number
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output
from storecrew.shop.stock.counting.models import Count, CountState, LineState
from storecrew.shop.stock.seats import EVERYWHERE, READERS

SHOWN = 200


class CountsQuery(Input):
    """`done`: those that are closed too."""

    done: bool = False


class CountRow(Output):
    """A count and how far it is."""

    count_id: int
    warehouse_id: int
    warehouse: str
    classes: str
    state: str
    lines: int
    todo: int
    differences: int


class Counts(Output):
    """The newest first."""

    items: tuple[CountRow, ...]


@read("stock.counts", label=_("Counts"), seats=READERS, surfaces=EVERYWHERE)
def counts(ask: Ask, data: CountsQuery) -> Counts:
    """List the counts of the warehouses, open ones unless others are asked for, at most the newest 200."""
    rows = Count.objects.select_related("warehouse").annotate(
        total=Number("lines"),
        todo=Number("lines", filter=Q(lines__state__in=(LineState.TODO, LineState.AGAIN))),
        off=Number("lines", filter=Q(lines__state=LineState.AGREED) & ~Q(lines__difference=0)),
    )
    if not data.done:
        rows = rows.filter(state=CountState.OPEN)
    return Counts(
        items=tuple(
            CountRow(
                count_id=row.pk,
                warehouse_id=row.warehouse_id,
                warehouse=row.warehouse.name,
                classes=row.classes,
                state=row.state,
                lines=row.total,
                todo=row.todo,
                differences=row.off,
            )
            for row in rows.order_by("-made_at", "-pk")[:SHOWN]
        )
    )
