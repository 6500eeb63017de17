"""Pages as customers and crawlers get them: languages, canonical addresses, alternates, filters, redirects, weight."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.test import Client

from storecrew.conftest import Company
from storecrew.fronts.storefront import actions
from storecrew.fronts.storefront.actions.home import AddSection
from storecrew.fronts.storefront.actions.look import SetTheme
from storecrew.fronts.storefront.actions.menus import SetMenu
from storecrew.fronts.storefront.tests.conftest import NOW, Goods
from storecrew.fronts.storefront.tests.pages import seen
from storecrew.fronts.storefront.types import Frame, Hero, Link, LinkGroup
from storecrew.kernel.people.models import Person
from storecrew.kernel.store.models import Store
from storecrew.shop.catalogue import actions as catalogue

ORIGIN = "http://localhost:8000"
ADDRESSES = ["/", "/c/tea/", "/p/mug/", "/p/bedding/", "/search/", "/search/?q=杯", "/pages/delivery/", "/nothing/"]
EVERY = [prefix + address for prefix in ("", "/en") for address in ADDRESSES]


def test_a_page_is_light_works_without_scripts_and_has_one_heading(visitor: Client, subtests: pytest.Subtests) -> None:
    for address in EVERY:
        with subtests.test(address):
            answer = visitor.get(address)
            page = seen(answer)
            assert len(answer.content) < 30_000
            assert len(page.h1) == 1
            scripts = [found for tag, found in page.tags if tag == "script"]
            scripts = [found for found in scripts if found.get("type") != "application/ld+json"]
            assert all(found.get("type") == "module" and found.get("src") for found in scripts)
            assert not [
                found for _tag, found in page.tags if "style" in found or any(n.startswith("on") for n in found)
            ]
            assert "#" not in page.links
            assert "" not in page.links


@pytest.mark.parametrize("address", ["/", "/search/?q=lamp", "/no-such-page/"])
def test_caches_keep_one_copy_of_a_page_whatever_language_browsers_prefer(visitor: Client, address: str) -> None:
    answer = visitor.get(address, headers={"Accept-Language": "de, zh;q=0.5"})
    assert "accept-language" not in answer.headers.get("Vary", "").lower()
    assert answer.headers["Content-Language"] == visitor.get(address).headers["Content-Language"]


def test_where_the_browser_chooses_the_language_caches_are_told(visitor: Client) -> None:
    assert "accept-language" in visitor.get("/crew/sign-in/").headers["Vary"].lower()


def test_a_page_for_strangers_opens_no_session_and_may_be_kept_by_caches(
    visitor: Client, subtests: pytest.Subtests
) -> None:
    for address in EVERY:
        with subtests.test(address):
            answer = visitor.get(address)
            assert not answer.cookies
            if answer.status_code == 200:
                assert "public" in answer.headers["Cache-Control"]
                assert visitor.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_the_language_is_part_of_the_address(visitor: Client) -> None:
    chinese, english = visitor.get("/p/mug/"), visitor.get("/en/p/mug/")
    assert seen(chinese).h1 == ["下班杯"]
    assert seen(english).h1 == ["Clock-Off Mug"]
    assert (chinese.headers["Content-Language"], english.headers["Content-Language"]) == ("zh-Hans", "en")
    assert ("html", {"lang": "zh-Hans"}) in seen(chinese).tags
    assert "¥98" in chinese.content.decode()
    assert "$22" in english.content.decode()


def test_a_page_has_one_address_only(visitor: Client) -> None:
    assert visitor.get("/zh/").status_code == 404  # Chinese stands at the root
    assert visitor.get("/fr/").status_code == 404  # nobody speaks it here
    assert visitor.get("/p/mug").headers["Location"] == "/p/mug/"
    assert visitor.get("/en/p/mug?variant=1").headers["Location"] == "/en/p/mug/?variant=1"


def test_alternates_name_every_language_and_point_back(visitor: Client, subtests: pytest.Subtests) -> None:
    for address in ("/", "/c/tea/", "/p/mug/", "/pages/delivery/", "/search/"):
        with subtests.test(address):
            here, there = seen(visitor.get(address)), seen(visitor.get("/en" + address))
            names = {found["hreflang"]: found["href"] for found in here.rel("alternate")}
            chinese, english = ORIGIN + address, f"{ORIGIN}/en{address}"
            assert names == {"zh-Hans": chinese, "en": english, "x-default": english}
            assert {found["hreflang"]: found["href"] for found in there.rel("alternate")} == names
            assert here.rel("canonical")[0]["href"] == chinese
            assert f"/en{address}" in here.links  # the language link keeps the page


def test_what_is_written_in_one_language_has_no_alternates(visitor: Client) -> None:
    page = seen(visitor.get("/pages/icp/"))
    assert page.rel("alternate") == []
    assert "/en/" in page.links  # the language link leads home instead
    assert visitor.get("/en/pages/icp/").status_code == 404


def test_a_variant_is_chosen_by_the_address_and_the_product_stays_canonical(visitor: Client, goods: Goods) -> None:
    plain = seen(visitor.get("/p/mug/"))
    celadon = next(variant for variant in plain.data[0]["hasVariant"] if variant["sku"] == "MUG-CEL")
    answer = visitor.get(celadon["offers"]["url"].removeprefix(ORIGIN))
    page = seen(answer)
    assert "MUG-CEL" in answer.content.decode()
    assert "¥108" in answer.content.decode()
    assert page.rel("canonical")[0]["href"] == f"{ORIGIN}/p/mug/"
    assert page.title == "下班杯, 影青 · 掌灯"
    current = [found for tag, found in page.tags if tag == "a" and found.get("aria-current") == "true"]
    assert [found["href"] for found in current] == [celadon["offers"]["url"].removeprefix(ORIGIN)]


def test_a_variant_that_is_not_of_this_product_is_passed_over(visitor: Client) -> None:
    assert visitor.get("/p/mug/?variant=999999").status_code == 200
    assert visitor.get("/p/mug/?variant=abc").status_code == 200


def test_each_choice_keeps_the_other_options(visitor: Client) -> None:
    page = seen(visitor.get("/p/bedding/"))
    variants = {variant["offers"]["url"].removeprefix(ORIGIN): variant for variant in page.data[0]["hasVariant"]}
    choices = [found["href"] for tag, found in page.tags if tag == "a" and found.get("href") in variants]
    assert len(choices) == 6 + 4 + 2
    first = variants[next(href for href in choices)]
    same_size = [variants[href] for href in choices[:6]]
    assert {variant["size"] for variant in same_size} == {first["size"]}
    assert len({variant["color"] for variant in same_size}) == 6


def test_a_reduction_shows_the_former_price(visitor: Client) -> None:
    html = visitor.get("/p/mug/").content.decode()
    assert '<s class="was"' in html
    assert "¥118" in html


def test_without_a_bag_the_page_says_how_to_order_by_letter(visitor: Client) -> None:
    page = seen(visitor.get("/en/p/mug/"))
    letter = next(href for href in page.links if href.startswith("mailto:hello@lamphour.example?"))
    assert "MUG-OAT" in letter
    assert "subject=Order%3A%20Clock-Off%20Mug" in letter
    assert not [tag for tag, found in page.tags if tag == "button" and found.get("type") == "button"]


def test_a_store_without_an_address_for_letters_offers_no_dead_button(visitor: Client, company: Company) -> None:
    actions.set_frame(company.web, Frame(currencies={"zh-hans": "CNY", "en": "USD"}))
    html = visitor.get("/en/p/mug/").content.decode()
    assert "mailto:" not in html
    assert "does not take orders on the web yet" in html


def test_filtered_and_sorted_lists_are_the_same_list_to_search_engines(visitor: Client) -> None:
    page = seen(visitor.get("/c/tea/?o.colour=oat&sort=price_up"))
    assert page.meta("robots") == "noindex, follow"
    assert page.rel("canonical")[0]["href"] == f"{ORIGIN}/c/tea/"
    assert page.rel("alternate") == []
    assert seen(visitor.get("/c/tea/")).meta("robots") == ""


def test_filters_narrow_can_be_taken_away_and_survive_nonsense(
    visitor: Client, make: Callable[..., int], goods: Goods
) -> None:
    for number in range(5):
        make(
            f"杯子 {number}",
            categories=(goods.tea,),
            tags=("送礼",) if number < 2 else (),
            brand="南河窑" if number else "丁山",
        )
    plain = visitor.get("/c/tea/").content.decode()
    assert 'name="brand" value="南河窑"' in plain
    narrowed = seen(visitor.get(f"/c/tea/?brand={quote('南河窑')}&tag={quote('送礼')}"))
    assert f"/c/tea/?tag={quote('送礼')}" in narrowed.links
    assert sum(tag == "li" and found.get("class") == "card" for tag, found in narrowed.tags) == 1
    for nonsense in (
        "?page=0",
        "?page=-1",
        "?page=x",
        "?sort=evil",
        "?price=9-",
        "?price=---",
        "?o.=x",
        "?o.colour=",
        f"?brand={'x' * 3000}",
    ):
        assert visitor.get("/c/tea/" + nonsense).status_code == 200, nonsense


def test_nothing_fits_says_so_and_offers_the_way_back(visitor: Client) -> None:
    page = visitor.get("/c/tea/?brand=nobody")
    assert "没有合适的" in page.content.decode()
    assert "/c/tea/" in seen(page).links


def test_further_pages_are_their_own_and_name_their_neighbours(
    visitor: Client, make: Callable[..., int], goods: Goods
) -> None:
    for number in range(49):
        make(f"杯 {number}", categories=(goods.tea,))
    second = seen(visitor.get("/c/tea/?page=2"))
    assert second.rel("canonical")[0]["href"] == f"{ORIGIN}/c/tea/?page=2"
    assert second.rel("prev")[0]["href"] == f"{ORIGIN}/c/tea/"
    assert second.rel("next")[0]["href"] == f"{ORIGIN}/c/tea/?page=3"
    assert "第 2 页" in second.title
    assert visitor.get("/c/tea/?page=4").status_code == 404


def test_a_renamed_product_redirects_for_good_and_keeps_the_query(
    visitor: Client, company: Company, goods: Goods
) -> None:
    catalogue.rename(company.web, catalogue.Rename(product_id=goods.mug, slug="clock-off-mug"), now=NOW)
    answer = visitor.get("/en/p/mug/?variant=1")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/en/p/clock-off-mug/?variant=1")


def test_a_draft_is_seen_by_the_crew_alone(visitor: Client, company: Company, make: Callable[..., int]) -> None:
    make("雪夜壶", slug="snow-kettle", live=False)
    assert visitor.get("/p/snow-kettle/?preview=1").status_code == 404
    crew = Client()
    crew.force_login(Person.objects.get(pk=company.web.person_id))
    assert crew.get("/p/snow-kettle/").status_code == 404
    page = crew.get("/p/snow-kettle/?preview=1")
    assert "雪夜壶" in page.content.decode()
    assert '<meta name="robots" content="noindex">' in page.content.decode()
    assert page.headers["Cache-Control"] == "private, no-store"
    crew.force_login(Person.objects.get(pk=company.stranger.person_id))
    assert crew.get("/p/snow-kettle/?preview=1").status_code == 404


def test_an_archived_product_is_gone_and_says_so(visitor: Client, company: Company, goods: Goods) -> None:
    catalogue.archive(company.web, catalogue.Archive(product_id=goods.mug), now=NOW)
    answer = visitor.get("/p/mug/")
    assert answer.status_code == 410
    assert "这件已经不卖了" in answer.content.decode()


def test_an_archived_product_with_a_successor_leads_there(visitor: Client, company: Company, goods: Goods) -> None:
    catalogue.archive(company.web, catalogue.Archive(product_id=goods.mug, successor_id=goods.lamp), now=NOW)
    assert visitor.get("/p/mug/").headers["Location"] == "/p/lamp/"


def test_a_draft_is_nobody_elses_business(visitor: Client, make: Callable[..., int]) -> None:
    make("草稿", slug="draft", live=False)
    assert visitor.get("/p/draft/").status_code == 404


def test_a_change_shows_on_the_next_visit(visitor: Client, company: Company, goods: Goods) -> None:
    assert "下班杯" in visitor.get("/c/tea/").content.decode()
    catalogue.edit(company.web, catalogue.Edit(product_id=goods.mug, title="收工杯"))
    assert "收工杯" in visitor.get("/c/tea/").content.decode()
    assert "收工杯" in visitor.get("/p/mug/").content.decode()
    actions.set_theme(company.web, SetTheme(look="night", accent="#e0c080"))
    html = visitor.get("/").content.decode()
    assert "look-night" in html
    assert "--accent:#e0c080" in visitor.get("/look.css").content.decode()


def test_two_character_chinese_words_and_mistyped_ones_are_found(visitor: Client) -> None:
    assert "半月台灯" in visitor.get("/search/?q=台灯").content.decode()
    mistyped = visitor.get("/en/search/?q=clokc").content.decode()
    assert "Clock-Off Mug" in mistyped
    assert "Nothing is called “clokc” here" in mistyped


def test_a_search_without_a_find_suggests_where_to_go_on(visitor: Client) -> None:
    page = visitor.get("/search/?q=热气球")
    assert "没找到「热气球」" in page.content.decode()
    assert {"/c/tea/", "/c/light/"} <= set(seen(page).links)
    assert seen(page).meta("robots").startswith("noindex")


def test_what_a_customer_types_stays_text(visitor: Client) -> None:
    html = visitor.get("/search/?q=<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_menus_home_and_hero_come_from_the_store(visitor: Client, company: Company) -> None:
    group = LinkGroup(
        heading={"en": "Help"}, links=(Link(label={"en": "Delivery", "zh-hans": "配送"}, target="page:delivery"),)
    )
    actions.set_menu(company.web, SetMenu(place="top", groups=(group,)))
    actions.add_section(
        company.web,
        AddSection(
            content=Hero(
                heading={"en": "Good\nevening", "zh-hans": "晚上好"}, button={"en": "Look"}, target="category:tea"
            )
        ),
    )
    html = visitor.get("/en/").content.decode()
    assert "Good<br>evening" in html
    assert '<a href="/en/pages/delivery/">Delivery</a>' in html
    assert '<a class="button" href="/en/c/tea/">Look</a>' in html


def test_before_set_up_the_door_leads_inside(client: Client, db: None) -> None:
    Store.objects.all().delete()
    answer = client.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/crew/")
