"""Who may set webhooks up, what is refused, and the pages."""

import pytest
from django.test import Client

from storecrew.conftest import Company
from storecrew.fronts.webhooks import actions, reads
from storecrew.fronts.webhooks.models import Message, Webhook
from storecrew.fronts.webhooks.tests.conftest import NOW, Receiver, light
from storecrew.kernel.actions.errors import Denied, InvalidInput, Missing, Refused
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.events.drain import drain
from storecrew.kernel.people.models import Person

pytestmark = pytest.mark.django_db


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id))
    return client


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/x",
        "example.com",
        "https://",
        "https://user:pw@example.com/",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://10.0.0.8/hook",
        "http://169.254.169.254/latest",
        "http://localhost:9000/",
        "http://printer.local/",
        "https://[",
    ],
)
def test_addresses_that_cannot_be_told_are_refused(company: Company, url: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        actions.add(company.it, actions.AddWebhook(name="x", url=url, events=("*",)))
    assert set(refused.value.fields) == {"url"}


def test_unknown_events_are_refused(company: Company) -> None:
    for events in ((), ("no.Such",)):
        with pytest.raises(InvalidInput) as refused:
            actions.add(company.it, actions.AddWebhook(name="x", url="https://example.com/h", events=events))
        assert set(refused.value.fields) == {"events"}


def test_only_it_sets_them_up_and_the_director_may_look(company: Company, webhook: Webhook) -> None:
    data = actions.AddWebhook(name="x", url="https://example.com/h", events=("*",))
    for actor in (company.director, company.marketing, company.nobody):
        with pytest.raises(Denied):
            actions.add(actor, data)
    assert reads.webhooks(company.director, reads.NoQuestion()).total == 1
    with pytest.raises(Denied):
        reads.secrets(company.director, reads.OneWebhook(webhook_id=webhook.pk))


def test_nobody_but_the_carrier_says_that_one_failed_too_long(company: Company, webhook: Webhook) -> None:
    assert actions.switch_off.surfaces == frozenset()


def test_a_held_one_is_not_told_and_cannot_be_tested(company: Company, webhook: Webhook, receiver: Receiver) -> None:
    one = actions.OneWebhook(webhook_id=webhook.pk)
    actions.hold(company.it, one, now=NOW)
    light()
    drain(NOW)
    assert receiver.got == []
    with pytest.raises(Refused):
        actions.send_test(company.it, one, now=NOW)
    actions.release(company.it, one, now=NOW)
    actions.send_test(company.it, one, now=NOW)
    drain(NOW)
    assert len(receiver.got) == 1


def test_a_removed_one_is_gone_and_its_secret_with_it(company: Company, webhook: Webhook) -> None:
    one = actions.OneWebhook(webhook_id=webhook.pk)
    actions.remove(company.it, one, now=NOW)
    webhook.refresh_from_db()
    assert webhook.secret == ""
    with pytest.raises(Missing):
        actions.hold(company.it, one, now=NOW)
    assert reads.webhooks(company.it, reads.NoQuestion()).items == ()


def test_a_message_on_its_way_is_not_replayed(company: Company, webhook: Webhook) -> None:
    actions.send_test(company.it, actions.OneWebhook(webhook_id=webhook.pk), now=NOW)
    with pytest.raises(Refused):
        actions.replay(company.it, actions.OneMessage(message_id=Message.objects.get().pk), now=NOW)


def test_the_log_is_read_in_parts(company: Company, webhook: Webhook) -> None:
    for lamp in "abc":
        light(lamp)
    drain(NOW)
    first = reads.messages(company.it, reads.LogQuery(webhook_id=webhook.pk, limit=2))
    rest = reads.messages(company.it, reads.LogQuery(webhook_id=webhook.pk, limit=2, before=int(first.cursor or 0)))
    assert [row.subject for row in (*first.items, *rest.items)] == ["lamp:c", "lamp:b", "lamp:a"]
    assert {row.state for row in first.items} == {"confirmed"}


class TestPages:
    def test_one_is_set_up_tested_and_seen_in_the_log(self, company: Company, receiver: Receiver) -> None:
        it = signed_in(company.it)
        assert "No webhooks yet" in it.get("/crew/webhooks/").content.decode()
        page = {"name": "Screen", "url": receiver.url, "events": ["*"]}
        assert it.post("/crew/webhooks/new", {**page, "url": "nowhere"}).status_code == 422
        assert it.post("/crew/webhooks/new", page).status_code == 303
        webhook = Webhook.objects.get()
        there = f"/crew/webhooks/{webhook.pk}"
        assert "test message" in it.post(f"{there}/test", follow=True).content.decode()
        from django.utils import timezone  # noqa: PLC0415  the page has looked at the real clock

        drain(timezone.now())
        assert "webhooks.Test" in it.get(there).content.decode()
        message = Message.objects.get(event="webhooks.Test")
        assert "It works." in it.get(f"/crew/webhooks/messages/{message.pk}").content.decode()
        assert it.post(f"/crew/webhooks/messages/{message.pk}/replay").status_code == 303

    def test_the_secret_is_shown_to_it_when_asked(self, company: Company, webhook: Webhook) -> None:
        there = f"/crew/webhooks/{webhook.pk}"
        assert "whsec_" not in signed_in(company.it).get(there).content.decode()
        assert "whsec_" in signed_in(company.it).get(f"{there}?secret=1").content.decode()
        assert "whsec_" not in signed_in(company.director).get(f"{there}?secret=1").content.decode()

    @pytest.mark.parametrize("verb", ["hold", "release", "rotate", "replay", "remove"])
    def test_each_button_answers(self, company: Company, webhook: Webhook, verb: str) -> None:
        assert signed_in(company.it).post(f"/crew/webhooks/{webhook.pk}/{verb}").status_code == 303

    def test_an_unknown_verb_and_a_stranger_get_nowhere(self, company: Company, webhook: Webhook) -> None:
        assert signed_in(company.it).post(f"/crew/webhooks/{webhook.pk}/explode").status_code == 404
        assert signed_in(company.marketing).get("/crew/webhooks/").status_code == 403
