"""A link lets its supplier in, without a cookie, and nobody else; what it shows stays between the two."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from storecrew.fronts.portal.tests.conftest import Portal
from storecrew.kernel.audit.models import Entry
from storecrew.shop.supply.access import actions as access
from storecrew.shop.supply.access.models import Key

pytestmark = pytest.mark.django_db


def test_the_first_page_opens_in_chinese_and_leaves_nothing_behind(portal: Portal) -> None:
    answer = portal.get()
    page = answer.content.decode()
    assert answer.status_code == 200
    assert '<html lang="zh-Hans">' in page
    assert "中山灯饰" in page
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert not answer.cookies
    assert 'type="module"' not in page
    assert "csrfmiddlewaretoken" not in page


def test_english_is_chosen_once_and_stays(portal: Portal) -> None:
    assert portal.post("speak/", language="en").status_code == 303
    assert '<html lang="en">' in portal.page()
    assert "Report stock" in portal.page()
    portal.post("speak/", language="zh-hans")
    assert '<html lang="zh-Hans">' in portal.page()


def test_each_use_is_noted_once_in_a_while(portal: Portal) -> None:
    portal.get()
    portal.get("stock/")
    row = Key.objects.get(contact_id=portal.contact_id)
    assert row.opened_at is not None
    assert "MicroMessenger" in row.last_device
    assert Entry.objects.filter(action="supply_access.use_key").count() == 1
    assert Entry.objects.get(action="supply_access.use_key").actor == f"supplier:{portal.buying.supplier_id}"
    portal.client.head(f"/portal/{portal.other.token}/")
    assert not Entry.objects.filter(subject=f"supplier_key:{row.pk + 1}", action="supply_access.use_key").exists()


def test_wrong_links_say_so_and_guessing_is_slowed_down(portal: Portal) -> None:
    answer = portal.client.get("/portal/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "这个链接打不开" in page
    assert "This link opens nothing" in page
    assert "中山灯饰" not in page
    codes = {portal.client.get(f"/portal/{number:032d}/").status_code for number in range(25)}
    assert codes == {404, 429}
    assert portal.get().status_code == 200


def test_a_link_that_was_taken_back_or_ran_out_is_gone(portal: Portal) -> None:
    row = Key.objects.get(contact_id=portal.contact_id)
    Key.objects.filter(pk=row.pk).update(
        given_at=timezone.now() - timedelta(days=40), expires_at=timezone.now() - timedelta(days=1)
    )
    answer = portal.get("stock/")
    assert (answer.status_code, "过期" in answer.content.decode()) == (410, True)
    access.revoke_key(portal.buying.buyer, access.RevokeKey(key_id=row.pk), now=timezone.now())
    answer = portal.post("stock/", do="same", site=portal.buying.site_id)
    assert (answer.status_code, "收回" in answer.content.decode()) == (410, True)
    assert portal.told() == {}


def test_the_crew_looks_on_without_using_the_link_or_answering_by_it(
    portal: Portal, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(portal.buying.company.founder)
    shown = client.get(f"/portal/{portal.token}/stock/")
    assert (shown.status_code, "店员" in shown.content.decode()) == (200, True)
    sent = client.post(f"/portal/{portal.token}/stock/", {"do": "same", "site": portal.buying.site_id})
    assert sent.status_code == 403
    assert portal.told() == {}
    assert Key.objects.get(contact_id=portal.contact_id).opened_at is None
    assert client.get("/portal/" + "b" * 32 + "/").status_code == 404


def test_too_many_forms_in_a_minute_are_put_off(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    from storecrew.fronts.portal import visits  # noqa: PLC0415  its limit is made small

    monkeypatch.setattr(visits, "ANSWERS", visits.Rate(2, 60))
    codes = [portal.post("stock/", do="check", way="type", site=portal.buying.site_id).status_code for _try in range(3)]
    assert codes == [422, 422, 429]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_opens_with_few_questions(
    portal: Portal, language: str, django_assert_max_num_queries: object
) -> None:
    portal.post("speak/", language=language)
    portal.get()
    for path in ("", "stock/", "stock/?way=paste", "stock/?way=file", "goods/", f"goods/{portal.offers['MUG']}/"):
        with django_assert_max_num_queries(30):  # type: ignore[operator]
            answer = portal.client.get(f"/portal/{portal.token}/{path}")
        assert answer.status_code == 200, path
