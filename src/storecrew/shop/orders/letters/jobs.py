"""The clock's work: remind of money before an order is cancelled; answer those who look for their order."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.jobs.background import job
from storecrew.kernel.jobs.schedules import Every, scheduled
from storecrew.shop.orders.letters import actions


@scheduled("orders_letters.remind", label=_("Remind buyers of money that is missing"), rhythm=Every(minutes=5))
def remind_unpaid(now: datetime) -> None:
    """Remind whoever is due, until nobody is."""
    actions.remind(_clerk("time is running out"), actions.Remind(), now=now)


@job()
def send_link_later(number: str, contact: str, asked: str) -> None:
    """Look for the order that somebody asked for; repeated, it is the same letter."""
    data = actions.SendLink(number=number, contact=contact, asked=asked)
    actions.send_link(_clerk("somebody looks for their order"), data, now=timezone.now())


def _clerk(reason: str) -> Actor:
    return Actor("system", name=actions.CLERK, reason=reason, surface=Surface.WORKER)
