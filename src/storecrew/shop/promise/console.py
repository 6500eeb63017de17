"""What promises register with the console: their menu entry, the names of their things, the analyst's panel."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import desk, links, menu
from storecrew.kernel.pages.types import Link, MenuItem, Panel
from storecrew.shop.promise import reads
from storecrew.shop.promise.models import Knowledge
from storecrew.shop.promise.seats import READERS

menu.register(MenuItem("promise", gettext_lazy("Delivery promises"), "clock", "promise:index", READERS, order=44))


def _knowledge(number: str) -> Link | None:
    row = Knowledge.objects.filter(pk=number).first() if number.isdigit() else None
    return (
        Link(_("Learned up to %(version)s") % {"version": row.version[:6]}, reverse("promise:index"), "clock")
        if row
        else None
    )


links.register("promise_knowledge", _knowledge)


@desk.panel("analyst", order=60)
def how_good(actor: Actor, now: datetime) -> Panel | None:
    """Show how many promises of the last months were kept."""
    found = reads.quality(actor, reads.QualityQuery(days=90), now=now)
    if found.whole.kept is None:
        return None
    return Panel(
        title=_("Delivery promises"),
        template="promise/parts/kept.html",
        context={"whole": found.whole},
        url=reverse("promise:index"),
        link=_("How good they are"),
    )
