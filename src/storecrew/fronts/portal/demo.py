"""Links of the demo's suppliers: the punctual one uses theirs and asks for another price, another has not opened theirs.

The links stand in the console at Suppliers → the supplier → Their own page.
"""

from datetime import datetime, timedelta

from storecrew.fronts.portal import actions
from storecrew.kernel.actions.types import Actor, Surface, outsider
from storecrew.kernel.money.types import Money
from storecrew.shop.supply import demo as suppliers
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.access import actions as access
from storecrew.shop.supply.reads.people import contacts_of

GIVEN = timedelta(days=60)
UNOPENED = timedelta(days=4)
WECHAT = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/116.0 MicroMessenger/8.0"


def build(actor: Actor, now: datetime) -> None:
    """Let people of two suppliers in."""
    known = suppliers.supplier_ids()
    for code, given_at in ((suppliers.PUNCTUAL, now - GIVEN), (suppliers.LAGGING, now - UNOPENED)):
        supplier_id = known.get(code)
        if supplier_id is None:
            continue
        contact = contacts_of([supplier_id])[supplier_id][0]
        data = access.GiveKey(supplier_id=supplier_id, contact_id=contact.contact_id)
        token = access.give_key(actor, data, now=given_at).token
        if code == suppliers.PUNCTUAL:
            _use(supplier_id, token, given_at, now)


def _use(supplier_id: int, token: str, given_at: datetime, now: datetime) -> None:
    """Open it every few days, and ask for another price of one thing."""
    who = outsider(f"supplier:{supplier_id}", surface=Surface.PORTAL, address="203.0.113.24")
    at = given_at + timedelta(hours=1)
    while at < now:
        access.use_key(who, access.UseKey(token=token, device=WECHAT), now=at)
        at += timedelta(days=6)
    offers, _total = supply.open_offers(supplier_id, limit=1)
    if offers and offers[0].cost:
        cost = Money(offers[0].cost.minor * 104 // 100, offers[0].cost.currency)
        wish = actions.WishCost(token=token, offer_id=offers[0].offer_id, cost=cost, words="铜价涨了，下月起想调一点。")
        actions.wish_cost(who, wish, now=now - timedelta(hours=20))
