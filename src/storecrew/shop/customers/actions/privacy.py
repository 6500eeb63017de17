"""What people may ask about their data, and the two answers: a copy, and being forgotten."""

from datetime import timedelta
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.customers.events import CustomerForgotten
from storecrew.shop.customers.finding import alive, whom
from storecrew.shop.customers.models import Customer, PrivacyKind, PrivacyRequest
from storecrew.shop.customers.seats import CREW_DOORS, KEEPERS, SHOP_DOOR, THEMSELVES
from storecrew.shop.customers.writing.forgetting import erase

DUE_IN_CHINA = timedelta(days=15)
"""PIPL asks for an answer "in time"; GB/T 35273-2020, 8.7 makes it thirty days, the app rules of 2019 fifteen workdays.
Fifteen days keep all of them."""
DUE_ELSEWHERE = timedelta(days=30)
"""GDPR, Art. 12(3): one month; the shortest one less a day would be 27, and nobody counts on the last days."""


class AskPrivacy(Input):
    """What somebody asks about their data."""

    customer_id: int
    kind: PrivacyKind


class Asked(Output):
    """The request; it is answered by then."""

    request_id: int


@action(
    "customers.ask_privacy",
    label=gettext_lazy("Ask for one's data, or to be forgotten"),
    seats=THEMSELVES,
    surfaces=CREW_DOORS | SHOP_DOOR,
)
def ask_privacy(run: Run, data: AskPrivacy) -> Asked:
    """Take down that a customer wants a copy of their data, or to be forgotten. Asked twice it is one request."""
    row = whom(run, data.customer_id, lock=True)
    if row.forgotten_at is not None:
        raise Refused(_("Nothing is kept of this customer any more."), code="forgotten")
    open_one = row.privacy_requests.filter(kind=data.kind, answered_at=None).first()
    if open_one is not None:
        return Asked(request_id=open_one.pk)
    request = PrivacyRequest.objects.create(
        customer=row,
        kind=data.kind,
        asked_at=run.now,
        asked_by=run.actor.ref,
        due_at=run.now + (DUE_IN_CHINA if row.country in {"", "CN"} else DUE_ELSEWHERE),
    )
    run.changed(row.subject, f"privacy.{data.kind}", old=None, new="asked")
    return Asked(request_id=request.pk)


class WithdrawPrivacy(Input):
    """Whose request it is that is taken back."""

    customer_id: int


@action(
    "customers.withdraw_privacy",
    label=gettext_lazy("Stay after all"),
    seats=THEMSELVES,
    surfaces=CREW_DOORS | SHOP_DOOR,
)
def withdraw_privacy(run: Run, data: WithdrawPrivacy) -> Asked:
    """Take back the wish to be forgotten, while nobody has answered it. Taken back twice it stays taken back."""
    row = whom(run, data.customer_id, lock=True)
    newest = row.privacy_requests.filter(kind=PrivacyKind.FORGET).order_by("-pk").first()
    if newest is None or row.forgotten_at is not None:
        raise Missing(_("There is no such wish."))
    if newest.answered_at is None:
        _answer(run, row, PrivacyKind.FORGET)
        run.changed(row.subject, "privacy.forget", old="asked", new="withdrawn")
    return Asked(request_id=newest.pk)


class RefusePrivacy(Input):
    """Which request is refused, and the reason that the customer is told."""

    request_id: int
    reason: Annotated[str, Field(min_length=10, max_length=1000)]


@action("customers.refuse_privacy", label=gettext_lazy("Refuse a request"), seats=KEEPERS, surfaces=CREW_DOORS)
def refuse_privacy(run: Run, data: RefusePrivacy) -> Asked:
    """Refuse a request about somebody's data with a reason; it is not theirs, say, or an order is under way."""
    request = PrivacyRequest.objects.select_for_update().filter(pk=data.request_id).first()
    if request is None:
        raise Missing
    run.about(f"customer:{request.customer_id}")
    if request.answered_at is None:
        request.answered_at, request.answered_by = run.now, run.actor.ref
        request.refused_because = data.reason
        request.save(update_fields=["answered_at", "answered_by", "refused_because"])
        run.changed(f"customer:{request.customer_id}", f"privacy.{request.kind}", old="asked", new="refused")
    return Asked(request_id=request.pk)


class HandOut(Input):
    """Whose data is handed out."""

    customer_id: int


class HandedOut(Output):
    """The customer; the copy itself is asked for with `reads.personal_data`."""

    customer_id: int


@action("customers.hand_out", label=gettext_lazy("Hand out a copy of the data"), seats=THEMSELVES, surfaces=SHOP_DOOR)
def hand_out(run: Run, data: HandOut) -> HandedOut:
    """Note that a copy of a customer's data was made, and by whom; an open request for it is answered by that."""
    row = whom(run, data.customer_id, lock=True)
    _answer(run, row, PrivacyKind.EXPORT)
    run.changed(row.subject, "privacy.export", old=None, new="handed out")
    return HandedOut(customer_id=row.pk)


class Forget(Input):
    """Who is to be forgotten."""

    customer_id: int


class Forgotten(Output):
    """How many rows were erased or blanked."""

    rows: int


@action(
    "customers.forget",
    label=gettext_lazy("Forget a customer"),
    seats=KEEPERS,
    surfaces=CREW_DOORS,
    emits=(CustomerForgotten,),
    previews=True,
    destructive=True,
)
def forget(run: Run, data: Forget) -> Forgotten:
    """Erase all that is personal of a customer. Orders and books stay whole under the number; it cannot be taken back."""
    row = Customer.objects.select_for_update(of=("self",)).filter(pk=data.customer_id).first()
    if row is None:
        raise Missing
    row = alive(row)
    run.about(row.subject)
    if row.forgotten_at is not None:
        return Forgotten(rows=0)
    _answer(run, row, PrivacyKind.FORGET)
    rows = erase(run, row)
    run.changed(row.subject, "forgotten", old=False, new=True)
    run.emit(CustomerForgotten(customer_id=row.pk), subject=row.subject)
    return Forgotten(rows=rows)


def _answer(run: Run, row: Customer, kind: PrivacyKind) -> None:
    mine = row.privacy_requests.filter(kind=kind, answered_at=None)
    mine.update(answered_at=run.now, answered_by=run.actor.ref)
