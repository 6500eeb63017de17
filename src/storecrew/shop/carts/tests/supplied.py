"""Suppliers of what the shop itself has none of: said to be there, sold from there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.types import Money
from storecrew.shop.availability import actions as availability
from storecrew.shop.supply import actions as supply


@dataclass(frozen=True, slots=True)
class Supplied:
    """A supplier with one warehouse and one offer."""

    supplier_id: int
    site_id: int
    warehouse_id: int
    offer_id: int


def supplied(keeper: Actor, code: str, variant_id: int, pieces: int, *, cost: int, now: datetime) -> Supplied:
    """Add a supplier that has so many pieces of a variant, as they said an hour ago."""
    form = {"code": code, "name": f"{code} Trading", "country": "CN", "currency": "CNY"}
    supplier = supply.add_supplier(keeper, supply.SupplierForm.model_validate(form), now=now).supplier_id
    place = {"country": "CN", "region": "广东省", "city": "中山市"}
    opened = {"supplier_id": supplier, "code": code, "name": f"{code} warehouse", "place": place}
    site = supply.open_site(keeper, supply.OpenSite.model_validate(opened), now=now)
    made = {"supplier_id": supplier, "variant_id": variant_id, "sku": f"{code}-1", "cost": Money(cost, "CNY")}
    offer = supply.make_offer(keeper, supply.MakeOffer.model_validate(made), now=now).offer_id
    said = availability.TakeSaid(
        stream=f"feed:{supplier}",
        site_id=site.site_id,
        observed_at=now - timedelta(hours=1),
        rows=((offer, pieces, 1),),
    )
    availability.take_said(keeper, said, now=now)
    return Supplied(supplier, site.site_id, site.warehouse_id, offer)
