"""Choosing where baskets come from: what a plan costs, how near the bounded search comes, and the last pieces at once.

- A plan of one and of ten lines over an own shelf and four suppliers, beside one bare question to the database.
- Baskets over more places than all sets are tried of: what the bounded search costs above the least there is.
- The last piece at each of two suppliers, and fifty checkouts that start at the same moment, each with a connection of its
  own: how many are ordered of how many policy allows, round by round.
"""

import random
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

from benchmarks.shop import HOME, furnished
from benchmarks.stage import Figure, empty_store

ROUNDS, BATCH = 12, 10
SUPPLIERS = 4
SHOPPERS, RACES = 50, 5
WORLDS, PLACES, LINES = 60, 12, 12


def figures() -> list[Figure]:
    """Measure all three."""
    with empty_store():
        from django.utils import timezone  # noqa: PLC0415  tables exist only inside the stage

        goods, now = furnished(), timezone.now()
        found = _plans(goods, now)
        found += _search()
        return found + _races(now)


def _plans(goods: dict[str, int], now: Any) -> list[Figure]:
    from storecrew.kernel.store.models import Store  # noqa: PLC0415
    from storecrew.shop.addresses.types import Address  # noqa: PLC0415
    from storecrew.shop.sourcing import reads  # noqa: PLC0415
    from storecrew.shop.sourcing.types import Need  # noqa: PLC0415

    for number in range(SUPPLIERS):
        _supplied(f"S{number}", list(goods.values()), 40, cost=600 + 90 * number, now=now)
    to = Address(country="CN", region="广东省", city="深圳市", line1="1")

    def planning(lines: int) -> Callable[[], object]:
        needs = [Need(key=sku, variant_id=pk, quantity=2) for sku, pk in list(goods.items())[:lines]]
        return lambda: reads.plan(needs, ship_to=to, currency="CNY", now=now)

    cases = {
        "one bare question": lambda: Store.objects.filter(pk=1).first(),
        "plan of one line, five places": planning(1),
        "plan of 10 lines, five places": planning(10),
    }
    times: dict[str, list[float]] = {name: [] for name in cases}
    for case in cases.values():
        case()
    for _ in range(ROUNDS):
        for name, case in cases.items():
            started = time.perf_counter()
            for _ in range(BATCH):
                case()
            times[name].append((time.perf_counter() - started) * 1000 / BATCH)
    floor = statistics.median(times["one bare question"])
    return [
        Figure(name, statistics.median(one), "ms/call", statistics.median(one) / floor, "one bare question")
        for name, one in times.items()
    ]


def _search() -> list[Figure]:
    """Compare the bounded search with all sets of twelve places, tried for the comparison alone."""
    from storecrew.shop.sourcing import engine  # noqa: PLC0415

    rng, extra, exact = random.Random(4), [], 0  # noqa: S311  made-up baskets
    for _ in range(WORLDS):
        batches, parcels = _basket(rng)
        bounded = engine.choose(batches, {}, parcels)
        usual = engine.PLACES_TRIED, engine.STEPS
        engine.PLACES_TRIED, engine.STEPS = PLACES, LINES * 2**PLACES  # type: ignore[misc]  # and put back below
        try:
            least = engine.choose(batches, {}, parcels)
        finally:
            engine.PLACES_TRIED, engine.STEPS = usual  # type: ignore[misc]
        extra.append(bounded.cost / least.cost)
        exact += bounded.cost == least.cost
    return [
        Figure("bounded search, mean cost", statistics.mean(extra), "of least", statistics.mean(extra), "the least"),
        Figure("bounded search, worst of 60", max(extra), "of least", max(extra), "the least"),
        Figure("bounded search, the least found", exact / WORLDS, "share"),
    ]


def _basket(rng: random.Random) -> tuple[list[Any], dict[int, int]]:
    from storecrew.shop.sourcing.engine import Batch, Candidate  # noqa: PLC0415

    batches = []
    for line in range(1, LINES + 1):
        places = rng.sample(range(1, PLACES + 1), rng.randint(3, PLACES))
        some = tuple(Candidate(place, place, 9, _linear(rng.randint(800, 1600))) for place in places)
        batches.append(Batch(line, rng.randint(1, 3), ((line, 1),), some))
    return batches, {place: rng.choice([800, 1200, 1800]) for place in range(1, PLACES + 1)}


def _linear(unit: int) -> Callable[[int], int]:
    return lambda pieces: unit * pieces


