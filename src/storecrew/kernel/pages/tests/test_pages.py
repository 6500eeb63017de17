"""The frame: what each reader sees of it, the choices they have, and the pages of trouble."""

import pytest
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.test import Client, RequestFactory

from storecrew.kernel.actions.types import ANYONE, OWNER
from storecrew.kernel.pages import errors, menu, notices, queue, search, sheets
from storecrew.kernel.pages.models import SavedView
from storecrew.kernel.pages.types import Hit, MenuItem, QueueItem, Step
from storecrew.kernel.people.models import Person, Tenure

pytestmark = pytest.mark.django_db


def test_the_style_sheet_is_one_answer_that_may_be_kept_for_ever() -> None:
    sheet = sheets.console()
    answer = Client().get(f"/crew/sheet/{sheet.hash}.css")
    assert "immutable" in answer["Cache-Control"]
    assert answer.content.decode().count("{") == answer.content.decode().count("}")
    assert ".job__cost" in answer.content.decode()
    zipped = Client(headers={"accept-encoding": "gzip"}).get(f"/crew/sheet/{sheet.hash}.css")
    assert zipped["Content-Encoding"] == "gzip"
    assert len(zipped.content) < 20_000


def test_an_old_address_of_the_style_sheet_is_not_kept() -> None:
    assert Client().get("/crew/sheet/0000.css")["Cache-Control"] == "no-cache"


def test_no_sheet_uses_a_colour_that_is_no_token() -> None:
    import re  # noqa: PLC0415  this test alone reads sheets

    for path in sheets.FOLDER.glob("*.css"):
        if path.stem != "tokens":
            assert not re.search(r"#[0-9a-f]{3,8}\b|\boklch\(|\brgba?\(", path.read_text()), path.name
            assert "!important" not in path.read_text()


def test_the_menu_shows_the_rooms_of_the_seat_one_is_in(registries, company, browse) -> None:
    menu.register(MenuItem("pages", "Style", "image", "pages:styleguide", {"web"}))
    menu.register(MenuItem("pages", "Keys", "keyboard", "pages:keys", {ANYONE}))
    menu.register(MenuItem("desks", "Found", "search", "desks:search", {OWNER}))
    web = browse(company.web).get("/crew/styleguide/").content.decode()
    assert '<a href="/crew/styleguide/" aria-current="page"><span>Style</span>' in web
    assert "Keys</span>" in web
    assert "Found</span>" not in web
    finance = browse(company.finance).get("/crew/keys/").content.decode()
    assert ">Style<" not in finance
    founder = browse(company.founder).get("/crew/keys/").content.decode()
    assert "Found</span>" in founder


def test_a_page_of_several_seats_stands_under_the_one_whose_work_it_is(registries, company, browse) -> None:
    menu.register(MenuItem("pages", "Style", "image", "pages:styleguide", {"director", "web"}))
    director = Person.objects.get(pk=company.director.person_id)
    Tenure.objects.create(person=director, seat="web", kind="share", starts_at=company.founded_at)
    client = browse(company.director)
    page = client.get("/crew/styleguide/").content.decode()
    assert page.index('href="/crew/seat/web/"') < page.index(">Style</span>")
    client.get("/crew/seat/director/")  # whoever comes from a seat stays in it
    page = client.get("/crew/styleguide/").content.decode()
    assert page.index(">Style</span>") < page.index('href="/crew/seat/web/"')


def test_two_rooms_cannot_claim_one_address(registries) -> None:
    menu.register(MenuItem("pages", "Style", "image", "pages:styleguide", {"web"}))
    with pytest.raises(ValueError, match="twice"):
        menu.register(MenuItem("pages", "Other", "image", "pages:styleguide", {"it"}))


