"""The way of a first order on the pages: from what is proposed to what lies on the shelf."""

from collections.abc import Callable

from django.test import Client
from django.utils import timezone

from storecrew.shop.buying.conftest import Buying
from storecrew.shop.buying.models import PurchaseOrder
from storecrew.shop.buying.proposing.jobs import reckon_all
from storecrew.shop.buying.proposing.models import Proposal

SignIn = Callable[..., Client]


def test_from_a_proposal_to_goods_on_the_shelf(buying: Buying, signed_in: SignIn) -> None:
    buying.receive(buying.sent(("LAMP-OAT", 6)), ("LAMP-OAT", 6, 0))
    reckon_all(timezone.now(), "tests")
    Proposal.objects.filter(variant_id=buying.goods["LAMP-OAT"]).update(verdict="due", quantity=12)
    client = signed_in(buying.buyer)
    oat = buying.goods["LAMP-OAT"]
    page = client.get("/crew/buying/").content.decode()
    assert f'name="pieces-{oat}" value="12"' in page
    kept = client.post("/crew/buying/", {"keep": "1", f"pieces-{oat}": "18"})
    assert (kept.status_code, Proposal.objects.get(variant_id=oat).chosen) == (303, 18)
    form = {"order": str(buying.supplier_id), f"pieces-{oat}": "24", "once": "a"}
    made = client.post("/crew/buying/", form)
    order = PurchaseOrder.objects.order_by("-pk")[0]
    assert made["Location"] == f"/crew/buying/orders/{order.pk}/"
    assert order.lines.get().quantity == 24
    assert Proposal.objects.get(variant_id=oat).verdict == "enough"
    assert client.post("/crew/buying/", form)["Location"] == made["Location"]
    assert PurchaseOrder.objects.count() == 2
    sent = client.post(f"/crew/buying/orders/{order.pk}/sending/", {"way": "mail", "to": "", "version": order.version})
    assert sent.status_code == 303
    client.post(f"/crew/buying/orders/{order.pk}/answer/", {"day": "2026-12-20", "way": "person"})
    scanned = client.get("/crew/buying/receive/", {"code": order.number.lower()})
    assert scanned["Location"].startswith(f"/crew/buying/orders/{order.pk}/receive/")
    line = order.lines.get()
    client.post(scanned["Location"], {f"came-{line.pk}": "24", f"damaged-{line.pk}": "", "once": "x"})
    order.refresh_from_db()
    assert (order.state, buying.on_hand("LAMP-OAT")) == ("received", 30)
