"""Let a supplier of the furnished store have what the store has not; run as a program with its environment, prints JSON."""

import json
import os

import django
from tests.journeys.seed import EMAIL

SKU, PIECES = "FAR", 9


def main() -> None:
    django.setup()
    from django.utils import timezone  # noqa: PLC0415  needs settings

    from storecrew.fronts.lab.furnishing import Crew, put_on_sale  # noqa: PLC0415
    from storecrew.kernel.actions.types import person  # noqa: PLC0415
    from storecrew.kernel.money.types import Money  # noqa: PLC0415
    from storecrew.kernel.people.models import Person  # noqa: PLC0415
    from storecrew.shop.availability import actions as availability  # noqa: PLC0415
    from storecrew.shop.stock import actions as stock  # noqa: PLC0415
    from storecrew.shop.supply import actions as supply  # noqa: PLC0415

    now, founder = timezone.now(), person(Person.objects.get(email=EMAIL).pk)
    variant_id = put_on_sale(Crew(founder, founder, founder, founder), now, SKU, 15_000, currency="CNY")
    stock.set_policy(founder, stock.Policy(variant_ids=(variant_id,)), now=now)
    company = {"code": "ZS-LAMP", "name": "中山灯饰", "country": "CN", "language": "zh-hans", "currency": "CNY"}
    supplier_id = supply.add_supplier(founder, supply.SupplierForm.model_validate(company), now=now).supplier_id
    contact = {"supplier_id": supplier_id, "name": "林姐", "channels": [{"kind": "email", "address": "lin@zs.example"}]}
    supply.add_contact(founder, supply.AddContact.model_validate(contact), now=now)
    place = {"country": "CN", "region": "广东省", "city": "中山市"}
    site = {"supplier_id": supplier_id, "code": "ZS1", "name": "古镇仓", "place": place, "cut_off": "17:00"}
    site_id = supply.open_site(founder, supply.OpenSite.model_validate(site), now=now).site_id
    terms = {"supplier_id": supplier_id, "variant_id": variant_id, "sku": "ZS-FAR", "title": "远山灯"}
    terms["cost"] = Money(6_000, "CNY")
    offer_id = supply.make_offer(founder, supply.MakeOffer.model_validate(terms), now=now).offer_id
    said = availability.TakeSaid(stream="person:1", site_id=site_id, observed_at=now, rows=((offer_id, PIECES, None),))
    availability.take_said(founder, said, now=now)
    print(json.dumps({"supplier_id": supplier_id, "site_id": site_id}))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storecrew.config.settings")
    main()
