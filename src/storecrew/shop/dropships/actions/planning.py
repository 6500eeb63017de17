"""Make drop shipments of what an order was promised at suppliers' warehouses, and keep them so."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Max
from django.utils.translation import gettext_lazy, pgettext

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.dropships import dueness, states
from storecrew.shop.dropships.actions.sending import Send, may_leave, send, tell_change, tell_stop
from storecrew.shop.dropships.events import DropshipCancelled
from storecrew.shop.dropships.loading import asking, take_turns
from storecrew.shop.dropships.models import OPEN, DropLine, DropShipment, State
from storecrew.shop.dropships.seats import EVERYWHERE, SENDERS
from storecrew.shop.dropships.ways.arranged import arranged_with
from storecrew.shop.orders import reads as orders
from storecrew.shop.orders.types import OrderView
from storecrew.shop.stock import reads as stock
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.types import OfferView, SiteView

type Key = tuple[int, int, int]
"""(warehouse, order line, variant)."""


class Plan(Input):
    """Of which order. `reason`: why less is wanted than before, told to suppliers who had been asked."""

    order_id: int
    reason: str = ""


class Planned(Output):
    """The order's open drop shipments. `made`, `less`: pieces that were added, or taken back."""

    dropship_ids: tuple[int, ...]
    made: int
    less: int


@action(
    "dropships.plan",
    label=gettext_lazy("Make an order's drop shipments"),
    seats=SENDERS,
    surfaces=EVERYWHERE,
    emits=(DropshipCancelled,),
    calls=(send,),
    previews=True,
)
def plan(run: Run, data: Plan) -> Planned:
    """Make drop shipments exactly what the order was promised at suppliers' warehouses: one for each order and warehouse.

    What they have more of is asked for, what they have less of is taken back; a supplier who was asked already is told. Run
    again, it changes nothing. An order that may not leave yet gets none; one on hold keeps its own, unsent.
    """
    run.about(f"order:{data.order_id}")
    take_turns(data.order_id)
    rows = list(DropShipment.objects.select_for_update().filter(order=data.order_id).order_by("pk"))
    order = orders.find(data.order_id)
    if order is None:
        return Planned(dropship_ids=(), made=0, less=0)
    state = _State(run, order, rows, data.reason)
    wanted = _wanted(run, order) if order.state == "open" else {}
    if not rows and (not wanted or not may_leave(order)):
        return Planned(dropship_ids=(), made=0, less=0)
    there = state.there()
    less = sum(state.take_back(key, count - wanted.get(key, 0)) for key, count in there.items())
    fresh = {key: count - there.get(key, 0) for key, count in wanted.items() if count > there.get(key, 0)}
    if fresh and may_leave(order):
        state.ask_for(fresh)
    state.finish()
    return Planned(dropship_ids=tuple(row.pk for row in state.open()), made=sum(fresh.values()), less=less)


