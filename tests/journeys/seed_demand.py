"""Let two things on the store's own shelf have sold for ten weeks and run low; run as a program, prints JSON."""

import json
import os
from datetime import timedelta

import django
from tests.journeys.seed import EMAIL

SKUS, DAYS, A_DAY = ("TEA", "CUP"), 70, 2


def main() -> None:
    django.setup()
    from django.utils import timezone  # noqa: PLC0415  needs settings

    from storecrew.fronts.lab.furnishing import Crew, put_on_sale  # noqa: PLC0415
    from storecrew.kernel.actions.types import person  # noqa: PLC0415
    from storecrew.kernel.money.types import Money  # noqa: PLC0415
    from storecrew.kernel.people.models import Person  # noqa: PLC0415
    from storecrew.shop.stock import actions as stock  # noqa: PLC0415
    from storecrew.shop.stock.models import Warehouse  # noqa: PLC0415
    from storecrew.shop.stock.types import Wanted  # noqa: PLC0415
    from storecrew.shop.supply import actions as supply  # noqa: PLC0415
    from storecrew.shop.supply.models import Supplier  # noqa: PLC0415

    now, founder = timezone.now(), person(Person.objects.get(email=EMAIL).pk)
    main_warehouse, began = Warehouse.objects.get(code="MAIN").pk, now - timedelta(days=DAYS)
    supplier_id = Supplier.objects.get(code="ZS-LAMP").pk
    crew = Crew(founder, founder, founder, founder)
    made = {sku: put_on_sale(crew, began, sku, 15_000, currency="CNY") for sku in SKUS}
    stock.set_policy(founder, stock.Policy(variant_ids=tuple(made.values())), now=began)
    pieces = DAYS * A_DAY + 1
    lines = tuple(
        stock.ReceivedLine(variant_id=one, quantity=pieces, cost=Money(4_000, "CNY")) for one in made.values()
    )
    stock.receive(founder, stock.Receive(warehouse_id=main_warehouse, lines=lines), now=began)
    for sku, variant_id in made.items():
        terms = {"supplier_id": supplier_id, "variant_id": variant_id, "sku": f"ZS-{sku}", "title": sku, "minimum": 5}
        terms["cost"] = Money(4_000, "CNY")
        supply.make_offer(founder, supply.MakeOffer.model_validate(terms), now=began)
    for day in range(DAYS):
        at, owner = began + timedelta(days=day, hours=3), f"order:{900_000 + day}"
        wanted = tuple(Wanted(variant_id=one, quantity=A_DAY, line=f"line:{one}") for one in made.values())
        stock.reserve(founder, stock.Reserve(owner=owner, lines=wanted), now=at)
        leaving = [
            {"variant_id": one, "quantity": A_DAY, "warehouse_id": main_warehouse, "line": f"line:{one}"}
            for one in made.values()
        ]
        parcel = {"owner": owner, "document": f"parcel:{900_000 + day}", "lines": leaving}
        stock.dispatch(founder, stock.Dispatch.model_validate(parcel), now=at)
    print(json.dumps(made))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storecrew.config.settings")
    main()
