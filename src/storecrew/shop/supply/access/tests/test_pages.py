"""The crew's pages of links: who sees the address, and that nothing of it stays behind."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.mail.models import Message
from storecrew.shop.supply.access import queue
from storecrew.shop.supply.access.models import Key
from storecrew.shop.supply.access.tests.conftest import Letting

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_buyer_gives_a_link_copies_it_and_takes_it_back(letting: Letting, signed_in: SignIn, language: str) -> None:
    client = signed_in(letting.buying.buyer, language)
    here = f"/crew/supply/links/of/{letting.buying.supplier_id}/"
    assert client.get(here).status_code == 200
    sent = client.post(here, {"contact_id": letting.contact_id, "days": 30, "once": "a"})
    row = Key.objects.get()
    assert (sent.status_code, sent["Location"]) == (303, f"/crew/supply/links/{row.pk}/")
    shown = client.get(sent["Location"])
    page = shown.content.decode()
    assert "https://shop.example/portal/" in page
    assert '<svg class="qr"' in page
    assert shown["Referrer-Policy"] == "no-referrer"
    assert "no-store" in shown["Cache-Control"]
    client.post(sent["Location"], {"to": "lin@zs.example", "once": "b"})
    assert Message.objects.get().to == "lin@zs.example"
    client.post(f"{sent['Location']}revoke/")
    assert "portal/" not in client.get(sent["Location"]).content.decode()
    assert client.get(here).status_code == 200
    assert client.get(f"/crew/activity/{row.subject}/").status_code == 200


def test_finance_sees_that_there_is_one_and_not_where_it_leads(letting: Letting, signed_in: SignIn) -> None:
    given = letting.give(now=timezone.now())
    client = signed_in(letting.buying.company.finance)
    for path in (f"of/{letting.buying.supplier_id}/", f"{given.key_id}/"):
        page = client.get(f"/crew/supply/links/{path}")
        assert page.status_code == 200
        assert given.token not in page.content.decode()
    assert client.post(f"/crew/supply/links/{given.key_id}/revoke/").status_code == 403
    assert signed_in(letting.buying.company.marketing).get(f"/crew/supply/links/{given.key_id}/").status_code == 403


def test_what_is_not_there_is_not_there(letting: Letting, signed_in: SignIn) -> None:
    client = signed_in(letting.buying.buyer)
    assert client.get("/crew/supply/links/of/999/").status_code == 404
    assert client.get("/crew/supply/links/999/").status_code == 404


def test_the_suppliers_page_says_who_comes_in(letting: Letting, signed_in: SignIn) -> None:
    client, here = signed_in(letting.buying.buyer), f"/crew/supply/{letting.buying.supplier_id}/"
    assert f"/crew/supply/links/of/{letting.buying.supplier_id}/" in client.get(here).content.decode()
    given = letting.give(now=timezone.now())
    assert f"/crew/supply/links/{given.key_id}/" in client.get(here).content.decode()


def test_unopened_and_ending_links_are_on_the_list(letting: Letting) -> None:
    now = timezone.now()
    given = letting.give(now=now)
    buyer = letting.buying.buyer
    assert _keys(buyer, now) == set()
    assert _keys(buyer, now + timedelta(days=4)) == {f"supply_access.unopened:{given.key_id}"}
    letting.use(given, now=now + timedelta(days=4))
    assert _keys(buyer, now + timedelta(days=8)) == set()
    Key.objects.update(expires_at=now + timedelta(days=365))
    assert _keys(buyer, now + timedelta(days=360)) == {f"supply_access.ending:{given.key_id}"}


def _keys(buyer: Actor, now: datetime) -> set[str]:
    return {item.key for item in queue.keys(buyer, now)}
