"""Today: what costs most to leave comes first, each thing with its one next step."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from storecrew.fronts.desks.asides import Listed
from storecrew.fronts.desks.days import coming
from storecrew.fronts.desks.ranking import rank
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import desk
from storecrew.kernel.pages.charts import Day
from storecrew.kernel.pages.formats import clock
from storecrew.kernel.pages.types import Moment, Panel, Step

pytestmark = pytest.mark.django_db
MIDNIGHT = datetime(2026, 11, 25, 16, tzinfo=UTC)


def titles(page: str) -> list[str]:
    return re.findall(r'<div class="job__text"><h3>(?:<a [^>]*>)?([^<]+)', page)


def test_jobs_stand_in_the_order_of_what_a_day_of_waiting_costs(jobs, company, browse) -> None:
    jobs("cheap", yuan=10)
    jobs("unpriced")
    jobs("dear", yuan=900)
    jobs("calm", calm=True)
    jobs("middle", yuan=300)
    jobs("fourth", yuan=5)
    page = browse(company.web).get("/crew/").content.decode()
    assert titles(page) == [f"Title of {key}" for key in ("dear", "middle", "cheap", "fourth", "unpriced", "calm")]
    headings = re.findall(r"<h2><span>[^<]*</span><b>([^<]+)</b>", page)
    assert headings == [
        "First, these three",
        "Before the day ends",
        "No price on it, still not to be lost",
        "When there is time",
    ]
    assert page.count("btn--main") == 1
    assert page.index("btn--main") < page.index("Do dear")
    assert "¥1,215" in page
    assert "¥1,210" in page


def test_what_is_due_today_is_done_today_even_without_a_price(jobs, company, browse) -> None:
    end = timezone.localtime(timezone.now()).replace(hour=23, minute=59)
    jobs("due", due_at=max(end, timezone.now() + timedelta(seconds=30)))
    jobs("some day", due_at=timezone.now() + timedelta(days=40))
    page = browse(company.web).get("/crew/").content.decode()
    assert titles(page) == ["Title of due", "Title of some day"]


def test_everybody_sees_the_jobs_of_their_own_seats_only(jobs, company, browse) -> None:
    jobs("mine", seat="web", yuan=1)
    jobs("theirs", seat="finance", yuan=1)
    assert titles(browse(company.web).get("/crew/").content.decode()) == ["Title of mine"]
    assert titles(browse(company.finance).get("/crew/").content.decode()) == ["Title of theirs"]
    assert titles(browse(company.director).get("/crew/").content.decode()) == []


def test_nothing_left_says_so_calmly(jobs, company, browse) -> None:
    page = browse(company.web).get("/crew/").content.decode()
    assert "All done" in page
    assert "/crew/seat/web/" in page


def test_somebody_without_a_seat_is_told_whom_to_ask(jobs, company, browse) -> None:
    answer = browse(company.stranger).get("/crew/")
    assert answer.status_code in {200, 302, 403}
    if answer.status_code == 200:
        page = answer.content.decode()
        assert "Whoever hands out seats has to give you one" in page
        assert "Who is in which seat" not in page


def test_a_cost_in_a_foreign_currency_is_not_compared(company) -> None:
    from storecrew.kernel.pages.types import QueueItem  # noqa: PLC0415  only here

    foreign = Listed(QueueItem("f", "web", "t", "w", Step("s"), cost=Money(999_900, "USD")))
    own = Listed(QueueItem("o", "web", "t", "w", Step("s"), cost=Money(100, "CNY")))
    ranking = rank([foreign, own], currency="CNY", ends_at=MIDNIGHT)
    assert [row.listed.job.key for group in ranking.groups for row in group.rows] == ["o", "f"]
    assert ranking.cost == Money(100, "CNY")


def test_the_day_carries_what_rooms_put_on_it_and_survives_one_that_fails(jobs, company, browse) -> None:
    @desk.day("web")
    def good(actor, start, end):
        yield Moment(start + timedelta(hours=12), "the cut-off")

    @desk.day("web")
    def bad(actor, start, end):
        raise RuntimeError("boom")

    page = browse(company.web).get("/crew/").content.decode()
    assert "the cut-off" in page
    assert 'class="thread"' in page


def test_a_room_can_stand_on_today_and_on_a_seats_home(jobs, company, browse) -> None:
    @desk.panel(desk.EVERY_SEAT)
    def today(actor, now):
        return Panel("Cash", "pages/parts/sprite.html", url="/cash/", link="Open")

    @desk.panel("web", order=5)
    def web(actor, now):
        return Panel("Speed", "pages/parts/sprite.html", note="7 days", wide=True)

    @desk.panel("web")
    def away(actor, now):
        return None

    assert "<h2>Cash</h2>" in browse(company.web).get("/crew/").content.decode()
    assert "<h2>Speed</h2>" in browse(company.web).get("/crew/seat/web/").content.decode()


@pytest.mark.parametrize("seat", ["director", "web", "it", "warehouse", "marketing", "service", "finance", "analyst"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_each_seat_has_a_home_that_says_what_it_is_for(jobs, company, browse, seat, language) -> None:
    jobs("work", seat=seat, yuan=3)
    client = browse(company.holding(seat))
    client.cookies["django_language"] = language
    page = client.get(f"/crew/seat/{seat}/").content.decode()
    assert titles(page) == ["Title of work"]
    assert 'class="rhythm"' in page
    assert "kpis" in page


def test_others_see_what_a_seat_is_for_but_not_its_jobs(jobs, company, browse) -> None:
    jobs("secret", seat="finance", yuan=3)
    page = browse(company.web).get("/crew/seat/finance/").content.decode()
    assert "Title of secret" not in page
    assert 'class="rhythm"' in page


def test_a_seat_that_does_not_exist_is_not_found(jobs, company, browse) -> None:
    assert browse(company.web).get("/crew/seat/king/").status_code == 404


def test_today_costs_the_same_whatever_the_number_of_jobs(jobs, company, browse, django_assert_max_num_queries) -> None:
    client = browse(company.web)
    client.get("/crew/")
    for number in range(200):
        jobs(f"job{number}", yuan=number)
    with django_assert_max_num_queries(28):
        client.get("/crew/")


def test_the_sidebar_counts_the_jobs_of_each_seat(jobs, company, browse) -> None:
    jobs("one", yuan=1)
    jobs("two", yuan=2)
    client = browse(company.web)
    client.get("/crew/")
    page = client.get("/crew/keys/").content.decode()
    assert re.search(r'Today</span><i class="nav__n">2</i>', page)


def test_what_is_on_now_is_said_before_what_comes() -> None:
    now = timezone.now()
    hour = timedelta(hours=1)
    day = Day(
        say="",
        start=now - 5 * hour,
        end=now + 5 * hour,
        now=now,
        moments=[
            Moment(now - 3 * hour, "over", until=now - hour),
            Moment(now - hour, "at work", until=now + hour),
            Moment(now + hour, "van"),
        ],
    )
    assert coming(day, now) == ["at work", f"{clock(now + hour)} van"]
