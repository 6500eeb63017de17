"""What this room puts into the console: its menu entry, names of works, and jobs for the IT seat."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.events.backlog import Backlog, outbox
from storecrew.kernel.jobs import background
from storecrew.kernel.jobs.models import Schedule, Work
from storecrew.kernel.jobs.types import WorkState
from storecrew.kernel.pages import links, menu, queue, wording
from storecrew.kernel.pages.types import Link, MenuItem, QueueItem, Step
from storecrew.kernel.pages.wording import Word

menu.register(
    MenuItem(
        room="jobs", label=gettext_lazy("Outbox and jobs"), icon="clock", url_name="jobs:index", seats={"it"}, order=20
    )
)


@queue.source("jobs.trouble")
def trouble(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Yield what is stuck: dead letters, unknown acts, dead jobs, broken works, failing schedules."""
    if "it" not in grants_of(actor, now).seats:
        return
    found = outbox()
    yield from _dead(found)
    yield from _doubtful(found)
    yield from _given_up(found.failed + background.dead_count())
    yield from _schedules()
    yield from _works()


def _dead(found: Backlog) -> Iterable[QueueItem]:
    if found.dead:
        title = ngettext("%(n)d event is stuck", "%(n)d events are stuck", found.dead) % {"n": found.dead}
        behind = ngettext(
            "%(n)d more waits behind; whoever should know does not.",
            "%(n)d more wait behind; whoever should know does not.",
            found.held_back,
        ) % {"n": found.held_back}
        yield _item("jobs.dead", title, behind, _("See why, deliver again"))


def _doubtful(found: Backlog) -> Iterable[QueueItem]:
    if found.unknown:
        title = ngettext(
            "Nobody knows whether %(n)d thing sent out arrived",
            "Nobody knows whether %(n)d things sent out arrived",
            found.unknown,
        ) % {"n": found.unknown}
        why = _("It is not sent again on suspicion; somebody has to look at the other side.")
        yield _item("jobs.unknown", title, why, _("Say what became of it"))


def _given_up(count: int) -> Iterable[QueueItem]:
    if count:
        title = ngettext("%(n)d thing was given up", "%(n)d things were given up", count) % {"n": count}
        yield _item("jobs.given_up", title, _("All tries failed; each says why."), _("Try again or drop"), calm=True)


def _schedules() -> Iterable[QueueItem]:
    failing = Schedule.objects.filter(failures__gt=0).count()
    if failing:
        title = ngettext("%(n)d schedule keeps failing", "%(n)d schedules keep failing", failing) % {"n": failing}
        yield _item("jobs.schedules", title, _("What it looks after is not looked after."), _("See why"))


def _works() -> Iterable[QueueItem]:
    for row in Work.objects.filter(state=WorkState.FAILED).order_by("-pk")[:5]:
        url = reverse("jobs:work", args=[row.pk])
        title = _("“%(name)s” broke off") % {"name": row.label}
        why = ngettext("%(n)d row is done; it can go on.", "%(n)d rows are done; it can go on.", row.done)
        yield _item(f"jobs.work:{row.pk}", title, why % {"n": row.done}, _("See why, go on"), url=url, subject=row.ref)


def _item(
    key: str, title: str, why: str, step: str, *, url: str = "", calm: bool = False, subject: str = ""
) -> QueueItem:
    there = url or reverse("jobs:index")
    return QueueItem(
        key=key,
        seat="it",
        title=title,
        why=why,
        step=Step(label=step, url=there),
        url=there,
        calm=calm,
        subject=subject,
    )


def _work_link(pk: str) -> Link | None:
    return _work_links([pk]).get(pk)


def _work_links(pks: Iterable[str]) -> dict[str, Link]:
    rows = Work.objects.filter(pk__in=[int(pk) for pk in pks if pk.isdigit()])
    return {str(row.pk): Link(row.label, reverse("jobs:work", args=[row.pk])) for row in rows}


wording.register(
    "work",
    {
        "state": Word(gettext_lazy("State"), values=dict(WorkState.choices)),
        "cancel requested": gettext_lazy("Stopping asked for"),
    },
)
wording.register("act", {"mail": gettext_lazy("Letter"), "media.purge": gettext_lazy("Removal of files")})
wording.register("schedule", {"paused": gettext_lazy("Held")})
links.register("work", _work_link, many=_work_links)