def _races(now: Any) -> list[Figure]:
    from storecrew.shop.stock.drift import drifts  # noqa: PLC0415

    sold, allowed, seconds = 0, 0, []
    wrong = 0
    for number in range(RACES):
        variant = _scarce(number, now)
        started = time.perf_counter()
        got = _race(variant)
        seconds.append(time.perf_counter() - started)
        sold, allowed, wrong = sold + got, allowed + 2, wrong + (got != 2)
    return [
        Figure(f"orders of the last two pieces, {SHOPPERS} at once", sold, "orders", sold / allowed, "what is allowed"),
        Figure("rounds with too many or too few", wrong, "rounds"),
        Figure("levels that do not follow from their rows", len(list(drifts())), "levels"),
        Figure(f"a round of {SHOPPERS} checkouts", statistics.median(seconds), "s"),
    ]


def _race(variant: int) -> int:
    """Let all shoppers go to the checkout and order at the same moment; returns how many have an order."""
    from django.db import connection  # noqa: PLC0415

    from storecrew.kernel.actions.errors import Refused  # noqa: PLC0415
    from storecrew.kernel.actions.types import nobody  # noqa: PLC0415
    from storecrew.shop.carts import actions, reads  # noqa: PLC0415
    from storecrew.shop.carts.tokens import new_token  # noqa: PLC0415

    tokens = [new_token() for _ in range(SHOPPERS)]
    for token in tokens:
        actions.put(nobody(), actions.Put(token=token, variant_id=variant, quantity=1, currency="CNY", language="en"))
        filled = {"token": token, "email": "b@example.com", "ship_to": HOME, "provider": "test"}
        actions.fill_in(nobody(), actions.FillIn.model_validate(filled))
    start = Barrier(SHOPPERS)

    def buy(token: str) -> bool:
        start.wait()
        try:
            actions.begin_checkout(nobody(), actions.Begin(token=token))
            seen = reads.cart(nobody(), reads.CartQuery(token=token))
            agreed = actions.Complete(
                token=token,
                cart_uid=seen.uid,
                fingerprint=seen.quote.fingerprint if seen.quote else "-",
                return_url=f"/order/{actions.TOKEN_HERE}/",
                accepted_terms=True,
            )
            return bool(actions.complete(nobody(), agreed).order_id)
        except Refused:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(SHOPPERS) as pool:
        return sum(pool.map(buy, tokens))


def _scarce(number: int, now: Any) -> int:
    """Put something on sale of which two suppliers have one piece each."""
    from storecrew.fronts.lab.furnishing import Crew, put_on_sale  # noqa: PLC0415
    from storecrew.shop.stock import actions as stock  # noqa: PLC0415

    founder = _founder()
    variant = put_on_sale(Crew(founder, founder, founder, founder), now, f"LAST-{number}", 5_000, currency="CNY")
    stock.set_policy(founder, stock.Policy(variant_ids=(variant,)), now=now)
    for side in "AB":
        _supplied(f"L{number}{side}", [variant], 1, cost=1_500 if side == "A" else 2_500, now=now)
    return variant


def _supplied(code: str, variants: list[int], pieces: int, *, cost: int, now: Any) -> None:
    """Add a supplier with one warehouse that said an hour ago to have so many pieces of each."""
    from storecrew.kernel.money.types import Money  # noqa: PLC0415
    from storecrew.shop.availability import actions as availability  # noqa: PLC0415
    from storecrew.shop.supply import actions as supply  # noqa: PLC0415

    founder = _founder()
    form = {"code": code, "name": f"{code} Trading", "country": "CN", "currency": "CNY"}
    supplier = supply.add_supplier(founder, supply.SupplierForm.model_validate(form), now=now).supplier_id
    place = {"country": "CN", "region": "广东省", "city": "中山市"}
    opened = {"supplier_id": supplier, "code": code, "name": f"{code} warehouse", "place": place}
    site = supply.open_site(founder, supply.OpenSite.model_validate(opened), now=now)
    rows = []
    for row, variant in enumerate(variants, 1):
        made = {"supplier_id": supplier, "variant_id": variant, "sku": f"{code}-{row}", "cost": Money(cost, "CNY")}
        rows.append((supply.make_offer(founder, supply.MakeOffer.model_validate(made), now=now).offer_id, pieces, row))
    said = availability.TakeSaid(
        stream=f"feed:{supplier}", site_id=site.site_id, observed_at=now - timedelta(hours=1), rows=tuple(rows)
    )
    availability.take_said(founder, said, now=now)


def _founder() -> Any:
    from storecrew.kernel.actions.types import person  # noqa: PLC0415
    from storecrew.kernel.people.models import Person  # noqa: PLC0415

    return person(Person.objects.order_by("pk").values_list("pk", flat=True)[0])


if __name__ == "__main__":
    for figure in figures():
        print(figure)
