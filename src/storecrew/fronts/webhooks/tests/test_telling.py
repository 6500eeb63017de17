"""Receivers are told what they asked for, signed so that they can prove it, until they have it."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest

from storecrew.conftest import Company
from storecrew.fronts.webhooks import actions, carrier, reads
from storecrew.fronts.webhooks.models import Attempt, Message, Webhook
from storecrew.fronts.webhooks.tests.conftest import NOW, LampLit, Receiver, light
from storecrew.kernel.events.drain import drain
from storecrew.kernel.events.models import Delivery, OutwardAct
from storecrew.kernel.events.registry import find_handler
from storecrew.kernel.events.types import Meta
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.models import Notice

pytestmark = pytest.mark.django_db


def proves(headers: dict[str, str], body: bytes, secret: str) -> bool:
    """Check a signature the way the specification tells receivers to."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(f"v1,{expected}", one) for one in headers["webhook-signature"].split(" "))


def secret_of(company: Company, webhook: Webhook) -> str:
    return reads.secrets(company.it, reads.OneWebhook(webhook_id=webhook.pk), now=NOW).secret


def test_the_published_example_of_the_specification_comes_out() -> None:
    # Standard Webhooks, reference libraries: the test vector that all of them share
    from storecrew.fronts.webhooks.signing import headers  # noqa: PLC0415  only this test looks inside

    made = headers(
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body=b'{"test": 2432232314}',
        keys=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    )
    assert made["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_an_event_is_told_once_and_signed(company: Company, webhook: Webhook, receiver: Receiver) -> None:
    light("月")
    drain(NOW)
    drain(NOW)
    [(headers, body)] = receiver.got
    assert proves(headers, body, secret_of(company, webhook))
    assert not proves(headers, body + b" ", secret_of(company, webhook))
    assert headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert headers["content-type"].startswith("application/json")
    assert json.loads(body) == {
        "type": "hooktests.LampLit",
        "timestamp": NOW.isoformat(),
        "subject": "lamp:月",
        "data": {"lamp": "月"},
    }


def test_events_nobody_asked_for_cost_nothing(company: Company, receiver: Receiver) -> None:
    data = actions.AddWebhook(name="other", url=receiver.url, events=("jobs.WorkFinished",))
    actions.add(company.it, data, now=NOW)
    Delivery.objects.all().delete()
    light()
    assert not Delivery.objects.filter(handler="webhooks.tell").exists()


def test_a_delivery_that_comes_twice_is_told_once(webhook: Webhook) -> None:
    handler = find_handler("webhooks.tell")
    assert handler is not None
    meta = Meta(id=77, subject="lamp:1", cause="", at=NOW, actor="person:1", now=NOW, attempt=1)
    for _ in range(2):
        handler.function(LampLit(lamp="1"), meta)
    assert Message.objects.count() == OutwardAct.objects.count() == 1


def test_what_is_not_taken_is_sent_again_under_the_same_id(webhook: Webhook, receiver: Receiver) -> None:
    receiver.answers = [(500, {}), (302, {"Location": "http://example.com/"})]
    light()
    moment = NOW
    for _ in range(3):
        drain(moment)
        moment = OutwardAct.objects.get().due_at
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1
    assert len({body for _, body in receiver.got}) == 1
    assert OutwardAct.objects.get().state == "confirmed"
    assert list(Attempt.objects.order_by("pk").values_list("status", flat=True)) == [500, 302, 204]
    webhook.refresh_from_db()
    assert (webhook.failing_since, webhook.last_success_at is not None) == (None, True)


def test_it_waits_as_long_as_it_is_asked_to(webhook: Webhook, receiver: Receiver) -> None:
    receiver.answers = [(429, {"Retry-After": "900"})]
    light()
    drain(NOW)
    assert OutwardAct.objects.get().due_at >= NOW + timedelta(seconds=900)


def test_a_receiver_that_is_gone_is_switched_off(company: Company, webhook: Webhook, receiver: Receiver) -> None:
    receiver.answers = [(410, {})]
    light()
    drain(NOW)
    webhook.refresh_from_db()
    assert webhook.switched_off_at == NOW
    light("another")
    drain(NOW)
    assert len(receiver.got) == 1


def test_five_days_of_failure_switch_it_off_and_people_are_told(
    company: Company, webhook: Webhook, receiver: Receiver
) -> None:
    receiver.answers = [(500, {})] * 40
    for day in range(6):
        light(f"lamp {day}", NOW + timedelta(days=day))
        drain(NOW + timedelta(days=day))
    webhook.refresh_from_db()
    assert webhook.switched_off_at == NOW + carrier.OFF_AFTER
    assert "HTTP 500" in webhook.switched_off_because
    keys = [item.key for item in queue.gather(company.it, NOW + timedelta(days=6))]
    assert f"webhooks.off:{webhook.pk}" in keys
    assert Notice.objects.filter(person_id=company.it.person_id, key__startswith="webhooks.off").count() == 1


def test_it_gives_up_after_its_last_try(webhook: Webhook, receiver: Receiver) -> None:
    receiver.answers = [(503, {})] * 20
    light()
    moment = NOW
    for _ in range(12):
        drain(moment)
        moment = OutwardAct.objects.get().due_at + timedelta(seconds=1)
    act = OutwardAct.objects.get()
    assert (act.state, len(receiver.got)) == ("failed", carrier.RETRY.attempts)


def test_nobody_listens_at_the_address(webhook: Webhook, receiver: Receiver) -> None:
    Webhook.objects.update(url="http://127.0.0.1:1/hook")
    light()
    drain(NOW)
    act = OutwardAct.objects.get()
    assert act.state == "failed", "an internal address that is not trusted is never asked"
    assert receiver.got == []


def test_a_message_is_replayed_word_for_word(company: Company, webhook: Webhook, receiver: Receiver) -> None:
    light()
    drain(NOW)
    message = Message.objects.get()
    actions.replay(company.it, actions.OneMessage(message_id=message.pk), now=NOW + timedelta(days=1))
    drain(NOW + timedelta(days=1))
    first, second = receiver.got
    assert first[0]["webhook-id"] == second[0]["webhook-id"]
    assert first[1] == second[1]
    assert first[0]["webhook-timestamp"] != second[0]["webhook-timestamp"]
    assert proves(*second, secret_of(company, webhook))


def test_what_was_given_up_is_replayed_in_one_go(company: Company, webhook: Webhook, receiver: Receiver) -> None:
    for lamp in ("a", "b", "c"):
        light(lamp)
    drain(NOW, outward=False)
    actions.hold(company.it, actions.OneWebhook(webhook_id=webhook.pk), now=NOW)
    drain(NOW)
    assert receiver.got == []
    actions.release(company.it, actions.OneWebhook(webhook_id=webhook.pk), now=NOW)
    data = actions.ReplayFailed(webhook_id=webhook.pk, since=NOW - timedelta(days=1))
    assert actions.replay_failed(company.it, data, now=NOW).count == 3
    assert actions.replay_failed(company.it, data, now=NOW).count == 0
    drain(NOW)
    assert [json.loads(body)["data"]["lamp"] for _, body in receiver.got] == ["a", "b", "c"]


def test_two_secrets_sign_while_one_replaces_the_other(company: Company, webhook: Webhook, receiver: Receiver) -> None:
    old = secret_of(company, webhook)
    new = actions.rotate_secret(company.it, actions.OneWebhook(webhook_id=webhook.pk), now=NOW).secret
    light("a")
    drain(NOW + timedelta(hours=1))
    light("b")
    drain(NOW + timedelta(hours=25))
    (both_headers, both_body), (one_headers, one_body) = receiver.got
    assert proves(both_headers, both_body, old)
    assert proves(both_headers, both_body, new)
    assert proves(one_headers, one_body, new)
    assert not proves(one_headers, one_body, old)


def test_secrets_are_nowhere_in_plain_text(company: Company, webhook: Webhook) -> None:
    from storecrew.kernel.audit.models import Entry  # noqa: PLC0415  only this test looks at the audit

    secret = secret_of(company, webhook)
    assert secret not in webhook.secret
    assert secret not in json.dumps([entry.result for entry in Entry.objects.all()])
