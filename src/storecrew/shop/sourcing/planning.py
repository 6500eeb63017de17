"""From what was found out to a plan: what is kept back stays, the rest goes to the engine, and each line gets its reason."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storecrew.shop.sourcing.engine import Batch, Choice, Way, choose
from storecrew.shop.sourcing.scene import Scene
from storecrew.shop.sourcing.types import LineReason, Need, Option, Own, Plan, Reason, Share
from storecrew.shop.sourcing.weighing import Weighed, parcel_cost, weigh


@dataclass(frozen=True, slots=True)
class _Group:
    """Lines that want the same, from the same place if one is named."""

    needs: tuple[Need, ...]
    weighed: tuple[Weighed, ...]

    @property
    def quantity(self) -> int:
        return sum(need.quantity for need in self.needs)


def planned(scene: Scene, needs: Sequence[Need]) -> Plan:
    """Return where every line comes from."""
    kept = _kept(scene, needs)
    left = _without(scene, needs, kept)
    groups = _groups(left, [need for need in needs if need.key not in kept and need.variant_id in scene.counted])
    fixed = {place for parts in kept.values() for place, _pieces in parts}
    parcels = {place: 0 if place in fixed else parcel_cost(scene, place) for place in scene.places}
    batches = [_batch(number, scene, group) for number, group in enumerate(groups) if group.weighed]
    choice = choose(batches, left.rooms, parcels)
    told: dict[str, list[tuple[int | None, int]]] = {key: list(parts) for key, parts in kept.items()}
    options = _options(scene, needs, groups if left is scene else ())
    reasons = {need.key: _why_kept(scene, need, kept[need.key], options) for need in needs if need.key in kept}
    for number, group in enumerate(groups):
        way = choice.ways.get(number)
        told |= _dealt(group, way)
        reasons |= {need.key: _reason(scene, need, group, way) for need in group.needs}
    along = _along(scene, told)
    for need in needs:
        if need.variant_id not in scene.counted:
            told[need.key] = [(need.warehouse_id or along, need.quantity)]
            reasons[need.key] = Reason(code="uncounted")
    return Plan(
        shares=tuple(
            _share(need, place, pieces, options) for need in needs for place, pieces in told[need.key] if pieces
        ),
        options=options,
        reasons=tuple(_of_basket(told, choice)),
        lines=tuple(LineReason(key=need.key, reason=reasons[need.key]) for need in needs),
        buyer_pays=scene.rules.buyer_pays,
    )


def _kept(scene: Scene, needs: Sequence[Need]) -> dict[str, list[tuple[int, int]]]:
    """Return what is kept back for lines, where all of it is: it stays where it is."""
    held: dict[str, dict[tuple[int, int], int]] = defaultdict(lambda: defaultdict(int))
    for row in scene.held:
        if row.warehouse_id in scene.places:
            held[row.line][row.variant_id, row.warehouse_id] += row.quantity
    found: dict[str, list[tuple[int, int]]] = {}
    for need in needs:
        there = held.get(need.key)
        if not there or need.variant_id not in scene.counted:
            continue
        parts, rest = [], need.quantity
        for place in scene.places:
            had = min(there.get((item, place), 0) // each for item, each in scene.items(need.variant_id))
            if need.warehouse_id in (None, place) and had and rest:
                parts.append((place, min(had, rest)))
                rest -= min(had, rest)
        if not rest:
            found[need.key] = parts
    return found


def _without(scene: Scene, needs: Sequence[Need], kept: Mapping[str, Sequence[tuple[int, int]]]) -> Scene:
    """Return the scene with what is kept for some lines out of reach of the others."""
    if not kept:
        return scene
    rooms = dict(scene.rooms)
    for need in needs:
        for place, pieces in kept.get(need.key, ()):
            for item, each in scene.items(need.variant_id):
                room = rooms.get((item, place), 0)
                if room is not None:
                    rooms[item, place] = max(0, room - pieces * each)
    return scene.with_rooms(rooms)


def _groups(scene: Scene, needs: Sequence[Need]) -> list[_Group]:
    """Put lines together that want the same; in an order that does not depend on that of the lines."""
    alike: dict[tuple[int, int], list[Need]] = defaultdict(list)
    for need in sorted(needs, key=lambda need: need.key):
        alike[need.variant_id, need.warehouse_id or 0].append(need)
    groups = []
    for (variant_id, named), some in sorted(alike.items()):
        quantity = sum(need.quantity for need in some)
        weighed = weigh(scene, variant_id, quantity, named=named or None, weight_g=some[0].weight_g)
        groups.append(_Group(tuple(some), tuple(weighed)))
    return groups


def _batch(number: int, scene: Scene, group: _Group) -> Batch:
    takes = tuple((item, each) for item, each in scene.items(group.needs[0].variant_id))
    return Batch(number, group.quantity, takes, tuple(one.candidate for one in group.weighed))


def _dealt(group: _Group, way: Way | None) -> dict[str, list[tuple[int | None, int]]]:
    """Deal the pieces of a way out to the lines, in the order of their keys."""
    if way is None:
        return {need.key: [(need.warehouse_id, need.quantity)] for need in group.needs}
    stack = [[place, pieces] for place, pieces in way.parts]
    dealt: dict[str, list[tuple[int | None, int]]] = {}
    for need in group.needs:
        rest, parts = need.quantity, []
        while rest:
            place, there = stack[0]
            pieces = min(rest, there)
            parts.append((place, pieces))
            rest -= pieces
            stack[0][1] -= pieces
            if not stack[0][1]:
                stack.pop(0)
        dealt[need.key] = [(place, pieces) for place, pieces in parts]
    return dealt


def _reason(scene: Scene, need: Need, group: _Group, way: Way | None) -> Reason:
    if way is None:
        return Reason(code="short", values={"n": group.quantity})
    if way.short:
        return Reason(code="short", values={"n": way.short})
    if len(way.parts) > 1:
        return Reason(code="torn", values={"n": len(way.parts)})
    if need.warehouse_id is not None:
        return Reason(code="named")
    options = [one.option for one in group.weighed]
    return Reason(code=_alone(scene, way.parts[0][0], group.quantity, options) or "together")


def _why_kept(
    scene: Scene, need: Need, parts: Sequence[tuple[int, int]], options: Mapping[int, Sequence[Option]]
) -> Reason:
    """Say why it was kept back there, where that still is the best place for it alone."""
    if len(parts) > 1:
        return Reason(code="torn", values={"n": len(parts)})
    return Reason(code=_alone(scene, parts[0][0], need.quantity, options.get(need.variant_id, ())) or "kept")


def _alone(scene: Scene, place: int, quantity: int, options: Sequence[Option]) -> str:
    """Return why a place is the best for so many pieces alone; empty: it is not."""
    enough = [one for one in options if one.can is None or one.can >= quantity]
    if [one.warehouse_id for one in enough] == [place]:
        return "only"
    if not enough or enough[0].warehouse_id != place:
        return ""
    first = enough[0].own and scene.rules.own is Own.FIRST and any(not one.own for one in enough)
    return "own_first" if first else "cheapest"


def _along(scene: Scene, told: Mapping[str, Sequence[tuple[int | None, int]]]) -> int | None:
    """Return with what goods travel that are not counted: those of an own place, else whatever leaves; by priority."""
    used = {place for parts in told.values() for place, _pieces in parts}
    own = [place for place in scene.places if place not in scene.sites]
    ordered = [place for place in own if place in used] or own or [place for place in scene.places if place in used]
    return ordered[0] if used - {None} and ordered else None


def _options(scene: Scene, needs: Sequence[Need], groups: Sequence[_Group]) -> dict[int, tuple[Option, ...]]:
    """Return every place of each variant; `groups` that were weighed on the whole scene need not be weighed again."""
    wanted: dict[int, int] = defaultdict(int)
    weights: dict[int, int | None] = {}
    for need in needs:
        if need.variant_id in scene.counted:
            wanted[need.variant_id] += need.quantity
            weights[need.variant_id] = need.weight_g
    known = {
        group.needs[0].variant_id: group.weighed
        for group in groups
        if group.needs[0].warehouse_id is None and group.quantity == wanted[group.needs[0].variant_id]
    }
    return {
        variant: tuple(
            one.option for one in known.get(variant) or weigh(scene, variant, quantity, weight_g=weights[variant])
        )
        for variant, quantity in wanted.items()
    }


def _share(need: Need, place: int | None, pieces: int, options: Mapping[int, Sequence[Option]]) -> Share:
    found = next((one for one in options.get(need.variant_id, ()) if one.warehouse_id == place), None)
    return Share(
        key=need.key,
        variant_id=need.variant_id,
        quantity=pieces,
        warehouse_id=place,
        supplier_id=found.supplier_id if found else None,
        offer_id=found.offer_id if found else None,
        cost=found.cost if found else None,
        own=found.own if found else True,
    )


def _of_basket(told: Mapping[str, Sequence[tuple[int | None, int]]], choice: Choice) -> list[Reason]:
    places = {place for parts in told.values() for place, _pieces in parts if place is not None}
    found = []
    if places:
        found.append(
            Reason(code="several_parcels", values={"n": len(places)}) if len(places) > 1 else Reason(code="one_parcel")
        )
    return found if choice.exact else [*found, Reason(code="near")]