def test_a_stranger_is_sent_to_sign_in_and_back() -> None:
    answer = Client().get("/crew/styleguide/")
    assert answer.status_code == 302
    assert "next=/crew/styleguide/" in answer["Location"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_is_remembered_without_signing_in(theme) -> None:
    client = Client()
    answer = client.post("/crew/theme/", {"theme": theme, "next": "/crew/keys/"})
    assert (answer.status_code, answer["Location"]) == (303, "/crew/keys/")
    assert f'data-theme="{theme}"' in client.get("/crew/keys/").content.decode()


def test_the_language_is_remembered_without_signing_in() -> None:
    client = Client(headers={"accept-language": "en"})
    client.post("/crew/language/", {"language": "zh-hans", "next": "/crew/keys/"})
    page = client.get("/crew/keys/").content.decode()
    assert '<html lang="zh-Hans"' in page
    assert "快捷键" in page


def test_the_language_of_somebody_signed_in_follows_them_to_other_devices(company, browse) -> None:
    browse(company.web).post("/crew/language/", {"language": "zh-hans", "next": "/crew/keys/"})
    assert Person.objects.get(pk=company.web.person_id).language == "zh-hans"
    assert '<html lang="zh-Hans"' in browse(company.web).get("/crew/keys/").content.decode()


def test_nobody_is_led_to_another_site() -> None:
    answer = Client().post("/crew/theme/", {"theme": "dark", "next": "https://evil.example/"})
    assert answer["Location"] == "/crew/"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_styleguide_shows_every_part_in_both_languages(company, browse, language) -> None:
    client = browse(company.web)
    client.cookies["django_language"] = language
    answer = client.get("/crew/styleguide/")
    assert answer.status_code == 200
    page = answer.content.decode()
    for part in (
        "swatches",
        "plate--in",
        "chop--agent",
        "voucher",
        "job__cost",
        "tl__now",
        "toast",
        "palette__hit",
        "bulk",
    ):
        assert part in page
    assert "style=" not in page


def test_a_view_is_saved_and_removed_by_its_owner_alone(company, browse) -> None:
    client = browse(company.web)
    form = {"table": "catalogue.products", "name": "Late", "query": "q=late", "next": "/crew/keys/"}
    client.post("/crew/view/", form)
    view = SavedView.objects.get()
    assert (view.name, view.query, view.person_id) == ("Late", "q=late", company.web.person_id)
    again = client.post("/crew/view/", form, follow=True)
    assert "You have a view of that name already." in again.content.decode()
    browse(company.it).post("/crew/view/remove/", {"view": view.pk})
    assert SavedView.objects.exists()
    client.post("/crew/view/remove/", {"view": view.pk})
    assert not SavedView.objects.exists()


def test_a_notice_is_told_once_in_the_readers_language_and_read_by_them_alone(company, browse) -> None:
    from django.utils.translation import gettext_lazy  # noqa: PLC0415  this test alone translates

    Person.objects.filter(pk=company.web.person_id).update(language="zh-hans")
    for _turn in range(2):
        notices.tell(
            company.web.person_id or 0, gettext_lazy("Today"), key="k", at=company.founded_at, url="/crew/keys/"
        )
    assert notices.unread_count(company.web) == 1
    assert "今天" in browse(company.web).get("/crew/notices/").content.decode()
    browse(company.it).post("/crew/notices/read/")
    assert notices.unread_count(company.web) == 1
    answer = browse(company.web).post("/crew/notices/read/", {"next": "/crew/keys/"})
    assert answer["Location"] == "/crew/keys/"
    assert notices.unread_count(company.web) == 0


def test_one_broken_room_hides_nobody_elses_work(registries, company) -> None:
    @queue.source("broken")
    def broken(actor, now):
        raise RuntimeError("boom")

    @queue.source("sound")
    def sound(actor, now):
        yield QueueItem("k", "web", "Title", "Why", Step("Do it", url="/"))
        yield QueueItem("other", "finance", "Not yours", "Why", Step("Do it", url="/"))

    assert [job.key for job in queue.gather(company.web, company.founded_at)] == ["k"]

    @search.source("broken")
    def lost(actor, text, limit):
        raise RuntimeError("boom")

    @search.source("sound")
    def hits(actor, text, limit):
        return [Hit("faint", "/1", "tag", score=0.1), Hit("exact", "/2", "tag", score=1.0)] * limit

    assert [hit.title for hit in search.find(company.web, " x ", limit=2)] == ["exact", "faint"]
    assert search.find(company.web, "  ") == []


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_trouble_is_told_with_its_cause_in_both_languages(language) -> None:
    request = RequestFactory(headers={"accept-language": language}).get("/crew/nowhere/")
    request.cause = "0198cafe"
    for answer, status in (
        (errors.bad_request(request, ValueError()), 400),
        (errors.denied(request, PermissionError()), 403),
        (errors.missing(request, LookupError()), 404),
        (errors.csrf(request), 403),
        (errors.broken(request), 500),
    ):
        assert answer.status_code == status
        assert "0198cafe" in answer.content.decode()


def test_a_page_of_trouble_asks_no_database(django_assert_num_queries) -> None:
    request = RequestFactory().get("/crew/")
    with django_assert_num_queries(0):
        errors.broken(request)


def test_a_missing_address_answers_with_our_page(company, browse) -> None:
    cache.clear()
    answer = browse(company.web).get("/crew/nowhere/at/all/")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()


def test_a_refusal_is_said_where_the_reader_goes_on(company, browse) -> None:
    answer = browse(company.web).post("/crew/view/", {"table": "nonsense", "name": "", "query": ""})
    assert answer.status_code == 303
    assert [message.level_tag for message in get_messages(answer.wsgi_request)] == ["error"]
