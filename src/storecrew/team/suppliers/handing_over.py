"""What passes on with a seat that keeps up with suppliers: problems, greetings, and who owes whom."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from storecrew.kernel.people.handover import Item, Owner, Section, Tenure, section
from storecrew.team.suppliers.models import LIVE, Favour, FavourState, Greeting, GreetingState, Problem
from storecrew.team.suppliers.seats import KEEPERS

MOST = 50


@section("suppliers.open")
def still_open(tenure: Tenure, now: datetime) -> Section | None:
    """List what is open with suppliers. It belongs to the seat, so it passes by itself."""
    if tenure.seat not in KEEPERS:
        return None
    items = [*_problems(), *_favours(), *_greetings(now)]
    return Section(_("Open with suppliers"), tuple(items[:MOST]))


def _problems() -> list[Item]:
    rows = Problem.objects.filter(state__in=LIVE).select_related("supplier").order_by("due_on", "pk")[:MOST]
    return [
        Item(
            _("%(supplier)s: %(title)s (%(state)s)")
            % {"supplier": row.supplier.name, "title": row.title, "state": row.get_state_display()},
            subject=row.subject,
            then=Owner.SEAT,
            mark=date_format(row.due_on, "MONTH_DAY_FORMAT") if row.due_on else "",
        )
        for row in rows
    ]


def _favours() -> list[Item]:
    rows = Favour.objects.filter(state=FavourState.OPEN).select_related("supplier").order_by("on", "pk")[:MOST]
    return [
        Item(
            _("%(who)s (%(supplier)s): %(what)s")
            % {"who": row.get_owes_display(), "supplier": row.supplier.name, "what": row.what},
            subject=f"supplier:{row.supplier_id}",
            then=Owner.SEAT,
            mark=date_format(row.due_on, "MONTH_DAY_FORMAT") if row.due_on else "",
        )
        for row in rows
    ]


def _greetings(now: datetime) -> list[Item]:
    count = Greeting.objects.filter(state=GreetingState.DRAFT, on__gte=now.date()).count()
    return [Item(_("Greetings to write: %(n)d") % {"n": count}, then=Owner.SEAT)] if count else []
