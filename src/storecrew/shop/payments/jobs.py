"""The clock's work: the test bank's post, questions about what nobody told us of, payouts, authorisations that run out."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy

from storecrew.kernel.events import outward
from storecrew.kernel.events.chores import chore
from storecrew.kernel.jobs.schedules import Every, scheduled
from storecrew.shop.payments.accounts import account_of
from storecrew.shop.payments.carrying import LOOK
from storecrew.shop.payments.hooks import receive
from storecrew.shop.payments.models import Payment, Provider, Refund
from storecrew.shop.payments.providers import remote_of
from storecrew.shop.payments.providers.test.adapter import HEADER, server, signature, written
from storecrew.shop.payments.types import RefundState, State

ASK_AFTER = timedelta(minutes=10)
"""A payment that nobody has told us of for so long is asked about; and again after so long."""
ASK_WITHIN = timedelta(days=3)
"""What is older and still not paid is asked about no more; a notice or a person still can."""
AT_ONCE = 200
RETRY_NOTICE = timedelta(seconds=30)


@chore("payments.test_bank", every_s=1.0)
def test_bank(now: datetime) -> None:
    """Let the test bank do what is due, and bring its notices as the post would; nothing where it is not set up."""
    if Provider.objects.filter(kind="test").exists():
        server().tick(now)
        bring_notices(now)


test_bank.__test__ = False  # type: ignore[attr-defined]  # a name that test runners would collect


def bring_notices(now: datetime) -> int:
    """Bring the test bank's messages to our own address for notices; returns how many were taken."""
    bank, taken = server(), 0
    provider = Provider.objects.filter(kind="test").order_by("pk").first()
    if provider is None:
        return 0
    for notice in bank.unsent(now):
        at, body = int(now.timestamp()), written(notice)
        secret = account_of(provider, now).notice_secrets[0]
        headers = {HEADER: f"t={at},v1={signature(body, at, secret)}"}
        if receive(provider, headers, body, now) == "forged":
            bank.send_later(notice["uid"], now + RETRY_NOTICE)
        else:
            bank.sent(notice["uid"], now)
            taken += 1
    return taken


@scheduled("payments.ask", label=gettext_lazy("Ask about payments nobody told us of"), rhythm=Every(minutes=5))
def ask(now: datetime) -> None:
    """Plan to ask about payments and refunds that hang. Notices get lost; asking does not."""
    unsettled = [State.WAITING, State.PROCESSING, State.FAILED]
    hanging = Payment.objects.filter(state__in=unsettled, created_at__gte=now - ASK_WITHIN)
    promised = Refund.objects.filter(state=RefundState.PENDING).values("payment")
    rows = (hanging | Payment.objects.filter(pk__in=promised)).filter(created_at__lte=now - ASK_AFTER)
    for payment in rows.exclude(looked_at__gt=now - ASK_AFTER).select_related("provider").order_by("pk")[:AT_ONCE]:
        if remote_of(payment.provider.kind) is not None and payment.reference:
            key = f"ask:{payment.pk}:{now:%Y%m%d%H%M}"
            outward.plan(LOOK, key=key, payload={"payment": payment.pk}, subject=payment.subject, cause="", at=now)


@scheduled("payments.payouts", label=gettext_lazy("Ask for payouts"), rhythm=Every(minutes=30))
def payouts(now: datetime) -> None:
    """Plan to ask every provider that pays out for what is new."""
    for provider in Provider.objects.order_by("pk"):
        remote = remote_of(provider.kind)
        if remote is not None and remote.capabilities.payouts:
            key = f"payouts:{provider.pk}:{now:%Y%m%d%H%M}"
            outward.plan(LOOK, key=key, payload={"provider": provider.pk}, subject=provider.subject, cause="", at=now)
