"""What waits for a supplier: a few groups, the most urgent first, each with the one thing to do."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.fronts.portal import shipping
from storecrew.fronts.portal.visits import Visit
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.pages import formats
from storecrew.kernel.pages.tolerance import tolerate
from storecrew.shop.availability import reads as availability
from storecrew.shop.buying import reads as buying
from storecrew.shop.buying.types import PurchaseView
from storecrew.shop.dropships import reads as dropships
from storecrew.shop.dropships.types import DropView
from storecrew.shop.supply import reads as supply
from storecrew.team.suppliers import reads as suppliers
from storecrew.team.suppliers.types import ProblemView

STALE: Final = timedelta(hours=24)
"""After so long a stock report is asked for again."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing of a group. `when` says until when; `late`: that is over."""

    title: str
    url: str
    detail: str = ""
    when: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """A group of what waits. `url` leads to all of them; `step` is a button of its own."""

    title: str
    rows: Sequence[Row] = ()
    why: str = ""
    url: str = ""
    link: str = ""
    step: str = ""
    step_url: str = ""
    tone: str = ""


SHOWN: Final = 5
"""Rows of a group on the first page."""

type Source = Callable[[Visit], Iterable[Task]]


def tasks(visit: Visit) -> list[Task]:
    """Return what waits, from each room that has something to say; one that fails is logged and left out."""
    found: list[Task] = []
    for source in SOURCES:
        found += tolerate(f"portal {source.__name__}", lambda source=source: list(source(visit)))  # type: ignore[misc]
    return sorted(found, key=lambda task: ("bad", "warn", "").index(task.tone))


def stock(visit: Visit) -> Iterable[Task]:
    """Ask for a stock report where the last one is old, or there never was one."""
    sites = supply.sites_of([visit.supplier_id]).get(visit.supplier_id, ())
    for site in sites:
        told = availability.told(site.site_id)
        last = max((at for _quantity, at in told.values()), default=None)
        if last is not None and visit.now - last < STALE:
            continue
        yield Task(
            title=_("Report what is in stock at %(site)s") % {"site": site.name},
            why=_("What you told us is more than a day old; the older it is, the less of it we can sell.")
            if last
            else _("You have not told us yet what is there, so we can sell nothing of it."),
            step=_("Report stock"),
            step_url=f"{visit.to.stock}?site={site.site_id}",
        )


def parcels(visit: Visit) -> Iterable[Task]:
    """Name what is to be stopped, confirmed and sent; what is late first."""
    views = dropships.of_supplier(visit.supplier_id, now=visit.now)
    groups: dict[str, list[DropView]] = {"stop": [], "late": [], "confirm": [], "send": []}
    for view in views:
        if shipping.stopping(view):
            groups["stop"].append(view)
        elif shipping.answerable(view) and not view.held:
            kind = "late" if shipping.unsent(view, visit.now) else "confirm" if view.state == "sent" else "send"
            groups[kind].append(view)
    titles = {
        "stop": ngettext("Stop %(n)d parcel", "Stop %(n)d parcels", len(groups["stop"])),
        "late": ngettext("%(n)d parcel is late", "%(n)d parcels are late", len(groups["late"])),
        "confirm": ngettext("Confirm %(n)d parcel", "Confirm %(n)d parcels", len(groups["confirm"])),
        "send": ngettext("Send %(n)d parcel", "Send %(n)d parcels", len(groups["send"])),
    }
    tones = {"stop": "bad", "late": "bad", "confirm": "warn", "send": ""}
    for kind, some in groups.items():
        if not some:
            continue
        many = kind in {"late", "send"} and len(some) > 1
        yield Task(
            title=titles[kind] % {"n": len(some)},
            rows=[_parcel(visit, view) for view in some[:SHOWN]],
            url=visit.to.parcels,
            link=_("All"),
            step=_("Enter the tracking numbers") if many else "",
            step_url=visit.to.many,
            tone="bad" if kind == "confirm" and any(view.late for view in some) else tones[kind],
        )


def _parcel(visit: Visit, view: DropView) -> Row:
    return Row(
        title=view.number,
        detail=shipping.inside(view),
        when=shipping.until(view, visit.now),
        late=view.late,
        url=visit.to.parcel(view.dropship_id),
    )


def orders(visit: Visit) -> Iterable[Task]:
    """Name orders for the store's own shelves that wait for an answer."""
    asked = [one for one in buying.of_supplier(visit.supplier_id, open_only=True) if one.acked_at is None]
    if asked:
        yield Task(
            title=ngettext("Confirm %(n)d order", "Confirm %(n)d orders", len(asked)) % {"n": len(asked)},
            rows=[_order(visit, one) for one in asked[:SHOWN]],
            url=visit.to.orders,
            link=_("All"),
            tone="warn",
        )


def _order(visit: Visit, one: PurchaseView) -> Row:
    pieces = sum(line.quantity for line in one.lines)
    wanted = _("wanted by %(day)s") % {"day": formats.day(one.wanted_on)} if one.wanted_on else ""
    said = ngettext("%(n)d piece", "%(n)d pieces", pieces) % {"n": pieces}
    return Row(
        title=one.number, detail=f"{said} · {format_money(one.total)}", when=wanted, url=visit.to.order(one.po_id)
    )


def problems(visit: Visit) -> Iterable[Task]:
    """Name problems that wait for an answer, those first whose day is over."""
    asked = [
        one for one in suppliers.problems_of(visit.supplier_id, now=visit.now) if one.may_answer and one.state == "sent"
    ]
    if asked:
        yield Task(
            title=ngettext("Answer %(n)d problem", "Answer %(n)d problems", len(asked)) % {"n": len(asked)},
            rows=[_problem(visit, one) for one in asked[:SHOWN]],
            url=visit.to.problems,
            link=_("All"),
            tone="bad" if any(one.late for one in asked) else "warn",
        )


def _problem(visit: Visit, one: ProblemView) -> Row:
    due = _("answer until %(at)s") % {"at": formats.day(one.due_on)} if one.due_on else ""
    return Row(title=one.title, detail=one.number, when=due, late=one.late, url=visit.to.problem(one.problem_id))


SOURCES: tuple[Source, ...] = (parcels, orders, problems, stock)
