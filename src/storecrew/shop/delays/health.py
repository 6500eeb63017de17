"""What the doctor asks of delays: what no constraint can hold, and whether the watch stands still."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.jobs import health
from storecrew.kernel.jobs.health import Finding, Level
from storecrew.shop.delays.gathering import AT_ONCE, watched_ids
from storecrew.shop.delays.models import LIVE, Decision, Delay, Offer, OfferState, State
from storecrew.shop.orders import reads as orders

LOOKED_AT = 500


@health.check("delays.watched")
def late_ones_are_known(now: datetime) -> Iterable[Finding]:
    """Prove that every order whose day is over, and of which something is waited for, is on the list of delays."""
    today = work_calendar().local_date(now)
    ids = watched_ids()[:LOOKED_AT]
    known = set(Delay.objects.filter(order__in=ids, state__in=LIVE).values_list("order_id", flat=True))
    missing = [
        view.number
        for view in orders.find_many(pk for pk in ids if pk not in known).values()
        if view.promised_until is not None and (today - view.promised_until).days in range(2, 28)
    ]
    if missing:
        yield Finding(
            Level.WARN,
            _("Orders are late and on no list: %(numbers)s.") % {"numbers": ", ".join(missing[:5])},
            _("See whether the schedule delays.look runs; it looks at them every quarter of an hour."),
        )
    else:
        yield Finding(Level.GOOD, _("Every late order is on the list."))


@health.check("delays.offers")
def offers_fit_their_delays(now: datetime) -> Iterable[Finding]:
    """Prove that a delay waits for an answer exactly where an offer does, and that answers have what followed."""
    waiting = Offer.objects.filter(delay=OuterRef("pk"), state=OfferState.SENT)
    odd = Delay.objects.filter(
        Q(state=State.OFFERED) & ~Exists(waiting) | ~Q(state=State.OFFERED) & Exists(waiting)
    ).count()
    overdue = Offer.objects.filter(state=OfferState.SENT, deadline_at__lt=now).count()
    if odd:
        text = ngettext(
            "%(n)d delay and its offer say different things.",
            "%(n)d delays and their offers say different things.",
            odd,
        )
        yield Finding(Level.BAD, text % {"n": odd}, _("Open them on the list of delays and offer anew."))
    if overdue > AT_ONCE:
        yield Finding(
            Level.WARN,
            _("Answers are overdue and nobody has taken them to be “wait”."),
            _("See whether the schedule delays.lapse runs."),
        )
    if not odd and overdue <= AT_ONCE:
        yield Finding(Level.GOOD, _("Offers and delays say the same."))


@health.check("delays.decisions")
def decisions_have_their_offers(now: datetime) -> Iterable[Finding]:
    """Prove that where the buyer was to be told, there is an offer."""
    rows = Decision.objects.filter(what="tell", undone_at=None).order_by("-pk").values_list("order__number", "done")
    said = {number: int(done.get("offer", 0)) for number, done in rows[:LOOKED_AT]}
    there = set(Offer.objects.filter(pk__in=said.values()).values_list("pk", flat=True))
    wrong = [number for number, offer in said.items() if offer not in there]
    if wrong:
        yield Finding(
            Level.BAD,
            _("Buyers were to be told and no offer is there: %(numbers)s.") % {"numbers": ", ".join(wrong[:5])},
            _("Take the decision back and decide again."),
        )
    else:
        yield Finding(Level.GOOD, _("Whoever was to be told has an offer."))