def _wanted(run: Run, order: OrderView) -> dict[Key, int]:
    """Return what the order was promised at suppliers' warehouses. Of bundles only whole sets: parts lie no use alone."""
    query = stock.ReservationsQuery(owners=(f"order:{order.order_id}",))
    rows = [row for row in stock.reservations(asking(run), query, now=run.now).items if row.held_until is None]
    sites = supply.sites_at({row.warehouse_id for row in rows})
    promised: dict[tuple[str, int], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    totals: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        promised[row.line, row.warehouse_id][row.variant_id] += row.quantity
        totals[row.line][row.variant_id] += row.quantity
    lines = {line.key: line for line in order.lines}
    found: dict[Key, int] = {}
    for (key, place), pieces in promised.items():
        line = lines.get(key)
        if place not in sites or line is None or not line.open:
            continue
        each = {variant_id: max(1, total // line.open) for variant_id, total in totals[key].items()}
        sets = min(pieces.get(variant_id, 0) // one for variant_id, one in each.items())
        for variant_id, one in each.items():
            if sets:
                found[place, line.line_id, variant_id] = sets * one
    return found


@dataclass
class _State:
    """An order's drop shipments while they are brought in line with what it was promised."""

    run: Run
    order: OrderView
    rows: list[DropShipment]
    reason: str
    lines: dict[int, list[DropLine]] = field(default_factory=dict)
    changed: set[int] = field(default_factory=set)
    made: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.lines = {row.pk: [] for row in self.rows}
        for line in DropLine.objects.filter(dropship__in=self.rows).order_by("pk"):
            self.lines[line.dropship_id].append(line)

    def open(self) -> list[DropShipment]:
        """Return those of which something is still to come."""
        return [row for row in self.rows if row.state in OPEN]

    def there(self) -> dict[Key, int]:
        """Return what is asked for, or was refused and has no other source yet."""
        found: dict[Key, int] = defaultdict(int)
        for row in self.rows:
            for line in self.lines[row.pk]:
                found[row.warehouse_id, line.line_id, line.variant_id] += line.open + line.pending
        return dict(found)

    def take_back(self, key: Key, count: int) -> int:
        """Want so many fewer: refused ones first, then those nobody was asked for, the latest first."""
        left = max(0, count)
        order = sorted(self._having(key), key=lambda one: (one[0].state != State.NEW, -one[0].pk))
        for row, line in order:
            settled = min(left, line.pending)
            line.pending -= settled
            cancelled = min(left - settled, line.open)
            line.cancelled += cancelled
            left -= settled + cancelled
            if settled or cancelled:
                self.changed.add(row.pk)
        return max(0, count) - left

    def ask_for(self, fresh: Mapping[Key, int]) -> None:
        """Want so many more, in the drop shipment of that warehouse that was not sent yet, or in a new one."""
        by_place: dict[int, dict[Key, int]] = defaultdict(dict)
        for key, count in fresh.items():
            by_place[key[0]][key] = count
        sites = supply.sites_at(by_place)
        variants = {variant_id for _place, _line, variant_id in fresh}
        offers = supply.offers_of(variants, self.run.now)
        names = catalogue.faces(variants, self.order.language, now=self.run.now)
        for place, keys in sorted(by_place.items()):
            site = sites[place]
            theirs = {
                one.variant_id: one for some in offers.values() for one in some if one.supplier_id == site.supplier_id
            }
            row = self._unsent(place) or self._new(site)
            for (_place, line_id, variant_id), count in keys.items():
                title = names[variant_id].title if variant_id in names else ""
                self._add(row, line_id, variant_id, count, theirs.get(variant_id), title)
            self._due(row, site, [theirs.get(line.variant_id) for line in self.lines[row.pk]])
            self.changed.add(row.pk)

    def finish(self) -> None:
        """Save what has changed, tell suppliers, and send what may go by itself."""
        for row in self.rows:
            if row.pk in self.changed:
                self._finish(row)
        for row in self.open():
            if row.sent_at is not None:
                tell_change(self.run, row, self.order)
            elif not self.order.held and arranged_with(row.supplier_id).at_once:
                self.run.call(send, Send(dropship_id=row.pk))

    def _finish(self, row: DropShipment) -> None:
        before, asked = row.state, row.sent_at is not None
        states.settle(self.run, row, self.lines[row.pk])
        if row.state == State.CANCELLED and before != State.CANCELLED:
            row.cancel_reason = self.reason[:300]
            self._tell_cancelled(row, asked=asked)

    def _tell_cancelled(self, row: DropShipment, *, asked: bool) -> None:
        if asked:
            tell_stop(self.run, row, self.order, self.reason)
        else:
            row.save()
        self.run.emit(
            DropshipCancelled(
                dropship_id=row.pk,
                number=row.number,
                order_id=row.order_id,
                supplier_id=row.supplier_id,
                reason=self.reason,
                asked=asked,
            ),
            subject=row.subject,
        )

    def _having(self, key: Key) -> list[tuple[DropShipment, DropLine]]:
        return [
            (row, line)
            for row in self.rows
            for line in self.lines[row.pk]
            if (row.warehouse_id, line.line_id, line.variant_id) == key and line.open + line.pending
        ]

    def _unsent(self, warehouse_id: int) -> DropShipment | None:
        return next((row for row in self.rows if row.state == State.NEW and row.warehouse_id == warehouse_id), None)

    def _new(self, site: SiteView) -> DropShipment:
        last = DropShipment.objects.filter(order=self.order.order_id).aggregate(last=Max("ordinal"))["last"] or 0
        supplier = supply.suppliers_by_id([site.supplier_id])[site.supplier_id]
        row = DropShipment.objects.create(
            order_id=self.order.order_id,
            site_id=site.site_id,
            supplier_id=site.supplier_id,
            warehouse_id=site.warehouse_id,
            number=number_of(self.order, last + 1),
            ordinal=last + 1,
            currency=supplier.currency,
            made_at=self.run.now,
        )
        self.run.about(row.subject, f"supplier:{site.supplier_id}")
        self.run.changed(row.subject, "state", old=None, new=row.state)
        self.rows.append(row)
        self.lines[row.pk] = []
        return row

    def _add(
        self, row: DropShipment, line_id: int, variant_id: int, count: int, offer: OfferView | None, title: str
    ) -> None:
        known = next(
            (one for one in self.lines[row.pk] if (one.line_id, one.variant_id) == (line_id, variant_id)), None
        )
        if known is not None:
            known.wanted += count
            return
        line = DropLine(
            dropship=row,
            line_id=line_id,
            variant_id=variant_id,
            offer_id=offer.offer_id if offer else None,
            sku=offer.sku if offer else "",
            title=(offer.title if offer and offer.title else title) or pgettext("sheet", "Goods"),
            each=self._each(line_id, variant_id),
            wanted=count,
        )
        cost = offer.cost_of(count) if offer else None
        line.unit_minor = cost.minor if cost is not None and cost.currency == row.currency else None
        self.lines[row.pk].append(line)
        self.run.changed(row.subject, f"wanted {line.sku or line.title}", old=None, new=count)

    def _each(self, line_id: int, variant_id: int) -> int:
        """Return how many of a variant one piece of the order's line takes: more than one in bundles alone."""
        line = next(one for one in self.order.lines if one.line_id == line_id)
        if line.variant_id in {None, variant_id}:
            return 1
        parts = dict(stock.recipes([line.variant_id]).get(line.variant_id, ()))
        return parts.get(variant_id, 1)

    def _due(self, row: DropShipment, site: SiteView, offers: Sequence[OfferView | None]) -> None:
        named = [one.handling_days for one in offers if one is not None and one.handling_days is not None]
        row.ship_by = dueness.ship_by(site, row.made_at, max(named, default=None))


def number_of(order: OrderView, ordinal: int) -> str:
    """Return a number like DS-10481-1; the order's whole number where its digits alone would not be unique."""
    digits = order.number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ-#")
    short = f"DS-{digits}-{ordinal}" if digits.isdecimal() else ""
    taken = short and DropShipment.objects.filter(number=short).exclude(order=order.order_id).exists()
    return short if short and not taken else f"DS-{order.number}-{ordinal}"[:60]
