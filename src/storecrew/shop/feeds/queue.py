"""What feeds put on the lists of seats: files that are held, rows in quarantine, sources that are silent or fail."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import queue
from storecrew.kernel.pages.types import QueueItem, Step
from storecrew.shop.feeds.models import BadRow, Source, Version
from storecrew.shop.feeds.sentences import sentence_of
from storecrew.shop.feeds.silence import health_of
from storecrew.shop.feeds.types import Health, State

SHOWN = 20


@queue.source("feeds.files")
def files(actor: Actor, now: datetime) -> Iterable[QueueItem]:
    """Files that wait for somebody, and rows that could not be taken."""
    states = [State.HELD, State.MAPPING, State.STOPPED]
    rows = Version.objects.filter(state__in=states, source__removed_at=None).select_related("source__supplier")
    for row in rows.order_by("received_at", "pk")[:SHOWN]:
        yield _file(row)
    counted = BadRow.objects.filter(mended_at=None, version__state=State.ACCEPTED, version__source__removed_at=None)
    groups = counted.values("version_id", "version__source__name", "version__source__supplier__name")
    for one in groups.annotate(rows=Count("pk")).order_by("version_id")[:SHOWN]:
        yield QueueItem(
            key=f"feeds.quarantine:{one['version_id']}",
            seat="warehouse",
            title=ngettext(
                "%(n)d row of %(source)s (%(supplier)s) is in quarantine",
                "%(n)d rows of %(source)s (%(supplier)s) are in quarantine",
                one["rows"],
            )
            % {
                "n": one["rows"],
                "source": one["version__source__name"],
                "supplier": one["version__source__supplier__name"],
            },
            why=_("What was known of these goods stays, grows older, and is sold less and less."),
            step=Step(label=_("Put them right"), url=reverse("feeds:quarantine", args=[one["version_id"]])),
            minutes=10,
            calm=True,
        )


def _file(row: Version) -> QueueItem:
    words = {"source": row.source.name, "supplier": row.source.supplier.name}
    url = reverse("feeds:version", args=[row.pk])
    if row.state == State.HELD:
        why = " ".join(sentence_of(code, params) for code, params in row.trips)
        return QueueItem(
            key=f"feeds.held:{row.pk}",
            seat="warehouse",
            title=_("A file of %(supplier)s looks wrong and is held") % words,
            why=why or _("Nothing of it was taken; what was known before grows older."),
            step=Step(label=_("Look and decide"), url=url),
            minutes=5,
        )
    if row.state == State.MAPPING:
        return QueueItem(
            key=f"feeds.mapping:{row.pk}",
            seat="warehouse",
            title=_("Say what the columns of %(supplier)s mean (%(source)s)") % words,
            why=_("Its first file waits; until then nothing of it is sold."),
            step=Step(label=_("Look at the columns"), url=url),
            minutes=5,
        )
    return QueueItem(
        key=f"feeds.stopped:{row.pk}",
        seat="warehouse",
        title=_("A file of %(supplier)s stopped half-way") % words,
        why=_("Part of its quantities is new, part of them old."),
        step=Step(label=_("Go on or take it back"), url=url),
        minutes=3,
    )


@queue.source("feeds.sources")
def sources(actor: Actor, now: datetime) -> Iterator[QueueItem]:
    """Sources that are silent, dead, or cannot be asked."""
    rows = Source.objects.heard().filter(held_since=None).select_related("supplier").order_by("pk")
    for row in rows:
        health = health_of(row, now)
        words = {"source": row.name, "supplier": row.supplier.name}
        url = reverse("feeds:source", args=[row.pk])
        if health == Health.FAILING:
            yield QueueItem(
                key=f"feeds.failing:{row.pk}",
                seat="it",
                title=_("%(source)s of %(supplier)s cannot be asked") % words,
                why=sentence_of(row.trouble["code"], row.trouble.get("params", {})) if row.trouble else "",
                step=Step(label=_("See why"), url=url),
                minutes=10,
            )
        elif health in {Health.SILENT, Health.DEAD}:
            dead = health == Health.DEAD
            title = _("%(source)s of %(supplier)s is dead") if dead else _("%(source)s of %(supplier)s is silent")
            yield QueueItem(
                key=f"feeds.silent:{row.pk}",
                seat="warehouse",
                title=title % words,
                why=_("Nothing came for days: call them, or stop selling what only they have.")
                if dead
                else _("Nothing came for longer than agreed: what they said is sold less and less."),
                step=Step(label=_("See when it spoke last"), url=url),
                minutes=10,
                calm=not dead,
            )
