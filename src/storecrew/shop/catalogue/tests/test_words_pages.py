"""Tags are renamed and old addresses kept on pages of their own."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, Refused
from storecrew.kernel.actions.types import Actor, nobody
from storecrew.shop.catalogue import actions, reads
from storecrew.shop.catalogue.addressing import path_of, standing_at
from storecrew.shop.catalogue.models import Product, Redirect, RedirectKind, Tag
from storecrew.shop.catalogue.tests.conftest import Make
from storecrew.shop.catalogue.tests.test_pages import client_of

TAGS, TAG, REDIRECTS = "catalogue:tags", "catalogue:tag", "catalogue:redirects"


@pytest.fixture
def editor(company: Company) -> Client:
    return client_of(company.web)


def messages_of(client: Client) -> str:
    return "".join(str(line) for line in client.get(reverse(TAGS)).context["messages"])


def back_of(html: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in re.findall(r'name="(back|name)" value="([^"]*)"', html)}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_pages_answer_empty_and_full(company: Company, make: Make, web: Actor, language: str) -> None:
    client = client_of(company.web, language)
    for name in (TAGS, REDIRECTS):
        assert client.get(reverse(name)).status_code == 200
    lamp = make("Lamp", tags=("gift", "winter"))
    actions.rename(web, actions.Rename(product_id=lamp.pk, slug="half-moon"))
    tag = Tag.objects.get(key="gift")
    assert "gift" in client.get(reverse(TAG, args=[tag.pk])).content.decode()
    page = client.get(reverse(REDIRECTS)).content.decode()
    assert "/p/lamp/" in page
    assert ("改了名" in page) == (language == "zh-hans")


def test_readers_see_them_and_change_nothing(company: Company, make: Make) -> None:
    make("Lamp", tags=("gift",))
    client, tag = client_of(company.finance), Tag.objects.get()
    assert "Rename the tag" not in client.get(reverse(TAG, args=[tag.pk])).content.decode()
    client.post(reverse(TAG, args=[tag.pk]), {"name": "present"})
    tag.refresh_from_db()
    assert tag.name == "gift"
    assert "Lead it on" not in client.get(reverse(REDIRECTS)).content.decode()
    assert client_of(company.stranger).get(reverse(TAGS)).status_code == 403


def test_a_tag_is_renamed_and_renamed_back(editor: Client, make: Make) -> None:
    make("Lamp", tags=("gift",))
    tag = Tag.objects.get()
    assert editor.post(reverse(TAG, args=[tag.pk]), {"name": "Present"}).status_code == 303
    tag.refresh_from_db()
    assert tag.name == "Present"
    editor.post(reverse(TAG, args=[tag.pk]), back_of(messages_of(editor)))
    tag.refresh_from_db()
    assert tag.name == "gift"


def test_two_tags_of_one_name_become_one_and_it_is_said(editor: Client, make: Make) -> None:
    make("Lamp", tags=("gift",))
    make("Towel", tags=("present",))
    gift = Tag.objects.get(key="gift")
    editor.post(reverse(TAG, args=[gift.pk]), {"name": "Present"})
    assert Tag.objects.count() == 1
    said = messages_of(editor)
    assert "on 2 products" in said
    assert "<form" not in said  # nobody can take them apart again


def test_a_tag_that_is_gone_is_not_renamed(editor: Client) -> None:
    assert editor.get(reverse(TAG, args=[9999])).status_code == 404
    assert editor.post(reverse(TAG, args=[9999]), {"name": "x"}).status_code == 404
    assert editor.post(reverse(TAGS), {"name": "x"}).status_code == 404


def test_an_empty_name_is_explained(editor: Client, make: Make) -> None:
    make("Lamp", tags=("gift",))
    assert editor.post(reverse(TAG, args=[Tag.objects.get().pk]), {"name": " "}).status_code == 422


def test_unused_tags_can_be_looked_at_alone(editor: Client, make: Make, web: Actor) -> None:
    lamp = make("Lamp", tags=("gift", "old"))
    actions.bulk_tag(web, actions.BulkTag(product_ids=(lamp.pk,), remove=("old",)))
    page = editor.get(reverse(TAGS) + "?use=none").context["page"]
    assert [line.cells[0].html for line in page.lines] == ["old"]


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://old.example/products/x.html?y=1#z", "/products/x.html"),
        ("products/x/", "/products/x"),
        ("//old.example/%E8%8C%B6", "/茶"),
        (" / ", "/"),
    ],
)
def test_a_pasted_address_is_its_path(address: str, path: str) -> None:
    assert path_of(address) == path


def test_what_stands_at_an_address_is_found_in_any_language(web: Actor, make: Make) -> None:
    lamp = make("Lamp")
    light = actions.create_category(web, actions.CategoryDraft(name="Light")).category_id
    gifts = actions.create_collection(web, actions.CollectionDraft(title="Gifts")).collection_id
    assert standing_at("https://shop.example/en/p/lamp/?variant=3") == {"product_id": lamp.pk}
    assert standing_at("/c/light/") == {"category_id": light}
    assert standing_at("/zh/collections/gifts") == {"collection_id": gifts}
    for nothing in ("/p/none/", "/", "", "/about/us/", "/c/"):
        assert standing_at(nothing) is None


def test_an_old_address_leads_to_what_was_pasted(editor: Client, make: Make) -> None:
    make("Lamp")
    posted = {"old": "https://old.example/products/lamp.html", "to": "https://shop.example/p/lamp/"}
    assert editor.post(reverse(REDIRECTS), posted).status_code == 303
    turned = reads.turned(nobody(), reads.TurnedQuery(kind="path", old="/products/lamp.html"))
    assert (turned.kind, turned.address) == ("product", "lamp")
    assert editor.post(reverse(REDIRECTS), {"old": "/gone", "to": ""}).status_code == 303
    assert reads.turned(nobody(), reads.TurnedQuery(kind="path", old="/gone")).gone


@pytest.mark.parametrize(
    ("old", "to", "field"),
    [("/", "", "old"), ("/p/lamp/", "", "old"), ("/x", "/p/none/", "to"), ("", "", "old")],
)
def test_what_cannot_lead_on_is_said_at_its_field(editor: Client, make: Make, old: str, to: str, field: str) -> None:
    make("Lamp")
    answer = editor.post(reverse(REDIRECTS), {"old": old, "to": to})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Redirect.objects.exists()


def test_removed_addresses_come_back_with_one_click(editor: Client, make: Make, web: Actor) -> None:
    lamp = make("Lamp")
    actions.rename(web, actions.Rename(product_id=lamp.pk, slug="half-moon"))
    actions.redirect_path(web, actions.OldPath(old="/old.html"))
    ids = list(Redirect.objects.values_list("pk", flat=True))
    assert editor.post(reverse(REDIRECTS), {"bulk": "remove", "row": ids}).status_code == 303
    assert not Redirect.objects.exists()
    editor.post(reverse("catalogue:put_back_redirects"), back_of(messages_of(editor)))
    assert set(Redirect.objects.values_list("kind", "old", "product")) == {
        ("product", "lamp", lamp.pk),
        ("path", "/old.html", None),
    }


def test_an_address_that_somebody_took_is_not_put_back(web: Actor, make: Make) -> None:
    lamp = make("Lamp")
    actions.rename(web, actions.Rename(product_id=lamp.pk, slug="half-moon"))
    done = actions.remove_redirects(web, actions.RemoveRedirects(ids=(Redirect.objects.get().pk,)))
    make("Lamp")
    assert Product.objects.filter(slug="lamp").exists()
    with pytest.raises(Refused):
        actions.put_back_redirects(web, actions.PutBackRedirects(addresses=done.removed))
    gone = actions.OldAddress(kind=RedirectKind.PATH, old="/x", product_id=9999)
    with pytest.raises(Refused):
        actions.put_back_redirects(web, actions.PutBackRedirects(addresses=(gone,)))


def test_removing_twice_removes_once_and_others_may_not(company: Company, web: Actor) -> None:
    actions.redirect_path(web, actions.OldPath(old="/old.html"))
    data = actions.RemoveRedirects(ids=(Redirect.objects.get().pk,))
    with pytest.raises(Denied):
        actions.remove_redirects(company.finance, data)
    removed = actions.remove_redirects(web, data).removed
    assert len(removed) == 1
    assert actions.remove_redirects(web, data).removed == ()
    with pytest.raises(Denied):
        actions.put_back_redirects(company.finance, actions.PutBackRedirects(addresses=removed))
    assert actions.put_back_redirects(web, actions.PutBackRedirects(addresses=removed)).count == 1


@pytest.mark.parametrize("name", [TAGS, REDIRECTS])
def test_many_rows_cost_no_more_queries(
    editor: Client, web: Actor, make: Make, name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    lamp = make("Lamp", tags=tuple(f"tag {number}" for number in range(40)))
    for number in range(40):
        actions.redirect_path(web, actions.OldPath(old=f"/old-{number}", product_id=lamp.pk))
    editor.get(reverse(name))
    with django_assert_max_num_queries(40):
        editor.get(reverse(name))
