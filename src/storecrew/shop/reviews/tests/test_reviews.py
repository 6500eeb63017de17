"""Only buyers speak, bad grades are shown as good ones are, and what the store hides it hides for a reason."""

import pytest
from django.test import Client

from storecrew.conftest import Company
from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused
from storecrew.kernel.actions.types import nobody
from storecrew.kernel.events.models import Event
from storecrew.kernel.people.models import Person
from storecrew.shop.reviews import actions, reads
from storecrew.shop.reviews.flags import flags_of
from storecrew.shop.reviews.health import tallies_are_right
from storecrew.shop.reviews.models import HideReason, Review, State, Tally
from storecrew.shop.reviews.tests.conftest import LATER, Buyer

pytestmark = pytest.mark.django_db


def one(review_id: int) -> actions.OneReview:
    return actions.OneReview(review_id=review_id)


def shown(product_id: int) -> list[str]:
    query = reads.OfProduct(product_id=product_id)
    return [review.text for review in reads.of_product(nobody(), query, now=LATER).items]


@pytest.mark.parametrize("stars", [1, 5])
def test_a_grade_is_shown_at_once_whatever_it_is(buyer: Buyer, stars: int) -> None:
    written = buyer.write(stars)
    review = Review.objects.get()
    assert written.state == State.SHOWN
    assert shown(review.product_id) == ["杯子捧着不烫手。"]
    tally = reads.tallies([review.product_id])[review.product_id]
    assert (tally.count, tally.mean) == (1, stars)
    assert Event.objects.filter(name="reviews.ReviewPublished").count() == 1


def test_what_was_not_sent_yet_cannot_be_reviewed(waiting: Buyer) -> None:
    with pytest.raises(Refused) as refused:
        waiting.write()
    assert refused.value.code == "reviews.not_yet"
    assert not Review.objects.exists()


def test_a_forged_link_or_another_orders_line_opens_nothing(buyer: Buyer) -> None:
    buyer.line_id += 1
    with pytest.raises(Missing):
        buyer.write()
    buyer.token = "1-" + "A" * 27
    with pytest.raises(Missing):
        buyer.write()
    buyer.token = "x"
    with pytest.raises(InvalidInput):
        buyer.write()


def test_said_again_it_replaces_what_was_said(buyer: Buyer) -> None:
    buyer.write(2, "釉面有气泡。")
    buyer.write(4, "换了一只，很好。")
    review = Review.objects.get()
    assert (review.stars, review.text) == (4, "换了一只，很好。")
    assert review.changed_at == LATER
    assert reads.tallies([review.product_id])[review.product_id].rows[1] == (4, 1)
    assert Event.objects.filter(name="reviews.ReviewWritten").count() == 1


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("便宜的在 www.cheap.example", "link"),
        ("找我 13800138000", "contact"),
        ("加微信返现", "messenger"),
        ("THIS IS THE WORST MUG I EVER BOUGHT", "shouted"),
        ("好好好好好好好好好好好好", "repeated"),
    ],
)
def test_what_asks_for_a_look_waits_for_one(company: Company, buyer: Buyer, text: str, flag: str) -> None:
    assert flag in flags_of(text)
    written = buyer.write(5, text)
    assert written.state == State.WAITING
    assert shown(Review.objects.get().product_id) == []
    actions.show(company.service, one(written.review_id), now=LATER)
    assert shown(Review.objects.get().product_id) == [text]


def test_an_ordinary_review_asks_for_no_look() -> None:
    for text in ("杯壁厚四毫米，3 天就到了，128 元值。", "Arrived in 2 days, holds 380 ml. Love it!", ""):
        assert flags_of(text) == []


def test_a_store_may_look_at_every_review_first(company: Company, buyer: Buyer) -> None:
    actions.set_policy(company.director, actions.Rules(look_first=True), now=LATER)
    assert buyer.write().state == State.WAITING


def test_hiding_needs_a_reason_and_stays(company: Company, buyer: Buyer) -> None:
    written = buyer.write(1, "你们店长 13900000000 态度差")
    hide = actions.Hide(review_id=written.review_id, reason=HideReason.PRIVATE)
    actions.hide(company.service, hide, now=LATER)
    assert shown(Review.objects.get().product_id) == []
    with pytest.raises(Refused):
        buyer.write(5)
    actions.show(company.service, one(written.review_id), now=LATER)
    assert Review.objects.get().hide_reason == ""


def test_taken_back_it_is_gone_with_its_words(company: Company, buyer: Buyer) -> None:
    written = buyer.write(3)
    data = actions.Withdraw(token=buyer.token, line_id=buyer.line_id)
    actions.withdraw(buyer.actor, data, now=LATER)
    review = Review.objects.get()
    assert (review.state, review.text, reads.tallies([review.product_id])) == (State.WITHDRAWN, "", {})
    with pytest.raises(Missing):
        actions.withdraw(buyer.actor, data, now=LATER)
    with pytest.raises(Refused):
        actions.show(company.service, one(written.review_id), now=LATER)


def test_an_answer_stands_below_for_everybody(company: Company, buyer: Buyer) -> None:
    written = buyer.write(2)
    actions.answer(company.service, actions.Answer(review_id=written.review_id, text="已换新，谢谢。"), now=LATER)
    query = reads.OfProduct(product_id=Review.objects.get().product_id)
    assert reads.of_product(buyer.actor, query, now=LATER).items[0].answer == "已换新，谢谢。"


def test_who_has_no_seat_for_it_decides_nothing(company: Company, buyer: Buyer) -> None:
    written = buyer.write()
    for actor in (company.warehouse, company.stranger, company.nobody):
        with pytest.raises(Denied):
            actions.show(actor, one(written.review_id), now=LATER)
    with pytest.raises(Denied):
        actions.set_policy(company.service, actions.Rules(look_first=True), now=LATER)


def test_the_doctor_counts_again(buyer: Buyer) -> None:
    buyer.write(4)
    assert [found.level for found in tallies_are_right(LATER)] == ["good"]
    Tally.objects.update(four=7)
    assert [found.level for found in tallies_are_right(LATER)] == ["bad"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_of_the_console_open(company: Company, buyer: Buyer, language: str) -> None:
    written = buyer.write(1)
    person = Person.objects.get(pk=company.service.person_id)
    Person.objects.filter(pk=person.pk).update(language=language)
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    for path in ("", f"{written.review_id}", f"{written.review_id}/hide"):
        assert client.get(f"/crew/reviews/{path}").status_code == 200, path
