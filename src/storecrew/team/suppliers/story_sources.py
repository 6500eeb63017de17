"""What this room and those below tell of a supplier."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from storecrew.kernel.mail import reads as mail
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.pages import links
from storecrew.kernel.pages.types import Link
from storecrew.shop.buying import reads as buying
from storecrew.shop.delays import reads as delays
from storecrew.shop.dropships import reads as dropships
from storecrew.shop.dropships.types import Fact
from storecrew.shop.feeds import reads as feeds
from storecrew.shop.supply.reads import store_day
from storecrew.shop.supply.reads.dearer import cost_steps
from storecrew.team.suppliers.models import Direction, Favour, Greeting, Owes, Problem, Reply, Touch
from storecrew.team.suppliers.models.problems import Asked, Outcome
from storecrew.team.suppliers.story import Beat, source

TOPICS: Final[dict[str, Promise]] = {
    "contact": pgettext_lazy("timeline", "Contact"),
    "order": pgettext_lazy("timeline", "Orders"),
    "parcel": pgettext_lazy("timeline", "Parcels"),
    "problem": pgettext_lazy("timeline", "Problems"),
    "price": pgettext_lazy("timeline", "Prices"),
    "feed": pgettext_lazy("timeline", "Feeds"),
    "help": pgettext_lazy("timeline", "Help"),
    "mail": pgettext_lazy("timeline", "Letters"),
}


@source("suppliers.touches")
def touches(supplier_id: int, since: datetime) -> Iterable[Beat]:
    """Tell when one spoke. What a problem or greeting says by itself is left to it."""
    rows = Touch.objects.filter(supplier=supplier_id, at__gte=since).select_related("contact").order_by("-at")[:200]
    found = list(rows)
    names = links.link_many([row.by for row in found] + [row.about for row in found if row.about])
    for row in found:
        if row.about.startswith("problem:"):
            continue
        who = row.contact.name if row.contact else ""
        about = names.get(row.about) if row.about else None
        direction = {
            Direction.OURS: _("%(way)s, we to %(who)s") if who else _("%(way)s, from us"),
            Direction.THEIRS: _("%(way)s, from %(who)s") if who else _("%(way)s, from them"),
            Direction.BOTH: _("%(way)s with %(who)s") if who else _("%(way)s"),
        }[Direction(row.direction)]
        yield Beat(
            at=row.at,
            title=direction % {"way": row.get_way_display(), "who": who},
            detail=row.note or (about.name if about else ""),
            url=about.url if about else "",
            who=_person(names.get(row.by), row.by),
            mark="person" if row.by.startswith(("person:", "supplier:")) else "system",
            topic="contact",
        )


@source("suppliers.problems")
def problems(supplier_id: int, since: datetime) -> Iterable[Beat]:
    """Tell what was wrong, and what was said about it."""
    rows = Problem.objects.filter(supplier=supplier_id, raised_at__gte=since)
    for row in rows.order_by("-pk")[:100]:
        url = reverse("suppliers:problem", args=[row.pk])
        facts = {"number": row.number, "title": row.title}
        yield Beat(row.raised_at, _("%(number)s noted: %(title)s") % facts, url=url, mark="trouble", topic="problem")
        if row.ended_at:
            words = {**facts, "state": row.get_state_display()}
            yield Beat(row.ended_at, _("%(number)s: %(state)s") % words, row.why_ended, url, topic="problem")
    said = Reply.objects.filter(problem__supplier=supplier_id, at__gte=since).select_related("problem", "contact")
    for reply in said.order_by("-pk")[:200]:
        offered = str(Asked(reply.offered).label) if reply.offered else ""
        yield Beat(
            at=reply.at,
            title=_("%(number)s: %(said)s") % {"number": reply.problem.number, "said": reply.get_outcome_display()},
            detail=" · ".join(part for part in (offered, reply.text[:300]) if part),
            url=reverse("suppliers:problem", args=[reply.problem_id]),
            who=reply.contact.name if reply.contact else "",
            mark="system" if reply.outcome == Outcome.TOLD else "person",
            topic="problem",
        )


@source("suppliers.favours")
def favours(supplier_id: int, since: datetime) -> Iterable[Beat]:
    """Tell who helped whom."""
    for row in Favour.objects.filter(supplier=supplier_id, noted_at__gte=since).order_by("-pk")[:100]:
        title = {Owes.WE: _("They helped us"), Owes.THEY: _("We helped them"), Owes.NOBODY: _("Help")}[Owes(row.owes)]
        yield Beat(row.noted_at, title, row.what, mark="person", topic="help")


@source("suppliers.letters")
def letters(supplier_id: int, since: datetime) -> Iterable[Beat]:
    """Tell which letters went to them."""
    subjects = [f"supplier:{supplier_id}"]
    subjects += [f"problem:{pk}" for pk in _ids(Problem.objects.filter(supplier=supplier_id).order_by("-pk"))]
    subjects += [f"greeting:{pk}" for pk in _ids(Greeting.objects.filter(supplier=supplier_id).order_by("-pk"))]
    subjects += [f"dropship:{one.dropship_id}" for one in _facts(supplier_id, since)[-200:]]
    subjects += [f"purchase:{one.po_id}" for one in buying.of_supplier(supplier_id)[:100]]
    for one in mail.letters_about(subjects, since=since):
        yield Beat(one.written_at, one.title, one.to, topic="mail")


def _ids(rows: QuerySet[Any]) -> list[int]:
    return list(rows.values_list("pk", flat=True)[:200])


@source("suppliers.parcels")
def parcels(supplier_id: int, since: datetime) -> Iterator[Beat]:
    """Tell of drop shipments: a line a day, and one for each that was refused or came late."""
    days: dict[date, list[Fact]] = defaultdict(list)
    now = timezone.now()
    facts = _facts(supplier_id, since)
    urls = links.link_many([f"dropship:{fact.dropship_id}" for fact in facts])
    for fact in facts:
        days[store_day(fact.made_at)].append(fact)
        late = fact.ship_by is not None and (fact.shipped_at or now) > fact.ship_by and not fact.refused
        if not fact.refused and not late:
            continue
        words = {
            "number": fact.number,
            "refused": number_format(fact.refused),
            "wanted": number_format(fact.wanted),
            "due": date_format(fact.ship_by, "SHORT_DATETIME_FORMAT") if fact.ship_by else "",
        }
        title = (
            _("%(number)s: %(refused)s of %(wanted)s pieces refused")
            if fact.refused
            else _("%(number)s left late")
            if fact.shipped_at
            else _("%(number)s has not left")
        )
        yield Beat(
            at=fact.ack_at if fact.refused and fact.ack_at else fact.shipped_at or fact.ship_by or fact.made_at,
            title=title % words,
            detail=_("due %(due)s") % words if fact.ship_by else "",
            url=_url(urls, f"dropship:{fact.dropship_id}"),
            mark="trouble",
            topic="parcel",
        )
    for some in days.values():
        title = ngettext("%(n)d drop shipment", "%(n)d drop shipments", len(some)) % {"n": len(some)}
        yield Beat(some[-1].made_at, title, ", ".join(one.number for one in some[:6]), topic="parcel")


@source("suppliers.promises")
def promises(supplier_id: int, since: datetime) -> Iterator[Beat]:
    """Tell which promises to buyers broke because of them, and what that cost."""
    found = [one for one in delays.facts(supplier_id, since, timezone.now()) if one.days > 0]
    urls = links.link_many([f"order:{one.order_id}" for one in found])
    for one in found:
        words = {"number": one.number, "n": one.days, "cost": format_money(one.cost)}
        title = ngettext(
            "%(number)s: promised day missed by %(n)d day", "%(number)s: promised day missed by %(n)d days", one.days
        )
        yield Beat(
            at=one.foreseen_at,
            title=title % words,
            detail=_("cost us %(cost)s") % words if one.cost.minor else "",
            url=_url(urls, f"order:{one.order_id}"),
            mark="trouble",
            topic="parcel",
        )


@source("suppliers.orders")
def orders(supplier_id: int, since: datetime) -> Iterator[Beat]:
    """Tell of purchase orders: sent, confirmed, done."""
    found = buying.of_supplier(supplier_id)
    urls = links.link_many([f"purchase:{one.po_id}" for one in found])
    for one in found:
        url = _url(urls, f"purchase:{one.po_id}")
        words = {"number": one.number, "total": format_money(one.total)}
        steps = (
            (one.sent_at, _("%(number)s ordered, %(total)s")),
            (one.acked_at, _("%(number)s confirmed")),
            (one.done_at, _("%(number)s is done")),
        )
        for at, title in steps:
            if at is not None and at >= since:
                yield Beat(at, title % words, url=url, topic="order")


@source("suppliers.prices")
def prices(supplier_id: int, since: datetime) -> Iterator[Beat]:
    """Tell how costs have changed."""
    for step in cost_steps(supplier_id, since=since):
        words = {"n": step.offers, "rise": f"{100 * step.rise:+.1f} %".replace("-", "−")}
        title = (
            ngettext("%(n)d cost changed, %(rise)s", "%(n)d costs changed, %(rise)s on average", step.offers) % words
        )
        yield Beat(step.at, title, mark="trouble" if step.rise > 0 else "system", topic="price")


@source("suppliers.feeds")
def feed_troubles(supplier_id: int, since: datetime) -> Iterator[Beat]:
    """Tell of files that looked wrong, and of silences."""
    troubles = feeds.troubles_of(supplier_id, since=since)
    urls = links.link_many([f"feed_version:{one.version_id}" for one in troubles])
    for one in troubles:
        facts = {"name": one.name or one.source}
        title = _("File %(name)s was held, then let in") if one.let_through else _("File %(name)s was held")
        yield Beat(
            one.at,
            title % facts,
            " ".join(one.why),
            _url(urls, f"feed_version:{one.version_id}"),
            mark="trouble",
            topic="feed",
        )
    now = timezone.now()
    for source_ in feeds.words_of([supplier_id], since=since, until=now):
        marks = [*source_.spoke, now]
        limit = timedelta(hours=3 * source_.expected_hours)
        for before, after in zip(marks, marks[1:], strict=False):
            if after - before >= limit:
                days = number_format((after - before).days)
                title = _("%(name)s said nothing for %(days)s days") % {"name": source_.name, "days": days}
                yield Beat(after, title, mark="trouble", topic="feed")


def _facts(supplier_id: int, since: datetime) -> list[Fact]:
    return dropships.facts(supplier_id, since, timezone.now())


def _url(urls: Mapping[str, Link], subject: str) -> str:
    return urls[subject].url if subject in urls else ""


def _person(link: Link | None, ref: str) -> str:
    return link.name if link is not None and ref.startswith("person:") else ""
