"""It is back: who asked first hears first, as many as can hope, each once, and only as long as it is there."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused
from storecrew.kernel.actions.types import nobody
from storecrew.kernel.events.drain import drain
from storecrew.kernel.mail.models import Message
from storecrew.shop.wishes import actions, jobs, pages, reads
from storecrew.shop.wishes.allotting import allot
from storecrew.shop.wishes.health import nobody_waits_for_what_is_there
from storecrew.shop.wishes.models import StockAlert
from storecrew.shop.wishes.tests.conftest import NOW, Store, Wisher
from storecrew.shop.wishes.tokens import stop_link

PEOPLE = [f"p{number}@wan.example" for number in range(12)]
LATER = NOW + timedelta(hours=1)


def told() -> list[str]:
    return list(Message.objects.filter(key__startswith="wishes.back").order_by("pk").values_list("to", flat=True))


@given(
    st.lists(st.integers(), unique=True, max_size=60),
    st.one_of(st.none(), st.integers(-5, 40)),
    st.integers(1, 10),
    st.integers(0, 80),
)
def test_as_many_as_can_hope_in_the_order_of_asking(
    waiting: list[int], pieces: int | None, multiple: int, hoping: int
) -> None:
    chosen = list(allot(waiting, pieces, multiple=multiple, hoping=hoping))
    assert chosen == waiting[: len(chosen)]  # whoever asked first, nobody passed over
    if pieces is None:
        assert chosen == waiting
        return
    assert len(chosen) + hoping <= max(hoping, max(0, pieces) * multiple)
    more = len(chosen) < len(waiting)
    assert not more or len(chosen) + hoping >= max(0, pieces) * multiple  # nobody is kept waiting for nothing


def test_who_waits_is_told_once_when_it_is_back(store: Store) -> None:
    store.wait("GONE", *PEOPLE[:2])
    store.receive("GONE", 1)
    assert store.tell("GONE").count == 2
    assert store.tell("GONE").count == 0
    drain(LATER)
    assert [letter.to for letter in mail.outbox] == [[PEOPLE[0]], [PEOPLE[1]]]
    assert "fewer pieces than people" in mail.outbox[0].body
    store.tell("GONE", now=LATER + timedelta(days=3))
    drain(LATER + timedelta(days=3))
    assert len(mail.outbox) == 2


def test_three_pieces_raise_nine_hopes_and_the_rest_waits_a_day(store: Store) -> None:
    store.wait("GONE", *PEOPLE)
    store.receive("GONE", 3)
    assert (store.tell("GONE").count, told()) == (9, PEOPLE[:9])
    assert store.tell("GONE", now=LATER + timedelta(hours=20)).count == 0
    store.take("GONE", 2)
    assert store.tell("GONE", now=LATER + timedelta(hours=25)).count == 3
    assert told() == PEOPLE


def test_the_store_says_how_many(store: Store, company: Company) -> None:
    actions.set_habits(company.marketing, actions.SetHabits(multiple=1))
    store.wait("GONE", *PEOPLE)
    store.receive("GONE", 2)
    store.tell("GONE")
    assert told() == PEOPLE[:2]
    with pytest.raises(Denied):
        actions.set_habits(company.warehouse, actions.SetHabits(multiple=9))


def test_the_event_of_stock_is_enough(store: Store) -> None:
    store.wait("GONE", PEOPLE[0])
    drain(NOW + timedelta(minutes=30))
    store.receive("GONE", 1, now=NOW + timedelta(minutes=31))
    drain(NOW + timedelta(minutes=32))
    from django_ox.models import OxTask  # noqa: PLC0415  which jobs there are is the task library's own

    assert OxTask.objects.filter(task_path__endswith="tell_back").count() == 1
    jobs.tell_back.func(variant_id=store.shop.variants["GONE"])
    jobs.tell_back.func(variant_id=store.shop.variants["GONE"])
    assert told() == [PEOPLE[0]]


def test_it_is_gone_again_before_the_letter_leaves(store: Store) -> None:
    (alert,) = store.wait("GONE", PEOPLE[0])
    store.receive("GONE", 1)
    store.tell("GONE")
    store.take("GONE", 1)
    drain(LATER)
    assert mail.outbox == []
    alert.refresh_from_db()
    assert (alert.state, alert.told_at, alert.asked_at) == ("waiting", None, NOW)
    store.receive("GONE", 1)
    store.tell("GONE", now=LATER + timedelta(hours=1))
    drain(LATER + timedelta(hours=1))
    assert [letter.to for letter in mail.outbox] == [[PEOPLE[0]]]


def test_nothing_is_written_while_nothing_is_there(store: Store) -> None:
    store.wait("GONE", *PEOPLE[:3])
    assert store.tell("GONE").count == 0
    jobs.tell_next(LATER)
    assert told() == []


def test_the_schedule_tells_the_next_ones(store: Store) -> None:
    store.wait("GONE", *PEOPLE[:2])
    store.receive("GONE", 1)
    jobs.tell_next(LATER)
    jobs.tell_next(LATER)
    assert told() == PEOPLE[:2]


def test_asking_twice_is_once_and_what_is_there_needs_no_notice(store: Store) -> None:
    assert len(store.wait("GONE", PEOPLE[0], PEOPLE[0].upper())) == 1
    with pytest.raises(Refused, match="order it now"):
        store.wait("MUG", PEOPLE[0])
    for wrong in ("lin", "lin@wan", "@wan.example", "a b@wan.example"):
        with pytest.raises(InvalidInput):
            store.wait("GONE", wrong)


def test_nobody_can_fill_the_list_with_addresses(store: Store) -> None:
    data = {"variant_id": store.shop.variants["GONE"], "language": "en"}
    with pytest.raises(Refused, match="very often"):
        for number in range(70):
            asked = actions.AskForNotice.model_validate({**data, "email": f"x{number}@wan.example"})
            actions.ask_for_notice(nobody(address="203.0.113.9"), asked, now=NOW)


def test_one_click_ends_it(store: Store) -> None:
    first, second = store.wait("GONE", *PEOPLE[:2])
    for _again in range(2):
        assert actions.stop(nobody(), actions.Stop(link=stop_link(first)), now=NOW).what == "notice"
    store.receive("GONE", 5)
    store.tell("GONE")
    assert told() == [second.email]
    assert reads.stop_is_about(stop_link(second)) == ("alert", second.variant_id)


def test_the_letter_speaks_their_language_and_leads_back(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    class Served:
        def product(self, language: str, slug: str, variant_id: int) -> str:
            return f"/{language}/p/{slug}/?variant={variant_id}"

        def stop(self, language: str, link: str) -> str:
            return f"/{language}/wishes/stop/{link}/"

        def wishes(self, language: str) -> str:
            return f"/{language}/wishes/"

    monkeypatch.setattr(pages, "_served", [Served()])
    (alert,) = store.wait("GONE", PEOPLE[0])
    StockAlert.objects.filter(pk=alert.pk).update(language="zh-hans")
    store.receive("GONE", 1)
    store.tell("GONE")
    drain(LATER)
    (letter,) = mail.outbox
    assert "到货" in letter.subject
    assert f"/zh-hans/p/gone/?variant={alert.variant_id}" in letter.body
    link = re.search(r"/wishes/stop/([^/]+)/", letter.body)
    assert link is not None
    assert actions.stop(nobody(), actions.Stop(link=link.group(1)), now=LATER).what == "notice"


def test_how_many_wait_is_there_for_whoever_buys(store: Store, company: Company) -> None:
    store.wait("GONE", *PEOPLE[:4])
    number = store.shop.variants["GONE"]
    found = reads.waiting([number, store.shop.variants["MUG"]], LATER)
    assert {pk: (one.count, one.since) for pk, one in found.items()} == {number: (4, NOW)}
    assert reads.waits(company.warehouse, reads.WaitsQuery(), now=LATER).items[0].count == 4
    with pytest.raises(Denied):
        reads.waits(company.stranger, reads.WaitsQuery(), now=LATER)


def test_the_doctor_finds_who_is_kept_waiting(store: Store) -> None:
    store.wait("GONE", PEOPLE[0])
    (fine,) = nobody_waits_for_what_is_there(LATER + timedelta(days=1))
    assert fine.level == "good"
    store.receive("GONE", 1)
    (found,) = nobody_waits_for_what_is_there(LATER + timedelta(days=1))
    assert found.level == "warn"


def test_what_is_no_longer_sold_cannot_be_waited_for(store: Store) -> None:
    with pytest.raises(Missing):
        data = actions.AskForNotice(variant_id=999_999, email=PEOPLE[0], language="en")
        actions.ask_for_notice(nobody(), data, now=NOW)


def test_old_rows_go(store: Store, wisher: Callable[..., Wisher]) -> None:
    store.wait("GONE", PEOPLE[0])
    wisher().wish("MUG")
    jobs.clear(NOW + timedelta(days=300))
    assert StockAlert.objects.count() == 1
    jobs.clear(NOW + timedelta(days=401))
    assert StockAlert.objects.count() == 0


class TestPrices:
    """Something became cheaper: customers who want it hear of each price once."""

    @pytest.fixture
    def lin(self, wisher: Callable[..., Wisher]) -> Wisher:
        lin = wisher("lin@wan.example")
        lin.wish("MUG")
        actions.tell_drops(lin.actor, actions.TellDrops(token=lin.token, on=True), now=NOW)
        return lin

    def hear(self, store: Store, minor: int) -> list[str]:
        store.price("MUG", minor)
        jobs.tell_drop.func(variant_id=store.shop.variants["MUG"], currency="CNY", now_minor=minor, after=0)
        return list(Message.objects.filter(key__startswith="wishes.drop").values_list("to", flat=True))

    def test_of_each_price_once(self, store: Store, lin: Wisher) -> None:
        assert self.hear(store, 8_000) == ["lin@wan.example"]
        assert self.hear(store, 8_000) == ["lin@wan.example"]
        text = Message.objects.get().text
        assert "98.00" in text
        assert "80.00" in text

    def test_little_is_not_worth_a_letter(self, store: Store, lin: Wisher) -> None:
        assert self.hear(store, 9_500) == []

    def test_who_does_not_want_it_is_left_alone(self, store: Store, lin: Wisher, wisher: Callable[..., Wisher]) -> None:
        wisher("other@wan.example").wish("MUG")
        actions.tell_drops(lin.actor, actions.TellDrops(token=lin.token, on=False), now=NOW)
        assert self.hear(store, 8_000) == []

    def test_a_price_that_changed_again_meanwhile_is_told_by_the_later_one(self, store: Store, lin: Wisher) -> None:
        store.price("MUG", 8_000)
        store.price("MUG", 9_900)
        jobs.tell_drop.func(variant_id=store.shop.variants["MUG"], currency="CNY", now_minor=8_000, after=0)
        assert not Message.objects.exists()
