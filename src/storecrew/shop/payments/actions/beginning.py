"""Begin a payment; and do at once what the shopper waits for."""

import secrets
import time
from datetime import timedelta
from typing import Annotated
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import StringConstraints

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Personal
from storecrew.kernel.events.carrying import carry_now
from storecrew.kernel.events.models import ActState, OutwardAct
from storecrew.kernel.money.types import Money
from storecrew.shop.payments.accounts import by_hand, opened_next, sealed_next
from storecrew.shop.payments.carrying import START, VOID, look
from storecrew.shop.payments.events import PaymentVoided
from storecrew.shop.payments.models import Payment, Provider
from storecrew.shop.payments.offering import problem_with
from storecrew.shop.payments.seats import HERE, PAYERS
from storecrew.shop.payments.types import Begun, CaptureMode, Next, State
from storecrew.shop.payments.writing.moves import announce_void

HEAD_START = timedelta(seconds=15)
"""How long workers leave a fresh payment to the process that serves the shopper."""
PATIENCE_S = 8.0
"""How long a shopper waits for another process that is already asking the provider."""
_STEP_S = 0.2
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0 O 1 I L: the code of a transfer is typed off a screen."""


class Begin(Input):
    """What is to be paid, and how.

    `amount` comes from what is paid for, never from the shopper. `capture` later sets the money aside until it is
    captured. `key` names this attempt: the same key again is the same payment. `return_url` is where the shopper comes
    back to, on this site.
    """

    payable: Annotated[str, StringConstraints(pattern=r"^[a-z_]+:[0-9A-Za-z_-]+$", max_length=80)]
    amount: Money
    provider: str
    return_url: Annotated[str, StringConstraints(max_length=500)] = ""
    capture: CaptureMode = "now"
    description: Annotated[str, StringConstraints(max_length=200)] = ""
    customer_email: Annotated[str, Personal] = ""
    language: str = "en"
    country: str = ""
    key: Annotated[str, StringConstraints(max_length=120)] = ""


@action("payments.begin", label=gettext_lazy("Begin a payment"), seats=PAYERS, surfaces=HERE, emits=(PaymentVoided,))
def begin(run: Run, data: Begin) -> Begun:
    """Begin to pay for something. Afterwards, outside of the transaction, `carry_out_now` asks the provider.

    Earlier attempts for the same thing that nobody has paid yet are given up, so that nobody pays twice.
    """
    known = Payment.objects.filter(key=data.key).select_related("provider").first() if data.key else None
    if known is not None:
        if (known.payable, known.money(known.amount_minor)) != (data.payable, data.amount):
            raise Refused(_("This attempt to pay was begun before, for something else."), code="payments.key_reused")
        return begun(known)
    provider = _provider(data)
    payment = Payment.objects.create(
        provider=provider,
        payable=data.payable,
        token=secrets.token_hex(16),
        key=data.key or None,
        amount_minor=data.amount.minor,
        currency=data.amount.currency,
        capture=data.capture,
        description=data.description,
        email=data.customer_email,
        language=data.language,
        return_url=data.return_url,
        created_at=run.now,
        updated_at=run.now,
    )
    run.changed(payment.subject, "amount", old=None, new=_json(data.amount))
    run.about(payment.subject, data.payable)
    _give_up_earlier(run, payment)
    payment.code = _code(payment)
    way = by_hand(payment, run.now)
    if way is None:
        payment.code = ""
        run.plan(
            START,
            key=payment.token,
            payload={"payment": payment.pk, "verb": "start"},
            subject=payment.subject,
            head_start=HEAD_START,
        )
        way = Next(kind="wait")
    else:
        payment.state, payment.reference = State.WAITING, payment.code
    payment.next_sealed = sealed_next(way)
    payment.save()
    return begun(payment)


def carry_out_now(payment_id: int) -> Begun:
    """Ask the provider for a payment that has just begun, and return how the shopper goes on.

    Call it outside of any transaction. Calling it again is harmless: what was done is not done again. When the provider
    cannot be reached the way on is `wait`: a worker tries again, and what nobody can vouch for is found out by asking.
    """
    payment = _one(payment_id)
    deadline = time.monotonic() + PATIENCE_S
    if payment.state == State.NEW:
        carry_now(START, payment.token, clock=timezone.now)
    payment = _one(payment_id)
    while payment.state == State.NEW and _in_other_hands(payment) and time.monotonic() < deadline:
        time.sleep(_STEP_S)
        payment = _one(payment_id)
    return begun(payment)


def look_now(payment_id: int) -> Begun:
    """Ask the provider how a payment stands: for the page that the shopper comes back to, before any notice arrived.

    Call it outside of any transaction. When the provider cannot be reached, what is known already is returned.
    """
    payment = _one(payment_id)
    if payment.state == State.NEW:
        return carry_out_now(payment_id)
    look(payment, timezone.now(), quiet=True)
    return begun(_one(payment_id))


def begun(payment: Payment) -> Begun:
    """Return a payment as whoever pays sees it."""
    return Begun(
        payment_id=payment.pk,
        token=payment.token,
        state=State(payment.state),
        next=opened_next(payment),
        message=payment.failure_message,
    )


def _provider(data: Begin) -> Provider:
    if data.amount.minor <= 0:
        raise InvalidInput({"amount": _("There is nothing to pay.")})
    if data.return_url and not _is_ours(data.return_url):
        raise InvalidInput({"return_url": _("The way back has to lead to this site.")})
    provider = Provider.objects.filter(code=data.provider).exclude(enabled_at=None).first()
    trouble = problem_with(provider, data.amount, data.country, data.capture) if provider else ""
    if provider is None or trouble:
        raise Refused(
            trouble or _("This way to pay is not offered (any more). Choose another one."), code="payments.not_offered"
        )
    return provider


def _is_ours(url: str) -> bool:
    parts = urlsplit(url)
    if not parts.scheme and not parts.netloc:
        return url.startswith("/") and not url.startswith(("//", "/\\"))
    return parts.scheme in {"http", "https"} and parts.hostname in settings.ALLOWED_HOSTS


def _give_up_earlier(run: Run, payment: Payment) -> None:
    """Void attempts for the same thing that nobody has paid: a second tab, another way to pay."""
    earlier = Payment.objects.filter(payable=payment.payable, state__in=[State.NEW, State.WAITING, State.FAILED])
    for other in earlier.exclude(pk=payment.pk).select_related("provider").order_by("pk"):
        run.changed(other.subject, "given up for", old=None, new=payment.subject)
        if by_hand(other, run.now) is None:
            payload = {"payment": other.pk, "verb": "void"}
            run.plan(VOID, key=f"{other.token}:given_up_for:{payment.pk}", payload=payload, subject=other.subject)
        else:
            other.state, other.next_sealed, other.version = State.VOIDED, "", other.version + 1
            other.updated_at = run.now
            other.save()
            announce_void(run, other)


def _code(payment: Payment) -> str:
    """Return what a payer writes on a transfer: the id in a shape that survives being typed, and three letters of chance."""
    number, signs = payment.pk, ""
    while number:
        number, rest = divmod(number, len(_LETTERS))
        signs = _LETTERS[rest] + signs
    return f"P{signs.rjust(4, _LETTERS[0])}-" + "".join(secrets.choice(_LETTERS) for _letter in range(3))


def _in_other_hands(payment: Payment) -> bool:
    held = [ActState.CLAIMED, ActState.HANDED_OVER]
    return OutwardAct.objects.filter(kind=START, key=payment.token, state__in=held).exists()


def _one(payment_id: int) -> Payment:
    found = Payment.objects.select_related("provider").filter(pk=payment_id).first()
    if found is None:
        raise Missing
    return found


def _json(amount: Money) -> dict[str, object]:
    return {"minor": amount.minor, "currency": amount.currency}
