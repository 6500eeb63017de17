"""Take a provider's notice in: stored first, so that it can be answered at once and is never lost."""

from typing import Annotated

from django.db.models import Q
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output, Private
from storecrew.shop.payments.carrying import LOOK
from storecrew.shop.payments.models import Notice, Payment
from storecrew.shop.payments.seats import HERE

MOST_OF_FORGED = 2000
PAYOUT = "payout"


class ReceiveNotice(Input):
    """A message as it came. `uid` is the provider's own id of it; `forged` says why it is not believed, if it is not."""

    provider_id: int
    raw: Annotated[str, Private]
    uid: str = ""
    topic: str = ""
    about: str = ""
    token: str = ""
    forged: str = ""


class Received(Output):
    """What became of a message: `new`, `again` (known already) or `forged`."""

    notice_id: int
    outcome: str


@action("payments.receive_notice", label=gettext_lazy("Take a notice in"), seats=HERE, surfaces=HERE)
def receive_notice(run: Run, data: ReceiveNotice) -> Received:
    """Store a provider's message and plan to ask the provider about it. The same message again changes nothing."""
    if data.forged:
        kept = Notice.objects.create(
            provider_id=data.provider_id,
            genuine=False,
            raw=data.raw[:MOST_OF_FORGED],
            why=data.forged[:200],
            received_at=run.now,
            handled_at=run.now,
        )
        return Received(notice_id=kept.pk, outcome="forged")
    known = Notice.objects.filter(provider_id=data.provider_id, uid=data.uid[:120], genuine=True).first()
    if known is not None:
        return Received(notice_id=known.pk, outcome="again")
    payment = _payment(data)
    Notice.objects.bulk_create(
        [
            Notice(
                provider_id=data.provider_id,
                uid=data.uid[:120],
                genuine=True,
                topic=data.topic[:80],
                about=data.about[:120],
                token=data.token[:40],
                payment=payment,
                raw=data.raw,
                received_at=run.now,
            )
        ],
        ignore_conflicts=True,  # two at the same moment: both plan the same act, which is one
    )
    row = Notice.objects.get(provider_id=data.provider_id, uid=data.uid[:120], genuine=True)
    _plan_look(run, row)
    return Received(notice_id=row.pk, outcome="new")


def _payment(data: ReceiveNotice) -> Payment | None:
    if data.topic.startswith(PAYOUT):
        return None
    named = Q(token=data.token) if data.token else Q(pk=None)
    if data.about:
        named |= Q(reference=data.about)
    return Payment.objects.filter(named, provider_id=data.provider_id).first()


def _plan_look(run: Run, notice: Notice) -> None:
    """Ask about what it is about. What belongs to nothing of ours (another program's payment) stays on record only."""
    if notice.topic.startswith(PAYOUT):
        payload, subject = {"notice": notice.pk, "provider": notice.provider_id}, f"provider:{notice.provider_id}"
    elif notice.payment_id is not None:
        payload, subject = {"notice": notice.pk, "payment": notice.payment_id}, f"payment:{notice.payment_id}"
    else:
        Notice.objects.filter(pk=notice.pk).update(handled_at=run.now, why="not about a payment of this store")
        return
    run.plan(LOOK, key=f"notice:{notice.pk}", payload=payload, subject=subject)
