"""Every night stock is sorted into classes."""

from datetime import datetime, time

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.jobs.schedules import Daily, scheduled
from storecrew.shop.stock.counting import actions


@scheduled("stock.classify", label=_("Sort stock into classes"), rhythm=Daily(time(4, 20)))
def classify(now: datetime) -> None:
    """Sort stock into A, B and C by what left lately."""
    actor = Actor("system", name=actions.CLASSIFIER, reason=str(_("nightly")), surface=Surface.WORKER)
    actions.classify(actor, actions.Classify(), now=now)
