"""Goods that turned out to cost more or less than they were booked in at: freight, duty, a bill that says otherwise."""

from collections import defaultdict
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.types import Money
from storecrew.shop.stock.models import Layer, LayerUse, Revaluation
from storecrew.shop.stock.seats import COST_READERS
from storecrew.shop.stock.types import LINES_AT_MOST

REVALUERS = COST_READERS - {"analyst"}


class RevalueLine(Input):
    """What all pieces of a variant that came with these deliveries cost more together; negative: less."""

    variant_id: int
    added: Money


class Revalue(Input):
    """Costs of deliveries that became known later. `document`: what they belong to, e.g. `purchase:9`."""

    receipt_ids: Annotated[tuple[int, ...], Field(min_length=1, max_length=500)]
    document: Annotated[str, Field(min_length=1, max_length=80)]
    lines: Annotated[tuple[RevalueLine, ...], Field(min_length=1, max_length=LINES_AT_MOST)]


class RevaluedLine(Output):
    """Of what was added: `left` is what goods that lie here are worth more, `used` belongs to those that have left."""

    variant_id: int
    left: Money
    used: Money


class Revalued(Output):
    """Line by line, in the order of the input."""

    lines: tuple[RevaluedLine, ...]


@action("stock.revalue", label=gettext_lazy("Add to what goods cost"), seats=REVALUERS, previews=True)
def revalue(run: Run, data: Revalue) -> Revalued:
    """Spread what became known later over the pieces that came, to the cent.

    Pieces that have left by then keep what was booked for them; their share is told, for the books. So it is with pieces
    that went to another warehouse. Refused where a layer's cost is not known, or stands in another currency.
    """
    run.about(data.document)
    layers = _layers(data)
    answers = [_spread(run, line, layers[line.variant_id], data.document) for line in data.lines]
    return Revalued(lines=tuple(answers))


def _layers(data: Revalue) -> dict[int, list[Layer]]:
    wanted = {line.variant_id: line.added.currency for line in data.lines}
    rows = Layer.objects.select_for_update(of=("self",)).filter(
        item_id__in=wanted, move__document__in=[f"receipt:{number}" for number in data.receipt_ids]
    )
    found: dict[int, list[Layer]] = defaultdict(list)
    for row in rows.order_by("pk"):
        found[row.item_id].append(row)
    for variant_id, currency in wanted.items():
        some = found[variant_id]
        if not some or any(row.currency != currency for row in some):
            raise Refused(
                _("What these goods cost was not booked in %(currency)s. Nothing can be added to it.")
                % {"currency": currency},
                code="stock.other_cost",
            )
    return found


def _spread(run: Run, line: RevalueLine, layers: list[Layer], document: str) -> RevaluedLine:
    pieces = sum(layer.quantity for layer in layers)
    seen, left, used = 0, 0, 0
    for layer in layers:
        added = line.added.minor * (seen + layer.quantity) // pieces - line.added.minor * seen // pieces
        seen += layer.quantity
        added = max(added, -(layer.cost_minor or 0))  # nothing costs less than nothing
        gone = _add(run, layer, added, document)
        left, used = left + added - gone, used + gone
    run.changed(f"variant:{line.variant_id}", "cost_added", old=None, new=line.added.minor)
    currency = line.added.currency
    return RevaluedLine(variant_id=line.variant_id, left=Money(left, currency), used=Money(used, currency))


def _add(run: Run, layer: Layer, added: int, document: str) -> int:
    """Write a layer's new cost; returns what of it belongs to pieces that have left."""
    before, taken = layer.cost_minor or 0, layer.quantity - layer.remaining
    after = before + added
    gone = after * taken // layer.quantity - before * taken // layer.quantity
    Layer.objects.filter(pk=layer.pk).update(cost_minor=after)
    Revaluation.objects.create(layer=layer, added_minor=added, used_minor=gone, document=document, at=run.now)
    if gone:  # so that all uses of a layer together cost what it cost
        LayerUse.objects.create(layer=layer, move_id=layer.move_id, quantity=0, cost_minor=gone, used_at=run.now)
    return gone
