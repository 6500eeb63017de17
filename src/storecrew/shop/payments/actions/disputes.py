"""Answer a dispute."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import StringConstraints

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.payments.carrying import EVIDENCE
from storecrew.shop.payments.models import Dispute
from storecrew.shop.payments.seats import EVERYWHERE, KEEPERS
from storecrew.shop.payments.types import DisputeState


class AnswerDispute(Input):
    """`evidence` is what the buyer's bank reads. With `send` False it is only kept, to go on writing later."""

    dispute_id: int
    evidence: Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
    send: bool = False


class DisputeNow(Output):
    """A dispute; `sent` tells that the evidence is on its way. It can be sent once."""

    dispute_id: int
    state: DisputeState
    sent: bool


@action(
    "payments.answer_dispute", label=gettext_lazy("Answer a dispute"), seats=KEEPERS | {"service"}, surfaces=EVERYWHERE
)
def answer_dispute(run: Run, data: AnswerDispute) -> DisputeNow:
    """Write evidence against a dispute, and send it to the buyer's bank: once, before the deadline."""
    dispute = Dispute.objects.select_for_update().filter(pk=data.dispute_id).first()
    if dispute is None:
        raise Missing
    run.about(dispute.subject, f"payment:{dispute.payment_id}")
    if dispute.state != DisputeState.OPEN or dispute.sent_at is not None:
        raise Refused(_("This dispute takes no evidence any more."), code="payments.dispute_over")
    if dispute.due_at is not None and run.now > dispute.due_at:
        raise Refused(_("The deadline has passed."), code="payments.dispute_late")
    run.changed(dispute.subject, "evidence", old=dispute.evidence, new=data.evidence)
    dispute.evidence = data.evidence
    if data.send:
        _send(run, dispute)
    dispute.save()
    return DisputeNow(dispute_id=dispute.pk, state=DisputeState(dispute.state), sent=dispute.sent_at is not None)


def _send(run: Run, dispute: Dispute) -> None:
    if len(dispute.evidence.split()) < 2 and len(dispute.evidence) < 10:
        raise InvalidInput({"evidence": _("Write what was sent, when, and how you know that it arrived.")})
    dispute.sent_at = run.now
    run.changed(dispute.subject, "sent", old=False, new=True)
    payload = {
        "payment": dispute.payment_id,
        "verb": "evidence",
        "dispute": dispute.reference,
        "text": dispute.evidence,
        "planned_at": run.now.isoformat(),
    }
    run.plan(EVIDENCE, key=f"{dispute.pk}:evidence", payload=payload, subject=f"payment:{dispute.payment_id}")
