"""What follows when an act at a provider ends in another way than by its own answer: given up, or settled by a person."""

from storecrew.kernel.events import outward
from storecrew.kernel.events.events import ActSettled
from storecrew.kernel.events.models import ActState, OutwardAct
from storecrew.kernel.events.registry import on
from storecrew.kernel.events.types import Meta
from storecrew.shop.payments.actions.taking import GiveUp, give_up, provider_speaks
from storecrew.shop.payments.carrying import DOING, LOOK
from storecrew.shop.payments.models import Payment


@on(ActSettled, name="payments.act_settled")
def act_settled(event: ActSettled, meta: Meta) -> None:
    """Free what a failed act held; look at the provider when a person says that an unknown one happened."""
    if event.kind not in DOING:
        return
    act = OutwardAct.objects.filter(kind=event.kind, key=event.key).first()
    payment = Payment.objects.filter(pk=act.payload["payment"]).first() if act else None
    if act is None or payment is None:
        return
    if event.state in {ActState.FAILED, ActState.DROPPED}:
        data = GiveUp(
            payment_id=payment.pk,
            verb=act.payload["verb"],
            refund=act.payload.get("refund", ""),
            reason=event.error[-400:] or "given up",
        )
        give_up(provider_speaks("act given up"), data, now=meta.now)
    elif (
        event.state == ActState.CONFIRMED and not event.answer
    ):  # a person said so; the facts are still at the provider
        payload = {"payment": payment.pk}
        outward.plan(
            LOOK, key=f"settled:{meta.id}", payload=payload, subject=payment.subject, cause=meta.cause, at=meta.now
        )
