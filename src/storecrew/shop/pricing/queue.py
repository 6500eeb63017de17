"""What the pricing room puts on finance's list: countries without taxes, currencies without a fresh rate."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.reads import rate_on
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.types import QueueItem, Step
from storecrew.kernel.store.reads import current
from storecrew.shop.addresses.types import country_name
from storecrew.shop.pricing.models import PriceRule
from storecrew.shop.shipping import reads as shipping
from storecrew.shop.taxes import reads as taxes

NAMED = 3
STALE = timedelta(days=7)


@queue.source("pricing.countries_without_rates")
def untaxed(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name countries that are shipped to without a tax rate: what is sold there is charged no tax."""
    reached = shipping.destinations()
    # where everything else is reached too, no list would ever be empty: only countries that somebody named are asked about
    missing = taxes.countries_without_rates(sorted(reached or ()))
    if not missing:
        return
    title = ngettext(
        "%(n)d country that is shipped to has no tax rate: %(names)s",
        "%(n)d countries that are shipped to have no tax rate: %(names)s",
        len(missing),
    )
    names = ", ".join(country_name(code) for code in missing[:NAMED]) + ("…" if len(missing) > NAMED else "")
    yield QueueItem(
        key="pricing.countries_without_rates",
        seat="finance",
        title=title % {"n": len(missing), "names": names},
        why=_(
            "What is sold there is charged no tax. If that is right, keep a rate of 0% for it; if not, the shop owes it."
        ),
        step=Step(label=_("Look at the zones"), url=reverse("taxes:index")),
        minutes=15,
        version=",".join(missing),
    )


@queue.source("pricing.stale_rates")
def stale(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Name selling currencies whose rate is missing or more than a week old."""
    store = current()
    if store is None:
        return
    for rule in PriceRule.objects.filter(active=True).exclude(currency=store.currency).order_by("pk"):
        rate = rate_on(store.currency, rule.currency, on=now.date(), source=rule.source)
        if rate is not None and now.date() - rate.on <= STALE:
            continue
        if rate is None:
            title = _("No rate for %(currency)s: nobody can buy in it") % {"currency": rule.currency}
        else:
            days = (now.date() - rate.on).days
            title = ngettext(
                "The rate for %(currency)s is %(n)d day old", "The rate for %(currency)s is %(n)d days old", days
            ) % {"currency": rule.currency, "n": days}
        yield QueueItem(
            key=f"pricing.stale_rates:{rule.currency}",
            seat="finance",
            title=title,
            why=_(
                "Prices without one of their own in this currency follow the rate: an old one gives money away or drives buyers off."
            ),
            step=Step(label=_("Look at the currencies"), url=reverse("pricing:index")),
            minutes=5,
            calm=rate is not None,
            subject=rule.subject,
            version=str(rate.on) if rate else "none",
        )
