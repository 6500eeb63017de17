"""The console's pages, and the test bank's own: reachable, in both languages, for those who may; and the way through them."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from storecrew.conftest import Company
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.events.drain import drain
from storecrew.kernel.events.models import OutwardAct
from storecrew.kernel.jobs import health
from storecrew.kernel.pages import links, queue, search
from storecrew.kernel.people.models import Person
from storecrew.shop.payments import actions
from storecrew.shop.payments.models import Dispute, Payment, Payout, Provider, Refund, Transfer
from storecrew.shop.payments.providers.test.server import Server
from storecrew.shop.payments.tests.conftest import NOW, Pay, cny, pass_on
from storecrew.shop.payments.types import Begun

pytestmark = pytest.mark.django_db
HOME = "/crew/payments/"


def signed_in(actor: Actor, language: str = "en") -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    client.cookies["django_language"] = language
    return client


@pytest.fixture
def busy(company: Company, pay: Pay, begin: Callable[..., Begun]) -> Payment:
    """A room with something on every page; returns a payment that came in."""
    payment = pay(10_000, description="SO-1")
    disputed = pay(8_000, card="tok_disputed", payable="order:2")
    pass_on(disputed, NOW + timedelta(minutes=1))
    actions.refund(company.finance, actions.RefundMoney(payment_id=payment.pk, amount=cny(500), reason="x"), now=NOW)
    pass_on(payment, NOW + timedelta(days=3))
    begin(provider="transfer", payable="order:3")
    line = {"reference": "a", "amount": {"minor": 10_000, "currency": "CNY"}, "on": "2026-03-03", "text": "lamp"}
    actions.note_transfers(company.finance, actions.NoteTransfers.model_validate({"lines": [line]}), now=NOW)
    OutwardAct.objects.filter(kind="payments.refund").update(state="unknown", settled_at=None, asked=1)
    return payment


def addresses(payment: Payment) -> list[str]:
    act = OutwardAct.objects.get(kind="payments.refund")
    return [
        HOME,
        f"{HOME}{payment.pk}/",
        f"{HOME}{payment.pk}/refund",
        f"{HOME}transfers/",
        f"{HOME}disputes/",
        f"{HOME}disputes/{Dispute.objects.get().pk}",
        f"{HOME}payouts/",
        f"{HOME}payouts/{Payout.objects.get().pk}",
        f"{HOME}unknown/",
        f"{HOME}unknown/{act.pk}",
        f"{HOME}ways/",
        *(f"{HOME}ways/{kind}/" for kind in ("stripe", "transfer", "cash", "test")),
    ]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_opens_for_finance_and_for_nobody_without_a_seat(
    company: Company, busy: Payment, language: str
) -> None:
    finance, stranger = signed_in(company.finance, language), signed_in(company.stranger)
    for address in addresses(busy):
        assert finance.get(address).status_code == 200, address
        assert stranger.get(address).status_code == 403, address
        assert Client().get(address).status_code in {302, 401}, address


def test_the_list_costs_the_same_whatever_its_length(
    company: Company, busy: Payment, django_assert_max_num_queries: Any
) -> None:
    finance = signed_in(company.finance)
    finance.get(HOME)
    provider = Provider.objects.get(code="test")
    Payment.objects.bulk_create(
        Payment(
            provider=provider,
            payable=f"order:{n}",
            token=f"t{n}",
            amount_minor=100,
            currency="CNY",
            capture="now",
            language="en",
            created_at=NOW,
            updated_at=NOW,
        )
        for n in range(60)
    )
    for address, most in ((HOME, 20), (f"{HOME}{busy.pk}/", 32), (f"{HOME}transfers/", 24), (f"{HOME}payouts/", 20)):
        with django_assert_max_num_queries(most):
            finance.get(address)


def test_a_refund_is_shown_before_it_is_made(company: Company, busy: Payment) -> None:
    service, there = signed_in(company.service), f"{HOME}{busy.pk}/refund"
    said = service.post(there, {"amount": "20.00", "reason": "scratch", "once": "a", "step": "show"})
    assert (said.status_code, Refund.objects.count()) == (200, 1)
    assert "This is what happens" in said.content.decode()
    for _twice in range(2):
        done = service.post(there, {"amount": "20.00", "reason": "scratch", "once": "a", "step": "do"})
        assert done.status_code == 303
    assert sorted(Refund.objects.values_list("amount_minor", flat=True)) == [500, 2_000]
    wrong = service.post(there, {"amount": "9999", "reason": "scratch", "once": "b", "step": "show"})
    assert wrong.status_code == 422
    assert "left of this payment" in wrong.content.decode()


def test_a_suggested_transfer_is_matched_with_one_press(company: Company, busy: Payment) -> None:
    finance, row = signed_in(company.finance), Transfer.objects.get()
    waiting = Payment.objects.get(provider__code="transfer")
    assert waiting.code in finance.get(f"{HOME}transfers/").content.decode()
    assert finance.post(f"{HOME}transfers/{row.pk}", {"payment": waiting.pk}).status_code == 303
    waiting.refresh_from_db()
    assert waiting.state == "captured"


def test_pasted_lines_are_read_with_their_heads_and_named_when_wrong(company: Company, busy: Payment) -> None:
    finance, there = signed_in(company.finance), f"{HOME}transfers/"
    pasted = "date\tamount\ttext\tpayer\tref\n2026/03/04\t1,234.50\t货款\t王\tB-1\n"
    assert finance.post(there, {"currency": "cny", "lines": pasted}).status_code == 303
    assert Transfer.objects.get(reference="B-1").amount_minor == 123_450
    for wrong in ("2026-03-04,12.00,only", "2026-03-04,1.00,a,b,ok\n2026-13-40,x,a,b,c"):
        assert finance.post(there, {"currency": "CNY", "lines": wrong}).status_code == 422


def test_what_needs_a_hand_stands_on_the_list_of_finance(company: Company, busy: Payment, pay: Pay) -> None:
    held = pay(4_000, capture="later", payable="order:9")
    jobs = {job.key for job in queue.gather(company.finance, NOW + timedelta(days=6))}
    wanted = {"payments.unknown", "payments.transfers", f"payments.expiring:{held.pk}"}
    assert wanted <= jobs
    assert f"payments.dispute:{Dispute.objects.get().pk}" in jobs
    assert not {job.key for job in queue.gather(company.marketing, NOW) if job.key.startswith("payments.")}


def test_payments_are_found_and_named(company: Company, busy: Payment) -> None:
    hits = search.find(company.finance, busy.reference)
    assert [hit.url for hit in hits if "payments" in hit.url] == [f"{HOME}{busy.pk}/"]
    assert not [hit for hit in search.find(company.web, busy.reference) if "payments" in hit.url]
    assert links.link(busy.subject).url == f"{HOME}{busy.pk}/"
    for subject in (Dispute.objects.get().subject, Payout.objects.get().subject, Refund.objects.get().subject):
        assert links.link(subject).url
    assert links.link(busy.provider.subject).url == f"{HOME}ways/test/"


def test_the_doctor_derives_the_sums_again(company: Company, busy: Payment) -> None:
    def level(name: str) -> str:
        return next(iter(health.examine(timezone.now(), [name]))).level

    assert {level(name) for name in ("payments.sums", "payments.payouts", "payments.notices")} == {"good"}
    Payment.objects.filter(pk=busy.pk).update(captured_minor=9_000)
    assert level("payments.sums") == "bad"
    Payout.objects.update(amount_minor=1, state="arrived", arrived_at=NOW)
    assert level("payments.payouts") == "bad"


class TestSettingUp:
    def test_a_beginner_sets_transfers_up_and_switches_them_on(self, company: Company) -> None:
        director, there = signed_in(company.director), f"{HOME}ways/transfer/"
        assert director.post(there, {"holder": "x"}).status_code == 422
        sent = {"holder": "Lamphour", "account": "1", "bank": "ICBC", "name_zh": "对公转账", "once": "a"}
        assert director.post(there, sent).status_code == 303
        assert director.post(f"{there}on").status_code == 303
        row = Provider.objects.get()
        assert (row.enabled_at is not None, row.name) == (True, {"zh-hans": "对公转账"})
        assert signed_in(company.service).get(there).status_code == 403

    def test_the_test_bank_is_checked_from_its_page(self, company: Company, providers: Any) -> None:
        finance = signed_in(company.finance)
        assert finance.post(f"{HOME}ways/test/check").status_code == 303
        assert Provider.objects.get(code="test").checked_at is not None
        assert signed_in(company.service).post(f"{HOME}ways/test/check").status_code == 403
        assert "no real money" in finance.get(f"{HOME}ways/").content.decode()


class TestTheBanksPages:
    def there(self, payment: Payment) -> str:
        return f"/pay-test/{payment.reference}/"

    @pytest.fixture
    def payment(self, begin: Callable[..., Begun]) -> Payment:
        return Payment.objects.get(pk=begin(return_url="/order/abc?x=1").payment_id)

    def test_a_card_pays_without_any_script(self, payment: Payment) -> None:
        page = Client().get(self.there(payment))
        assert page.status_code == 200
        assert "<script" not in page.content.decode().split("</head>")[1].split("<main")[1].split("</main>")[0]
        answer = Client().post(self.there(payment), {"card": "tok_pays"})
        assert (answer.status_code, answer["Location"]) == (303, "/order/abc?x=1&paid_by=test-bank&state=captured")
        assert actions.look_now(payment.pk).state == "captured"
        assert Client().get(self.there(payment)).status_code == 303

    def test_a_declined_card_can_be_followed_by_another(self, payment: Payment) -> None:
        answer = Client().post(self.there(payment), {"card": "tok_declined"})
        assert (answer.status_code, "declined" in answer.content.decode()) == (200, True)
        assert Client().post(self.there(payment), {"card": "tok_pays"}).status_code == 303

    @pytest.mark.parametrize(("answer", "state"), [("yes", "captured"), ("no", "failed")])
    def test_a_bank_that_asks_back(self, payment: Payment, answer: str, state: str) -> None:
        asked = Client().post(self.there(payment), {"card": "tok_asks"})
        challenge = asked["Location"]
        assert challenge == f"{self.there(payment)}challenge/"
        assert Client().get(challenge).status_code == 200
        Client().post(challenge, {"answer": answer})
        assert actions.look_now(payment.pk).state == state

    def test_what_the_bank_does_not_know(self, payment: Payment, bank: Server) -> None:
        assert Client().post(self.there(payment), {"card": "4242424242424242"}).status_code == 422
        assert Client().get("/pay-test/tp_none/").status_code == 404
        Provider.objects.filter(kind="test").update(kind="transfer")
        assert Client().get(self.there(payment)).status_code == 404

    def test_nobody_is_led_away(self, payment: Payment, bank: Server) -> None:
        made = bank.create(
            key="k", token="t", now=NOW, amount=1, currency="CNY", capture="now", return_url="https://evil.example/"
        )
        answer = Client().post(f"/pay-test/{made['ref']}/", {"card": "tok_pays"})
        assert answer["Location"].startswith("/?")


def test_the_hook_needs_no_session_and_no_csrf(company: Company, providers: Any) -> None:
    answer = Client(enforce_csrf_checks=True).post("/hooks/payments/test/", json.dumps({}), "application/json")
    assert answer.status_code == 400
    drain(timezone.now())
