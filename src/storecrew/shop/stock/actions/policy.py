"""How a variant is counted and sold: policy, safety stock, bundles."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.stock.events import AvailabilityChanged
from storecrew.shop.stock.models import Component, Item, Level, Tracing, Warehouse
from storecrew.shop.stock.seats import EVERYWHERE, KEEPERS, PLANNERS
from storecrew.shop.stock.variants import variants
from storecrew.shop.stock.writing.announcing import announce_crossings
from storecrew.shop.stock.writing.levels import ensure_levels, give_home, settle_on
from storecrew.shop.stock.writing.shelf import Shelf

type Count = Annotated[int, Field(ge=0, le=1_000_000)]
AT_ONCE = 1000


class Policy(Input):
    """How variants are counted and sold.

    `backorder_limit`: how many may be sold beyond what lies there, 0 none, None without limit. With `ships_on` they are
    pre-orders. `low_stock_at`: tell when no more than that are available; None: never.
    """

    variant_ids: Annotated[tuple[int, ...], Field(min_length=1, max_length=AT_ONCE)]
    tracked: bool = True
    tracing: Tracing = Tracing.NONE
    backorder_limit: Count | None = 0
    ships_on: date | None = None
    low_stock_at: Count | None = None


class Ruled(Output):
    """How many variants follow the policy now, and how many of them did not before."""

    variants: int
    changed: int


_FIELDS = ("tracked", "tracing", "backorder_limit", "ships_on", "low_stock_at")


@action(
    "stock.set_policy",
    label=gettext_lazy("Say how variants are counted and sold"),
    seats=PLANNERS,
    surfaces=EVERYWHERE,
    emits=(AvailabilityChanged,),
    previews=True,
)
def set_policy(run: Run, data: Policy) -> Ruled:
    """Count variants, or stop counting them, and say how far they may be sold beyond what lies there.

    A smaller limit never undoes what has been sold already; it stops further sales.
    """
    items = _items(run, data.variant_ids)
    shelf = Shelf.of_items(items)
    changed: list[Item] = []
    for item in items.values():
        if item.bundle:
            raise Refused(_("A bundle is counted by its components; set their policy."), code="stock.bundle")
        if item.tracing != data.tracing and any(level.on_hand for level in shelf.of_item.get(item.pk, ())):
            raise Refused(
                _("Pieces lie there that are told apart in another way. Change this when nothing is on hand."),
                code="stock.tracing",
            )
        if not data.tracked and any(level.committed or level.held for level in shelf.of_item.get(item.pk, ())):
            raise Refused(
                _("Some of it is promised by number. Ship or release that first, then stop counting."),
                code="stock.promised",
            )
        before = [getattr(item, name) for name in _FIELDS]
        for name in _FIELDS:
            run.changed(item.subject, name, old=_plain(getattr(item, name)), new=_plain(getattr(data, name)))
            setattr(item, name, getattr(data, name))
        item.updated_at = run.now
        if before != [getattr(item, name) for name in _FIELDS]:
            changed.append(item)
    columns = {name: getattr(data, name) for name in _FIELDS}
    Item.objects.filter(pk__in=[item.pk for item in changed]).update(**columns, updated_at=run.now)
    for rows in shelf.of_item.values():
        for level in rows:
            level.item = items[level.item_id]
    settle_on(shelf)
    shelf.write(run)
    announce_crossings(run, shelf)
    give_home(run, list(items.values()))
    return Ruled(variants=len(items), changed=len(changed))


class Safety(Input):
    """How many pieces of a variant a warehouse keeps back from sale."""

    variant_id: int
    warehouse_id: int
    quantity: Count


class Kept(Output):
    """What is kept back now."""

    variant_id: int
    warehouse_id: int
    quantity: int


@action(
    "stock.set_safety",
    label=gettext_lazy("Keep safety stock"),
    seats=KEEPERS,
    surfaces=EVERYWHERE,
    emits=(AvailabilityChanged,),
    previews=True,
)
def set_safety(run: Run, data: Safety) -> Kept:
    """Keep some pieces of a variant back from sale in one warehouse. What is promised already stays promised."""
    item = item_of(data.variant_id)
    if not Warehouse.objects.filter(pk=data.warehouse_id, closed_at=None).exists():
        raise Missing(_("There is no such warehouse."))
    ensure_levels(run, [(item.pk, data.warehouse_id)])
    shelf = Shelf.of_items([item.pk])
    level = shelf.level(item.pk, data.warehouse_id)
    if level is None:
        raise Missing
    run.changed(item.subject, f"safety in {level.warehouse.code}", old=level.safety, new=data.quantity)
    shelf.change(level, {"safety": data.quantity - level.safety}, fact=True)
    shelf.write(run)
    announce_crossings(run, shelf)
    return Kept(variant_id=item.pk, warehouse_id=data.warehouse_id, quantity=data.quantity)


class Part(Input):
    """What one piece of a bundle takes of a variant."""

    variant_id: int
    quantity: Annotated[int, Field(ge=1, le=1000)] = 1


class Bundle(Input):
    """What a variant is made of; no parts: it is no bundle any more."""

    variant_id: int
    parts: Annotated[tuple[Part, ...], Field(max_length=50)]


@action(
    "stock.set_bundle",
    label=gettext_lazy("Say what a bundle is made of"),
    seats=PLANNERS,
    surfaces=EVERYWHERE,
    emits=(AvailabilityChanged,),
    previews=True,
)
def set_bundle(run: Run, data: Bundle) -> Ruled:
    """Make a variant a bundle of others: it has no stock of its own and is sold as long as all components last.

    Orders placed before keep the components they were promised.
    """
    ids = [part.variant_id for part in data.parts]
    if len(set(ids)) != len(ids):
        raise InvalidInput({"parts": _("Name each component once, with its number of pieces.")})
    items = _items(run, [data.variant_id, *ids])
    bundle = items[data.variant_id]
    if data.parts and Level.objects.filter(item=bundle).exclude(on_hand=0, committed=0, held=0, incoming=0).exists():
        raise Refused(_("Pieces of it lie in a warehouse. Move them out first."), code="stock.not_empty")
    if any(items[number].bundle for number in ids):
        raise Refused(_("A bundle cannot be part of another bundle."), code="stock.bundle")
    old = list(Component.objects.filter(bundle=bundle).order_by("id"))
    run.changed(
        bundle.subject,
        "components",
        old={str(row.item_id): row.quantity for row in old},
        new={str(part.variant_id): part.quantity for part in data.parts},
    )
    Component.objects.filter(bundle=bundle).delete()
    Component.objects.bulk_create(
        Component(bundle=bundle, item=items[part.variant_id], quantity=part.quantity) for part in data.parts
    )
    bundle.bundle, bundle.updated_at = bool(data.parts), run.now
    bundle.save()
    touched = {*ids, *(row.item_id for row in old)}
    used = set(Component.objects.filter(item_id__in=touched).values_list("item_id", flat=True))
    Item.objects.filter(pk__in=used).update(component=True)
    Item.objects.filter(pk__in=touched - used).update(component=False)
    give_home(run, list(items.values()))
    return Ruled(variants=len(items), changed=1)


def item_of(variant_id: int) -> Item:
    """Return the item of a counted variant. Raises Missing."""
    found = Item.objects.filter(pk=variant_id).first()
    if found is None:
        raise Missing(_("This variant is not counted. Say first how it is counted."))
    return found


def _items(run: Run, variant_ids: Iterable[int]) -> dict[int, Item]:
    """Return the items of these variants, made where there are none yet."""
    wanted = list(dict.fromkeys(variant_ids))
    known = set(variants().filter(pk__in=wanted).values_list("pk", flat=True))
    if len(known) != len(wanted):
        raise Missing(_("Some of these variants do not exist any more. Load the list again."))
    there = set(Item.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    Item.objects.bulk_create(
        [Item(variant_id=number, updated_at=run.now) for number in wanted if number not in there], ignore_conflicts=True
    )
    run.about(*(f"variant:{number}" for number in wanted[:50]))
    found = {row.pk: row for row in Item.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}
    return {number: found[number] for number in wanted}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, Tracing) else value
