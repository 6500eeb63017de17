"""What delays register with the console: menu, names, search, panels of seats, their parts of orders' and suppliers' pages."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.kernel.actions.grants import allows
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import desk, links, menu, search
from storecrew.kernel.pages.types import Hit, Link, MenuItem, Panel
from storecrew.shop.delays import reads
from storecrew.shop.delays.models import LIVE, Delay, Offer, Outage
from storecrew.shop.delays.reads.plain import views
from storecrew.shop.delays.reasons import sentence
from storecrew.shop.delays.seats import DECIDERS, MINDERS, READERS
from storecrew.shop.delays.tables import tone_of, url_of
from storecrew.shop.delays.troubled import troubled
from storecrew.shop.delays.types import Choice
from storecrew.shop.delays.wording import TONES, WORDS
from storecrew.shop.orders import page
from storecrew.shop.orders.page import Beat, Expected
from storecrew.shop.supply import panels as supply_panels

SHOWN = 6
CREW = frozenset({"service", "warehouse", "director"})

menu.register(MenuItem("delays", gettext_lazy("Orders at risk"), "warn", "delays:index", CREW, order=43))
menu.register(MenuItem("delays", gettext_lazy("Silent sources"), "supplier", "delays:sources", MINDERS, order=44))


def _delay(number: str) -> Link | None:
    row = Delay.objects.filter(pk=number).select_related("order").first() if number.isdigit() else None
    return Link(_("Delay of %(order)s") % {"order": row.order.number}, url_of(row), "warn") if row else None


def _offer(number: str) -> Link | None:
    row = Offer.objects.filter(pk=number).select_related("delay__order").first() if number.isdigit() else None
    return (
        Link(_("Choices for %(order)s") % {"order": row.delay.order.number}, url_of(row.delay), "mail") if row else None
    )


def _outage(number: str) -> Link | None:
    row = Outage.objects.filter(pk=number).select_related("site__warehouse").first() if number.isdigit() else None
    return Link(row.site.warehouse.name, reverse("delays:site", args=[row.site_id]), "supplier") if row else None


links.register("delay", _delay, seats=READERS)
links.register("delay_offer", _offer, seats=READERS)
links.register("outage", _outage, seats=READERS)
links.register("delay_rules", lambda _number: Link(_("How delays are treated"), reverse("delays:rules"), "sliders"))


@search.source("delays.delays")
def find(actor: Actor, text: str, limit: int) -> Iterable[Hit]:
    """Find orders at risk by the order's number or the buyer's name."""
    word = text.strip()
    if len(word) < 3 or not allows(actor, name="delays.delays", seats=READERS, at=timezone.now()):
        return
    rows = Delay.objects.filter(state__in=LIVE).filter(
        Q(order__number__icontains=word) | Q(order__name__icontains=word)
    )
    for row in rows.select_related("order").order_by("-cost_minor", "-pk")[:limit]:
        yield Hit(
            title=row.order.number,
            url=url_of(row),
            icon="warn",
            detail=str(row.get_reason_display()),
            score=0.6,
            kind=_("At risk"),
        )


@desk.panel("service", order=26)
def dearest(actor: Actor, now: datetime) -> Panel | None:
    """Show the promises that are likely to cost most."""
    rows = Delay.objects.filter(state__in=LIVE).select_related("order").order_by("-cost_minor", "-pk")
    shown = views(rows[:SHOWN])
    if not shown:
        return None
    return Panel(
        title=_("Promises that will not hold"),
        template="delays/panels/dearest.html",
        context={"rows": [(one, tone_of(one.chance)) for one in shown], "more": max(0, rows.count() - len(shown))},
        url=reverse("delays:index"),
        link=_("All"),
        wide=True,
    )


@desk.panel("warehouse", order=34)
def sources(actor: Actor, now: datetime) -> Panel | None:
    """Show the sources from which nothing comes while orders wait."""
    found = [one for one in troubled(now) if one.orders]
    if not found:
        return None
    return Panel(
        title=_("Sources from which nothing comes"),
        template="delays/panels/sources.html",
        context={"rows": found[:SHOWN]},
        url=reverse("delays:sources"),
        link=_("All"),
    )


@desk.panel("director", order=48)
def measured(actor: Actor, now: datetime) -> Panel | None:
    """Say how good the warnings were, and what is at risk."""
    found = reads.measures(now)
    live = Delay.objects.filter(state__in=LIVE).count()
    if not live and not found.broken:
        return None
    return Panel(
        title=_("Promises at risk"),
        template="delays/panels/measures.html",
        context={"live": live, "measures": found},
        url=reverse("delays:index"),
        link=_("All"),
    )


@supply_panels.of_supplier("delays.waiting", order=15)
def waiting(supplier_id: int, now: datetime) -> Panel | None:
    """Say on a supplier's page which of their warehouses needs looking after, and lead to what waits for it."""
    found = [one for one in troubled(now, only=[supplier_id]) if one.orders or one.looked_after]
    if not found:
        return None
    return Panel(title=_("Orders that wait"), template="delays/panels/sources.html", context={"rows": found})


@page.panel("delays.of_order", order=12)
def of_order(actor: Actor, order_id: int, now: datetime) -> Panel | None:
    """Show on an order's page that its promise is at risk, why, and what its buyer chose."""
    row = Delay.objects.filter(order=order_id).select_related("order").order_by("-pk").first()
    if row is None:
        return None
    made = row.offers.order_by("-pk").first()
    context = {
        "row": row,
        "tone": TONES[row.state],
        "whys": [sentence(why) for why in row.whys],
        "offer": made,
        "choice": WORDS.get(made.choice, "") if made else "",
        "may_decide": allows(actor, name="delays.offer", seats=DECIDERS, at=now),
    }
    return Panel(
        title=_("Promise at risk") if row.live else _("Delay"), template="delays/parts/of_order.html", context=context
    )


@page.timeline("delays.of_order")
def beats(actor: Actor, order_id: int, now: datetime) -> Iterable[Beat]:
    """Tell when a delay was foreseen, what was offered, what was chosen."""
    for row in Delay.objects.filter(order=order_id).order_by("pk"):
        yield Beat(
            at=row.foreseen_at,
            title=_("The promise was not likely to hold any more"),
            detail=str(row.get_reason_display()),
            url=url_of(row),
            kind="bad",
        )
        for made in row.offers.order_by("pk"):
            yield Beat(at=made.made_at, title=_("The buyer was offered choices"), url=url_of(row), kind="system")
            if made.answered_at:
                answer = Choice.model_validate(made.answer) if made.answer else None
                word = str(WORDS[made.choice])
                detail = f"{word}: {answer.instead}" if answer and answer.instead else word
                yield Beat(at=made.answered_at, title=str(made.get_way_display()), detail=detail, kind="person")


@page.expected("delays.of_order")
def expected(order_id: int, now: datetime) -> Iterable[Expected]:
    """Put what is expected now beside what was promised."""
    row = Delay.objects.filter(order=order_id, state__in=LIVE).first()
    if row is not None:
        yield Expected(
            name=_("What is late"),
            detail=str(row.get_reason_display()),
            first=row.expected_first,
            likely=row.expected_likely,
            last=row.expected_last,
            holds=row.chance / 100,
        )
