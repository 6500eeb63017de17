"""In whatever order things happen: levels are their moves, promises their reservations, and no limit is passed."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from storecrew.config.testing import examples
from storecrew.kernel.actions.errors import Refused
from storecrew.shop.stock import actions
from storecrew.shop.stock.conftest import NOW, want
from storecrew.shop.stock.drift import drifts
from storecrew.shop.stock.models import Item, Level, Reservation, TransferLine
from storecrew.shop.stock.types import Coming, Leaving, SoldOut

PIECES = st.integers(1, 6)
THING = st.integers(0, 2)
PLACE = st.integers(0, 1)
OWNER = st.integers(0, 3)
LIMIT = st.sampled_from((0, 0, 2, 5, None))
shared = {}


class Stockroom(RuleBasedStateMachine):
    """Two items and a bundle of them, two warehouses, four owners."""

    @initialize()
    def open(self) -> None:
        self.shop = shared["shop"]
        self.number = shared["number"] = shared.get("number", 0) + 1
        cup, plate, box = (self.shop.variant(f"{sku}-{self.number}") for sku in ("CUP", "PLATE", "BOX"))
        parts = (actions.Part(variant_id=cup, quantity=2), actions.Part(variant_id=plate))
        actions.set_bundle(self.shop.keeper, actions.Bundle(variant_id=box, parts=parts))
        self.things = (cup, plate, box)
        self.places = (self.shop.main, self.shop.east)
        self.now = NOW
        self.limits: dict[int, int | None] = {cup: 0, plate: 0}

    def owner(self, kind: str, owner: int) -> str:
        return f"{kind}:{self.number}-{owner}"

    def attempt(self, act, form) -> bool:
        try:
            act(self.shop.keeper, form, now=self.now)
        except Refused:
            return False
        return True

    @rule(minutes=st.sampled_from((1, 7, 20)))
    def time_passes(self, minutes) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(thing=st.integers(0, 1), place=PLACE, pieces=PIECES, damaged=st.sampled_from((0, 0, 1)))
    def receive(self, thing, place, pieces, damaged) -> None:
        line = {"variant_id": self.things[thing], "quantity": pieces, "damaged": damaged}
        assert self.attempt(
            actions.receive,
            actions.Receive.model_validate({"warehouse_id": self.places[place], "lines": (line,)}),
        )

    @rule(owner=OWNER, wants=st.lists(st.tuples(THING, PIECES), max_size=3))
    def hold(self, owner, wants) -> None:
        lines = tuple(want(self.things[thing], pieces, f"line:{thing}") for thing, pieces in wants)
        until = self.now + timedelta(minutes=15)
        self.attempt(actions.hold, actions.Hold(owner=self.owner("cart", owner), lines=lines, until=until))

    @rule(owner=OWNER)
    def confirm(self, owner) -> None:
        cart, order = self.owner("cart", owner), self.owner("order", owner)
        if not Reservation.objects.filter(owner=order).exists():
            self.attempt(actions.confirm, actions.Confirm(owner=cart, to=order))

    @rule(owner=OWNER, thing=THING, pieces=PIECES, place=st.none() | PLACE)
    def reserve(self, owner, thing, pieces, place) -> None:
        at = None if place is None else self.places[place]
        lines = (want(self.things[thing], pieces, f"line:{thing}", at),)
        self.attempt(actions.reserve, actions.Reserve(owner=self.owner("order", owner), lines=lines))

    @rule(owner=OWNER, kind=st.sampled_from(("cart", "order")), part=st.none() | st.tuples(THING, PIECES))
    def release(self, owner, kind, part) -> None:
        lines = None if part is None else (want(self.things[part[0]], part[1], f"line:{part[0]}"),)
        assert self.attempt(actions.release, actions.Release(owner=self.owner(kind, owner), lines=lines))

    @rule(owner=OWNER, thing=st.integers(0, 1), place=PLACE, pieces=PIECES)
    def dispatch(self, owner, thing, place, pieces) -> None:
        line = Leaving(
            variant_id=self.things[thing], quantity=pieces, warehouse_id=self.places[place], line=f"line:{thing}"
        )
        if Level.objects.filter(item_id=line.variant_id, warehouse_id=line.warehouse_id).exists():
            form = actions.Dispatch(owner=self.owner("order", owner), document="parcel:1", lines=(line,))
            self.attempt(actions.dispatch, form)

    @rule(
        thing=st.integers(0, 1),
        place=PLACE,
        pieces=PIECES,
        disposition=st.sampled_from(("restock", "quality", "second_choice", "destroy")),
    )
    def take_back(self, thing, place, pieces, disposition) -> None:
        line = Coming(
            variant_id=self.things[thing],
            quantity=pieces,
            warehouse_id=self.places[place],
            disposition=disposition,
            line=f"line:{thing}",
        )
        assert self.attempt(actions.take_back, actions.TakeBack(document="return:1", lines=(line,)))

    @rule(thing=st.integers(0, 1), limit=LIMIT)
    def set_limit(self, thing, limit) -> None:
        variant = self.things[thing]
        assert self.attempt(actions.set_policy, actions.Policy(variant_ids=(variant,), backorder_limit=limit))
        self.limits[variant] = limit

    @rule(thing=st.integers(0, 1), place=PLACE, pieces=st.integers(0, 4))
    def keep_back(self, thing, place, pieces) -> None:
        form = actions.Safety(variant_id=self.things[thing], warehouse_id=self.places[place], quantity=pieces)
        assert self.attempt(actions.set_safety, form)

    @rule(thing=st.integers(0, 1), place=PLACE, change=st.integers(-5, 5).filter(bool), broken=st.booleans())
    def adjust(self, thing, place, change, broken) -> None:
        line = {"variant_id": self.things[thing], "change": change, "place": "damaged" if broken else "shelf"}
        form = {"warehouse_id": self.places[place], "reason": "count", "lines": (line,)}
        self.attempt(actions.adjust, actions.Adjust.model_validate(form))

    @rule(thing=st.integers(0, 1), place=PLACE, pieces=PIECES, way=st.permutations(("shelf", "damaged", "quality")))
    def set_aside(self, thing, place, pieces, way) -> None:
        form = {"variant_id": self.things[thing], "warehouse_id": self.places[place], "quantity": pieces}
        form |= {"source": way[0], "target": way[1]}
        if Level.objects.filter(item_id=form["variant_id"], warehouse_id=form["warehouse_id"]).exists():
            self.attempt(actions.set_aside, actions.SetAside.model_validate(form))

    @rule(thing=st.integers(0, 1), place=PLACE, pieces=PIECES)
    def send(self, thing, place, pieces) -> None:
        line = {"variant_id": self.things[thing], "quantity": pieces}
        form = {"source_id": self.places[place], "target_id": self.places[1 - place], "lines": (line,)}
        self.attempt(actions.send, actions.Send.model_validate(form))

    @rule(pieces=PIECES, rest=st.sampled_from(("open", "open", "lost", "back")))
    def arrive(self, pieces, rest) -> None:
        row = TransferLine.objects.filter(transfer__state__in=("sent", "part")).order_by("pk").first()
        if row:
            some = min(pieces, row.quantity - row.arrived - row.lost)
            form = {"transfer_id": row.transfer_id, "rest": rest}
            form["lines"] = ({"variant_id": row.item_id, "quantity": some},)
            assert self.attempt(actions.arrive, actions.Arrive.model_validate(form))

    @rule()
    def tidy(self) -> None:
        assert self.attempt(actions.tidy, actions.Tidy())

    @invariant()
    def every_number_follows_from_its_rows(self) -> None:
        assert list(drifts()) == []

    @invariant()
    def policy_bounds_what_is_oversold(self) -> None:
        for variant, limit in getattr(self, "limits", {}).items():
            item = Item.objects.get(pk=variant)
            assert item.backorder_limit == limit
            for level in Level.objects.filter(item=item):
                assert level.beyond is None or level.available >= -level.beyond - level.short

    @invariant()
    def what_is_said_to_be_for_sale_can_be_bought(self) -> None:
        for thing in getattr(self, "things", ()):
            seen = self.shop.availability(thing, now=self.now)
            if not seen.sellable:
                continue
            form = actions.Reserve(owner="order:probe", lines=(want(thing, seen.sellable),))
            actions.reserve.preview(self.shop.keeper, form, now=self.now)
            more = actions.Reserve(owner="order:probe", lines=(want(thing, seen.sellable + 1),))
            with pytest.raises(SoldOut):
                actions.reserve.preview(self.shop.keeper, more, now=self.now)


@pytest.mark.django_db
def test_no_sequence_of_actions_makes_stock_drift(shop) -> None:
    shared["shop"] = shop
    run_state_machine_as_test(
        Stockroom,
        settings=settings(
            max_examples=examples(6),
            stateful_step_count=25,
            deadline=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )
