"""What machines fetch: structured data by Google's rules, sitemaps, robots, feeds, manifest, icon."""

from collections.abc import Callable
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.test import Client

from storecrew.conftest import Company
from storecrew.fronts.storefront import slots
from storecrew.fronts.storefront.tests.conftest import NOW, Goods
from storecrew.fronts.storefront.tests.merchant import problems
from storecrew.fronts.storefront.tests.pages import seen
from storecrew.fronts.storefront.views import sitemaps
from storecrew.kernel.media import actions as media
from storecrew.shop.catalogue import actions as catalogue
from storecrew.shop.catalogue.models import Picture as CataloguePicture

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
GOOGLE = "{http://base.google.com/ns/1.0}"


def _xml(visitor: Client, address: str) -> ElementTree.Element:
    answer = visitor.get(address)
    assert answer.status_code == 200
    return ElementTree.fromstring(answer.getvalue())


def test_products_meet_googles_rules_for_merchant_listings(visitor: Client, subtests: pytest.Subtests) -> None:
    for address in ("/p/mug/", "/en/p/mug/", "/p/bedding/", "/en/p/bedding/", "/p/lamp/"):
        with subtests.test(address):
            assert problems(seen(visitor.get(address)).data) == []


def test_the_checker_finds_what_is_wrong(visitor: Client) -> None:
    data = seen(visitor.get("/p/mug/")).data
    group = next(node for node in data if node["@type"] == "ProductGroup")
    group["hasVariant"][0]["offers"]["price"] = "0.00"
    group["hasVariant"][1]["offers"] = {"@type": "AggregateOffer"}
    group["variesBy"].append("https://schema.org/flavour")
    found = problems(data)
    assert "a price has to be more than zero" in found
    assert any("AggregateOffer" in problem for problem in found)
    assert any("flavour" in problem for problem in found)


def test_a_group_says_what_it_varies_by_and_each_variant_its_own_price(visitor: Client) -> None:
    group = seen(visitor.get("/en/p/mug/")).data[0]
    assert group["@type"] == "ProductGroup"
    assert group["variesBy"] == ["https://schema.org/color"]
    prices = {
        variant["sku"]: (variant["offers"]["price"], variant["offers"]["priceCurrency"])
        for variant in group["hasVariant"]
    }
    assert prices == {"MUG-OAT": ("22.00", "USD"), "MUG-CEL": ("24.00", "USD")}
    assert group["hasVariant"][0]["offers"]["shippingDetails"] == {"@id": "#delivery"}


def test_forty_eight_variants_are_all_told_and_the_page_stays_light(visitor: Client) -> None:
    answer = visitor.get("/p/bedding/")
    group = seen(answer).data[0]
    assert len(group["hasVariant"]) == 48
    assert group["variesBy"] == ["https://schema.org/color", "https://schema.org/size"]
    assert len(answer.content) < 30_000
    pictures = [node for node in seen(answer).data if node["@type"] == "ImageObject"]
    assert len(pictures) == 1
    assert {variant["image"]["@id"] for variant in group["hasVariant"]} == {pictures[0]["@id"]}


def test_structured_data_cannot_end_its_element(visitor: Client, company: Company, goods: Goods) -> None:
    catalogue.edit(company.web, catalogue.Edit(product_id=goods.mug, title="</script><script>alert(1)</script>"))
    html = visitor.get("/p/mug/").content.decode()
    assert "<script>alert" not in html
    assert seen(visitor.get("/p/mug/")).data[0]["name"] == "</script><script>alert(1)</script>"


