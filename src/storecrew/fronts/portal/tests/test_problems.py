"""Problems are read and answered with words and photographs, by the supplier whose goods they are about."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from storecrew.fronts.portal.tests.holding import Holder, let_in
from storecrew.kernel.money.types import Money
from storecrew.team.suppliers.models import Reply
from storecrew.team.suppliers.tests.conftest import Keeping, keeping, lasting_keeping, picture

__all__ = ["keeping", "lasting_keeping"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def seller(keeping: Keeping) -> Iterator[Holder]:
    cache.clear()
    yield let_in(keeping.keeper, keeping.supplier_id, keeping.contact_id)
    cache.clear()


def test_it_is_read_and_answered_with_a_photograph(
    keeping: Keeping, seller: Holder, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    row = keeping.sent(asked_amount=Money(32000, "CNY"), text="灯一闪一闪")
    path = f"problems/{row.pk}/"
    assert "Lamps flicker" in seller.page()
    assert "灯一闪一闪" in seller.page(path)
    photo = SimpleUploadedFile("a.png", picture(), content_type="image/png")
    answer = seller.say(path, outcome="explain", text="换了一批驱动", photos=photo)
    assert answer.headers["Location"].endswith("?said=answered")
    reply = Reply.objects.latest("pk")
    assert (reply.by, reply.way, reply.text) == (f"supplier:{keeping.supplier_id}", "portal", "换了一批驱动")
    assert reply.contact_id == keeping.contact_id
    assert "换了一批驱动" in seller.page(path)
    seller.say(path, outcome="offer", offered="credit", amount="200", text="")
    assert [one.amount for one in keeping.view(row).replies if one.theirs] == [None, Money(20000, "CNY")]


def test_what_is_missing_is_said_and_what_was_typed_stays(keeping: Keeping, seller: Holder) -> None:
    row = keeping.sent()
    path = f"problems/{row.pk}/"
    broken = SimpleUploadedFile("a.png", b"no picture", content_type="image/png")
    for data in (
        {},
        {"outcome": "offer"},
        {"outcome": "offer", "offered": "credit", "amount": "viel"},
        {"outcome": "explain", "photos": broken},
    ):
        answer = seller.say(path, text="我们看看" if data else "再想想", **data)
        assert answer.status_code == 422, data
        assert "<textarea" in answer.content.decode()
    assert Reply.objects.filter(by__startswith="supplier").count() == 0


def test_pressed_twice_it_is_one_answer_and_an_old_page_none(keeping: Keeping, seller: Holder) -> None:
    row = keeping.sent()
    path = f"problems/{row.pk}/"
    for _time in range(2):
        assert seller.say(path, once="x", outcome="question", text="哪一批？").status_code == 303
    assert Reply.objects.filter(by__startswith="supplier").count() == 1
    assert seller.post(path, outcome="refuse", text="不是", version="sent.0", once="y").status_code == 409


def test_anothers_and_untold_problems_are_not_there(keeping: Keeping, seller: Holder) -> None:
    row, untold = keeping.sent(), keeping.problem(title="Not told")
    other = let_in(keeping.keeper, keeping.other_id)
    assert "Lamps flicker" not in other.page() + other.page("problems/")
    assert other.get(f"problems/{row.pk}/").status_code == 404
    assert other.post(f"problems/{row.pk}/", outcome="refuse", text="x").status_code == 404
    assert seller.get(f"problems/{untold.pk}/").status_code == 404
    assert "Not told" not in seller.page("problems/")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_of_problems_open_with_few_questions(
    keeping: Keeping, seller: Holder, language: str, django_assert_max_num_queries: Any
) -> None:
    seller.post("speak/", language=language)
    rows = [keeping.sent(title=f"Flicker {n}") for n in range(3)]
    for path in ("", "problems/", f"problems/{rows[0].pk}/"):
        with django_assert_max_num_queries(45):
            assert seller.get(path).status_code == 200, path
