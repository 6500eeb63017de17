"""What the doctor asks of promises."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from storecrew.kernel.jobs import health
from storecrew.kernel.jobs.health import Finding, Level
from storecrew.shop.promise.engine.model import version_of
from storecrew.shop.promise.models import Knowledge, Observation, What
from storecrew.shop.promise.reads import recompute

LOOKED_AT = 200


@health.check("promise.knowledge")
def knowledge_is_itself(now: datetime) -> Iterable[Finding]:
    """Prove that what promises rest on is what was learned, and that it is not old."""
    row = Knowledge.objects.order_by("-pk").first()
    if row is None:
        return
    if version_of(row.state) != row.version:
        yield Finding(
            Level.BAD,
            _("What promises rest on is not what was learned: its hash is another one."),
            _("Learn anew on the page of promises, and look for who writes into the database."),
        )
    elif row.made_at < now - timedelta(days=3) and Observation.objects.filter(at__gt=row.until).exists():
        yield Finding(
            Level.WARN,
            _("Promises rest on what was known on %(day)s.") % {"day": row.until.date()},
            _("Look at the nightly jobs: learning from parcels has not run."),
        )
    else:
        yield Finding(Level.GOOD, _("Promises rest on what was learned."))


@health.check("promise.recomputable")
def promises_can_be_reckoned_again(now: datetime) -> Iterable[Finding]:
    """Prove for the last promises that their grounds still lead to them."""
    rows = Observation.objects.filter(what=What.PLACED).exclude(grounds__isnull=True).order_by("-pk")[:LOOKED_AT]
    seen = wrong = 0
    for row in rows:
        again = [recompute(one["grounds"]) for one in (row.grounds or {}).get("packages", [])]
        if not again:
            continue
        seen += 1
        first, last = max(one.first for one in again), max(one.last for one in again)
        wrong += (first, last) != (row.promised_first, row.promised_last)
    if wrong:
        yield Finding(
            Level.BAD,
            _("Of %(n)d promises the grounds lead to another window.") % {"n": wrong},
            _("Somebody changed them, or the reckoning is another one than it was."),
        )
    elif seen:
        yield Finding(Level.GOOD, _("The last promises can be reckoned again from their grounds."))