def test_who_knows_what_can_be_had_is_believed_on_page_and_in_feed(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    since = datetime(2026, 12, 8, tzinfo=UTC)
    monkeypatch.setattr(
        slots,
        "_supplies",
        [lambda ids, now: {number: slots.Supply(slots.Availability.BACKORDER, since) for number in ids}],
    )
    offer = seen(visitor.get("/p/mug/")).data[0]["hasVariant"][0]["offers"]
    assert (offer["availability"], offer["availabilityStarts"]) == ("BackOrder", "2026-12-08")
    item = _xml(visitor, "/feeds/google.xml").find("channel/item")
    assert item.findtext(f"{GOOGLE}availability") == "backorder"
    assert item.findtext(f"{GOOGLE}availability_date") == "2026-12-08T00:00+00:00"


def test_the_home_page_says_which_store_this_is(visitor: Client) -> None:
    store, site = seen(visitor.get("/en/")).data
    assert (store["@type"], store["name"], store["email"]) == ("OnlineStore", "Lamphour", "hello@lamphour.example")
    assert store["hasMerchantReturnPolicy"]["merchantReturnDays"] == 30
    assert site["potentialAction"]["target"]["urlTemplate"] == "http://localhost:8000/en/search/?q={search_term_string}"


def test_open_graph_has_a_title_an_address_and_a_picture(visitor: Client) -> None:
    page = seen(visitor.get("/p/mug/"))
    assert page.meta("og:title") == "下班杯 · 掌灯"
    assert page.meta("og:url") == "http://localhost:8000/p/mug/"
    assert page.meta("og:image").endswith(".jpg")


def test_sitemaps_list_every_page_in_every_language_once(visitor: Client) -> None:
    index = _xml(visitor, "/sitemap.xml")
    parts = [loc.text.removeprefix("http://localhost:8000") for loc in index.iter(f"{SITEMAP}loc")]
    assert parts == ["/sitemaps/pages-1.xml", "/sitemaps/products-1.xml"]
    addresses = [url for part in parts for url in _xml(visitor, part).iter(f"{SITEMAP}url")]
    found = [url.findtext(f"{SITEMAP}loc") for url in addresses]
    assert len(found) == len(set(found))
    for address in found:
        assert visitor.get(address.removeprefix("http://localhost:8000")).status_code == 200, address
    assert "http://localhost:8000/en/p/mug/" in found
    assert "http://localhost:8000/en/pages/icp/" not in found


def test_an_entry_names_all_languages_itself_its_pictures_and_its_last_change(visitor: Client) -> None:
    entries = {
        url.findtext(f"{SITEMAP}loc"): url for url in _xml(visitor, "/sitemaps/products-1.xml").iter(f"{SITEMAP}url")
    }
    mug = entries["http://localhost:8000/p/mug/"]
    alternates = {link.get("hreflang"): link.get("href") for link in mug.iter(f"{XHTML}link")}
    assert alternates["zh-Hans"] == "http://localhost:8000/p/mug/"
    assert alternates["en"] == alternates["x-default"] == "http://localhost:8000/en/p/mug/"
    assert mug.findtext(f"{IMAGE}image/{IMAGE}loc").startswith("http://localhost:8000/media/")
    assert mug.findtext(f"{SITEMAP}lastmod").startswith("2026-11-24")
    assert "http://localhost:8000/en/p/bedding/" not in entries  # written in Chinese alone


def test_large_stores_get_more_maps_by_ranges_of_ids(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, goods: Goods
) -> None:
    monkeypatch.setattr(sitemaps, "PRODUCTS_A_MAP", 1)
    parts = [loc.text.rsplit("/", 1)[1] for loc in _xml(visitor, "/sitemap.xml").iter(f"{SITEMAP}loc")]
    assert f"products-{goods.lamp}.xml" in parts
    found = [
        loc.text
        for number in (goods.mug, goods.lamp)
        for loc in _xml(visitor, f"/sitemaps/products-{number}.xml").iter(f"{SITEMAP}loc")
    ]
    assert [address.rsplit("/p/", 1)[1] for address in found] == ["mug/", "mug/", "lamp/"]
    assert visitor.get("/sitemaps/products-999.xml").status_code == 404
    assert visitor.get("/sitemaps/evil-1.xml").status_code == 404


def test_robots_may_read_the_store_and_not_the_console(visitor: Client) -> None:
    text = visitor.get("/robots.txt").content.decode()
    assert "Disallow: /crew/" in text
    assert "Sitemap: http://localhost:8000/sitemap.xml" in text
    assert "Disallow: /\n" not in text


def test_the_feed_has_each_variant_with_the_price_of_its_page(visitor: Client) -> None:
    items = {item.findtext(f"{GOOGLE}mpn"): item for item in _xml(visitor, "/en/feeds/google.xml").iter("item")}
    assert len(items) == 2 + 48  # the lamp has no price in dollars
    oat = items["MUG-OAT"]
    address = oat.findtext(f"{GOOGLE}link").removeprefix("http://localhost:8000")
    assert oat.findtext(f"{GOOGLE}price") == "22.00 USD"
    assert "$22" in visitor.get(address).content.decode()
    assert oat.findtext(f"{GOOGLE}title") == "Clock-Off Mug 燕麦"
    assert oat.findtext(f"{GOOGLE}color") == "燕麦"
    assert oat.findtext(f"{GOOGLE}item_group_id") == items["MUG-CEL"].findtext(f"{GOOGLE}item_group_id")
    assert oat.findtext(f"{GOOGLE}image_link").endswith(".jpg")
    assert oat.findtext(f"{GOOGLE}shipping/{GOOGLE}price") == "9.00 USD"


def test_a_reduced_variant_shows_both_prices_in_the_feed(visitor: Client) -> None:
    items = {item.findtext(f"{GOOGLE}mpn"): item for item in _xml(visitor, "/feeds/google.xml").iter("item")}
    oat = items["MUG-OAT"]
    assert (oat.findtext(f"{GOOGLE}price"), oat.findtext(f"{GOOGLE}sale_price")) == ("118.00 CNY", "98.00 CNY")


def test_the_feed_never_says_that_an_identifier_does_not_exist(visitor: Client) -> None:
    assert b"identifier_exists" not in visitor.get("/feeds/google.xml").getvalue()


def test_a_feed_reads_many_products_in_parts(
    visitor: Client, make: Callable[..., int], django_assert_max_num_queries
) -> None:
    for number in range(30):
        make(f"杯 {number}")
    with django_assert_max_num_queries(40):
        first = visitor.get("/feeds/google.xml").getvalue()
    assert first.count(b"<item>") == 30 + 2 + 48 + 1


def test_the_manifest_and_the_icon_come_from_the_store(visitor: Client) -> None:
    manifest = visitor.get("/en/manifest.webmanifest").json()
    assert (manifest["name"], manifest["lang"], manifest["start_url"]) == ("Lamphour", "en", "/en/")
    icon = visitor.get("/favicon.svg")
    assert icon.headers["Content-Type"] == "image/svg+xml"
    assert "掌" in icon.content.decode()


def test_prices_after_a_change_are_new_everywhere_at_once(visitor: Client, company: Company, goods: Goods) -> None:
    page = seen(visitor.get("/p/lamp/")).data[0]
    assert page["offers"]["price"] == "469.00"
    found = company.finance
    variant = int(_lamp(visitor).findtext(f"{GOOGLE}id"))
    catalogue.set_prices(
        found,
        catalogue.SetPrices.model_validate(
            {"product_id": goods.lamp, "prices": [{"variant_id": variant, "currency": "CNY", "price_minor": 39900}]}
        ),
        now=NOW,
    )
    assert seen(visitor.get("/p/lamp/")).data[0]["offers"]["price"] == "399.00"
    assert _lamp(visitor).findtext(f"{GOOGLE}price") == "399.00 CNY"
    assert "¥399" in visitor.get("/c/light/").content.decode()


def _lamp(visitor: Client) -> ElementTree.Element:
    return next(
        item
        for item in _xml(visitor, "/feeds/google.xml").iter("item")
        if item.findtext(f"{GOOGLE}mpn") == "SKU-半月台灯"
    )


def test_machines_get_jpeg_of_a_drawing_and_people_the_drawing(visitor: Client, company: Company, goods: Goods) -> None:
    drawn = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 5"><rect width="4" height="5" fill="#c60"/></svg>'
    asset = media.upload(company.web, media.Upload(content=drawn, name="mug.svg")).picture
    shots = ({"asset_id": asset.asset_id, "alt": "灯"},)
    added = catalogue.add_pictures(company.web, catalogue.AddPictures(product_id=goods.lamp, pictures=shots))
    (shown,) = added.picture_ids
    first = CataloguePicture.objects.filter(product=goods.lamp).exclude(pk=shown).get().pk
    order = catalogue.OrderPictures(product_id=goods.lamp, picture_ids=(shown, first))
    catalogue.order_pictures(company.web, order)
    page = visitor.get("/p/lamp/")
    jpeg = f"http://localhost:8000/media/{asset.key}/1200.jpg"
    assert f'src="/media/{asset.key}/drawing.svg"' in page.content.decode()
    assert seen(page).meta("og:image") == jpeg
    assert seen(page).data[0]["image"][0] == jpeg
    links = {link.text for link in _xml(visitor, "/feeds/google.xml").iter(f"{GOOGLE}image_link")}
    assert jpeg in links
    assert not any(link.endswith(".svg") for link in links)
    assert jpeg in {loc.text for loc in _xml(visitor, "/sitemaps/products-1.xml").iter(f"{IMAGE}loc")}
