"""The console pages of those who keep the storefront."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from storecrew.conftest import Company
from storecrew.fronts.storefront import actions, reads
from storecrew.fronts.storefront.actions.home import AddSection
from storecrew.fronts.storefront.types import Fact, Facts, Frame, Hero, Roll, Shipping
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.people.models import Person

pytestmark = pytest.mark.django_db
INDEX = "/crew/storefront/"


def _signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


@pytest.fixture
def web(company: Company) -> Client:
    """Return the browser of whoever holds the web seat."""
    return _signed_in(company.web)


def _home(company: Company) -> tuple[reads.SectionView, ...]:
    return reads.home(company.web, reads.Nothing()).sections


def test_choosing_a_look_changes_the_store(web: Client, company: Company) -> None:
    answer = web.post(INDEX, {"look": "market", "accent": "#1f5a4c", "corners": "round"})
    assert (answer.status_code, answer.headers["Location"]) == (303, INDEX)
    assert "look-market" in Client().get("/").content.decode()
    assert reads.design_now(company.web, reads.Nothing()).accent == "#1f5a4c"


def test_a_refused_accent_keeps_what_was_typed_and_says_why(web: Client) -> None:
    answer = web.post(INDEX, {"look": "quiet", "accent": "#eeddaa", "corners": ""})
    assert answer.status_code == 422
    assert "#eeddaa" in answer.content.decode()
    assert "4.5" in answer.content.decode()


def test_a_look_can_be_seen_before_it_is_chosen(web: Client, company: Company) -> None:
    actions.add_section(company.web, AddSection(content=Hero(heading={"zh-hans": "天黑以后"})))
    answer = web.get(f"{INDEX}look/night/")
    assert "look-night" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "look-quiet" in Client().get("/").content.decode()
    assert web.get(f"{INDEX}look/baroque/").status_code == 404


def test_a_stranger_sees_no_preview(company: Company) -> None:
    assert Client().get(f"{INDEX}look/night/").status_code == 302
    assert _signed_in(company.stranger).get(f"{INDEX}look/night/").status_code == 403


def test_the_words_form_carries_along_what_it_does_not_show(web: Client, company: Company) -> None:
    row = Shipping(country="CN", currency="CNY", rate_minor=1000, handling_days=(0, 1), transit_days=(2, 4))
    actions.set_frame(company.web, Frame(shipping=(row,), tagline={"en": "Old"}))
    answer = web.post(
        f"{INDEX}words/",
        {
            "tagline__zh-hans": "天黑以后",
            "tagline__en": "After dark",
            "email": "hello@lamphour.example",
            "return_days": "30",
            "currency__en": "usd",
        },
    )
    assert answer.status_code == 303
    frame = reads.design_now(company.web, reads.Nothing()).frame
    assert frame.tagline == {"zh-hans": "天黑以后", "en": "After dark"}
    assert (frame.currencies, frame.return_days, frame.shipping) == ({"en": "USD"}, 30, (row,))


def test_a_menu_is_written_as_lines_and_comes_back_as_it_was(web: Client, company: Company) -> None:
    shop = "# | 买东西 | Shop\nsearch | 全部商品 | Everything\ncollection:gifts | 送礼 | Gifts"
    lines = f"{shop}\n\n# | 帮忙 | Help\npage:delivery | 配送 | Delivery"
    assert web.post(f"{INDEX}menus/foot/", {"lines": lines}).status_code == 303
    foot = reads.menus(company.web, reads.Nothing()).foot
    assert [group.heading["en"] for group in foot] == ["Shop", "Help"]
    assert foot[0].links[1].target == "collection:gifts"
    assert lines in web.get(f"{INDEX}menus/foot/").content.decode()


def test_a_link_that_leads_nowhere_is_refused(web: Client) -> None:
    answer = web.post(f"{INDEX}menus/top/", {"lines": "javascript:alert(1) | 坏"})
    assert answer.status_code == 422


def test_an_opening_brings_its_picture(web: Client, company: Company) -> None:
    image = BytesIO()
    Image.new("RGB", (1600, 900), "#2a241d").save(image, "PNG")
    file = SimpleUploadedFile("evening.png", image.getvalue(), "image/png")
    words = {
        "heading__zh-hans": "天黑以后",
        "target": "search",
        "button__zh-hans": "看看",
        "alt__zh-hans": "一盏灯",
        "shown": "on",
    }
    assert web.post(f"{INDEX}home/new/hero/", {**words, "wide": file}).status_code == 303
    section = _home(company)[0]
    assert section.content.wide is not None
    assert section.content.wide.alt == {"zh-hans": "一盏灯"}
    address = f"{INDEX}home/{section.section_id}/"
    assert web.post(address, {**words, "heading__zh-hans": "夜里"}).status_code == 303
    changed = _home(company)[0].content
    assert changed.heading == {"zh-hans": "夜里"}
    assert changed.wide.asset_id == section.content.wide.asset_id  # nothing chosen: the picture stays


def test_a_file_that_is_no_picture_is_refused_at_its_field(web: Client, company: Company) -> None:
    file = SimpleUploadedFile("evening.png", b"not a picture", "image/png")
    answer = web.post(f"{INDEX}home/new/hero/", {"heading__zh-hans": "夜", "shown": "on", "wide": file})
    assert answer.status_code == 422
    assert _home(company) == ()


def test_lines_become_rows_in_both_languages(web: Client, company: Company) -> None:
    data = {
        "heading__zh-hans": "作坊",
        "rows__zh-hans": "江西 | 瓷\n浙江 | 竹",
        "rows__en": "Jiangxi | porcelain\nZhejiang | bamboo",
        "shown": "on",
    }
    assert web.post(f"{INDEX}home/new/roll/", data).status_code == 303
    part = _home(company)[0].content
    assert isinstance(part, Roll)
    assert part.rows[1] == Fact(title={"zh-hans": "浙江", "en": "Zhejiang"}, text={"zh-hans": "竹", "en": "bamboo"})
    assert "浙江 | 竹" in web.get(f"{INDEX}home/{_home(company)[0].section_id}/").content.decode()


def test_every_kind_of_part_has_its_form(web: Client) -> None:
    for kind in ("hero", "facts", "goods", "tiles", "story", "roll"):
        assert web.get(f"{INDEX}home/new/{kind}/").status_code == 200, kind
    assert web.get(f"{INDEX}home/new/casino/").status_code == 404


def test_parts_move_and_go(web: Client, company: Company) -> None:
    for title in ("one", "two"):
        actions.add_section(company.web, AddSection(content=Facts(facts=(Fact(title={"en": title}),))))
    first = _home(company)[0].section_id
    web.post(f"{INDEX}home/{first}/move/", {"by": "1"})
    assert _home(company)[1].section_id == first
    web.post(f"{INDEX}home/{first}/removal/")
    assert len(_home(company)) == 1


def test_a_page_is_written_rewritten_and_removed(web: Client, company: Company) -> None:
    data = {
        "slug": "delivery",
        "title__zh-hans": "配送",
        "body__zh-hans": "寄得快。",
        "title__en": "Delivery",
        "shown": "on",
    }
    assert web.post(f"{INDEX}pages/new/", data).status_code == 303
    assert "寄得快" in Client().get("/pages/delivery/").content.decode()
    assert "配送" in web.get(f"{INDEX}pages/delivery/").content.decode()
    web.post(f"{INDEX}pages/delivery/", {**data, "body__zh-hans": "寄得更快。"})
    assert "寄得更快" in Client().get("/pages/delivery/").content.decode()
    web.post(f"{INDEX}pages/delivery/removal/")
    assert Client().get("/pages/delivery/").status_code == 404


def test_the_overview_shows_everything_in_the_readers_language(web: Client, company: Company) -> None:
    actions.add_section(
        company.web, AddSection(content=Facts(facts=(Fact(title={"en": "Thirty days", "zh-hans": "三十天"}),)))
    )
    page = web.get(INDEX)
    assert page.status_code == 200
    assert "Thirty days" in page.content.decode() or "三十天" in page.content.decode()
