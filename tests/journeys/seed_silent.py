"""Let a supplier who has said nothing for days have something, or (`awake`) another one have it too; prints JSON."""

import json
import os
import sys
from datetime import timedelta

import django
from tests.journeys.seed import EMAIL

SKU = "MOON"


def main(what: str) -> None:
    django.setup()
    from django.utils import timezone  # noqa: PLC0415  needs settings

    from storecrew.fronts.lab.furnishing import Crew, put_on_sale  # noqa: PLC0415
    from storecrew.kernel.actions.types import person  # noqa: PLC0415
    from storecrew.kernel.clock.reads import work_calendar  # noqa: PLC0415
    from storecrew.kernel.money.types import Money  # noqa: PLC0415
    from storecrew.kernel.people.models import Person  # noqa: PLC0415
    from storecrew.shop.availability import actions as availability  # noqa: PLC0415
    from storecrew.shop.catalogue.models import Variant  # noqa: PLC0415
    from storecrew.shop.stock import actions as stock  # noqa: PLC0415
    from storecrew.shop.supply import actions as supply  # noqa: PLC0415

    now, founder = timezone.now(), person(Person.objects.get(email=EMAIL).pk)
    if what == "awake":
        variant_id, code, city, heard = Variant.objects.get(sku=SKU).pk, "NB-AWAKE", "宁波市", now
    else:
        variant_id = put_on_sale(Crew(founder, founder, founder, founder), now, SKU, 15_000, currency="CNY")
        stock.set_policy(founder, stock.Policy(variant_ids=(variant_id,)), now=now)
        code, city, heard = "HZ-QUIET", "杭州市", now
        for _ in range(3):  # three days on which people work
            heard -= timedelta(days=1)
            while not work_calendar().day(heard.date()).is_working:
                heard -= timedelta(days=1)
    company = {"code": code, "name": code, "country": "CN", "language": "zh-hans", "currency": "CNY"}
    supplier_id = supply.add_supplier(founder, supply.SupplierForm.model_validate(company), now=heard).supplier_id
    place = {"country": "CN", "region": "浙江省", "city": city}
    site = {"supplier_id": supplier_id, "code": code[:2], "name": f"{code} 仓", "place": place, "cut_off": "17:00"}
    site_id = supply.open_site(founder, supply.OpenSite.model_validate(site), now=heard).site_id
    terms = {"supplier_id": supplier_id, "variant_id": variant_id, "sku": f"{code}-1", "title": "月球灯"}
    terms["cost"] = Money(6_000, "CNY")
    offer_id = supply.make_offer(founder, supply.MakeOffer.model_validate(terms), now=heard).offer_id
    said = availability.TakeSaid(
        stream=f"push:{site_id}", site_id=site_id, observed_at=heard, rows=((offer_id, 60, None),)
    )
    availability.take_said(founder, said, now=heard)
    print(json.dumps({"supplier_id": supplier_id, "site_id": site_id}))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storecrew.config.settings")
    main(*sys.argv[1:])
