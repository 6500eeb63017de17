"""Turn kinds of letters on and off, send the link of an order to its buyer, and remind of money."""

import hashlib
from contextlib import suppress
from datetime import timedelta
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel import limits
from storecrew.kernel.actions import grants
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import PUBLIC, Input, Nothing, Output, Personal
from storecrew.kernel.jobs.background import enqueue
from storecrew.kernel.limits import Rate
from storecrew.shop.addresses.types import checked_phone
from storecrew.shop.orders.letters.kinds import find
from storecrew.shop.orders.letters.models import Switch
from storecrew.shop.orders.letters.reads import is_on
from storecrew.shop.orders.letters.telling import tell, was_told
from storecrew.shop.orders.models import Order, State
from storecrew.shop.orders.reads import id_of_number
from storecrew.shop.orders.seats import EVERYWHERE
from storecrew.shop.orders.writing.paying import on_its_way

WRITERS = frozenset({"service", "marketing", "director"})
CLERK = grants.system("orders.letters", may={"orders_letters.send_link", "orders_letters.remind"})
"""The system itself, writing what buyers asked for and what they forgot."""
ASKED_BY_ONE = Rate(5, 900)
ASKED_FROM_A_NETWORK = Rate(30, 900)
LEAST, MOST = timedelta(minutes=20), timedelta(hours=24)
AT_ONCE = 200


class SwitchLetters(Input):
    """A kind of letter, and whether it goes out from now on."""

    code: Annotated[str, Field(max_length=40)]
    on: bool


@action("orders_letters.switch", label=gettext_lazy("Turn letters on or off"), seats=WRITERS, surfaces=EVERYWHERE)
def switch(run: Run, data: SwitchLetters) -> Nothing:
    """Turn one kind of letter to buyers on or off. What was written already goes out."""
    kind = find(data.code)
    if kind is None:
        raise Missing(_("There is no such letter."))
    if kind.fixed and not data.on:
        raise Refused(_("Its reader asks for this letter; it cannot be turned off."), code="orders_letters.fixed")
    subject = f"orders_letters:{kind.code}"
    run.about(subject)
    run.changed(subject, "on", old=is_on(kind.code), new=data.on)
    Switch.objects.update_or_create(code=kind.code, defaults={"on": data.on})
    return Nothing()


class AskLink(Input):
    """What somebody knows of an order: its number, and the e-mail address or telephone that was given with it."""

    number: Annotated[str, Field(min_length=1, max_length=40)]
    contact: Annotated[str, Personal, Field(min_length=3, max_length=254)]


@action(
    "orders_letters.ask_link", label=gettext_lazy("Find my order"), seats=frozenset({PUBLIC}), surfaces={"web", "rest"}
)
def ask_link(run: Run, data: AskLink) -> Nothing:
    """Have the link of an order sent to the address that was given with it, if there is such an order.

    Nothing is looked up here, so neither words nor time tell whether there is one. Refused when asked too often.
    """
    from storecrew.shop.orders.letters.jobs import send_link_later  # noqa: PLC0415  the job calls an action of this module

    contact = data.contact.casefold()
    if "@" not in contact and not any(sign.isdigit() for sign in contact):
        raise InvalidInput({"contact": _("Write the e-mail address or the telephone number you ordered with.")})
    verdicts = [limits.hit("orders.find.who", hashlib.sha256(contact.encode()).hexdigest()[:32], ASKED_BY_ONE)]
    if run.actor.address:
        verdicts.append(limits.hit("orders.find.from", run.actor.address, ASKED_FROM_A_NETWORK))
    if not all(verdict.allowed for verdict in verdicts):
        raise Refused(
            _("That was asked many times now. Try again in a quarter of an hour, or write to us."), code="limited"
        )
    enqueue(send_link_later, number=data.number, contact=data.contact, asked=run.uid)
    return Nothing()


class SendLink(Input):
    """What was asked for; `asked` names the asking, so that it is answered once."""

    number: Annotated[str, Field(max_length=40)]
    contact: Annotated[str, Personal, Field(max_length=254)]
    asked: Annotated[str, Field(max_length=40)]


class Sent(Output):
    """How many letters were written."""

    count: int


@action("orders_letters.send_link", label=gettext_lazy("Send the link of an order"), seats=frozenset(), surfaces=set())
def send_link(run: Run, data: SendLink) -> Sent:
    """Send the link of an order to its own address, if number and contact belong together."""
    found = id_of_number(data.number)
    order = Order.objects.placed().filter(pk=found).first() if found is not None else None
    if order is None or not _is_theirs(order, data.contact):
        return Sent(count=0)
    run.about(order.subject)
    sent = tell("link", order.pk, key=data.asked, cause=run.uid, happened_at=run.now, now=run.now)
    return Sent(count=int(sent))


def _is_theirs(order: Order, contact: str) -> bool:
    given = contact.strip().casefold()
    if "@" in given:
        return bool(order.email) and order.email.casefold() == given
    return bool(order.phone) and _digits(order.phone, order.country) == _digits(contact, order.country)


def _digits(phone: str, country: str) -> str:
    with suppress(ValueError):  # what is no number of that country is compared as it was typed
        phone = checked_phone(phone, country)
    return "".join(sign for sign in phone if sign.isdigit())


class Remind(Input):
    """Nothing needs to be said: whoever is due is reminded."""


@action("orders_letters.remind", label=gettext_lazy("Remind of money"), seats=frozenset(), surfaces=set())
def remind(run: Run, data: Remind) -> Sent:
    """Remind buyers of unpaid orders once, in the last third of their time, at most a day before it ends."""
    if not is_on("unpaid"):
        return Sent(count=0)
    rows = Order.objects.filter(state=State.OPEN, pay_by__gt=run.now, pay_by__lte=run.now + MOST)
    waiting = rows.filter(captured_minor=0, authorised_minor=0, held=False).exclude(email="")
    written = 0
    for order in waiting.order_by("pay_by", "pk")[:AT_ONCE]:
        if not _is_time(order, run) or was_told("unpaid", order.pk) or on_its_way(order):
            continue
        written += tell("unpaid", order.pk, cause=run.uid, happened_at=run.now, now=run.now)
    return Sent(count=written)


def _is_time(order: Order, run: Run) -> bool:
    if order.pay_by is None or order.placed_at is None:
        return False
    third = (order.pay_by - order.placed_at) / 3
    return run.now >= order.pay_by - max(min(third, MOST), LEAST)
