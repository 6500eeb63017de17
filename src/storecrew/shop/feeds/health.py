"""What the doctor looks at: files that hold are where they should be, nothing is stuck, sources speak."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.jobs import health
from storecrew.kernel.jobs.health import Finding, Level
from storecrew.shop.feeds.models import Source, Version
from storecrew.shop.feeds.opening import SHELF
from storecrew.shop.feeds.silence import health_of
from storecrew.shop.feeds.types import Health, State

STUCK_AFTER = timedelta(hours=6)


@health.check("feeds.sources")
def sources(now: datetime) -> Iterable[Finding]:
    """Look whether the lines that hold are there, and whether sources speak."""
    rows = list(Source.objects.heard().select_related("current", "supplier").order_by("pk"))
    lost = [row for row in rows if row.current and not SHELF.path_of(row.current.base).is_file()]
    for row in lost:
        yield Finding(
            Level.BAD,
            _("The file that holds of %(source)s is gone from the data folder.") % {"source": row.name},
            _("Send its newest file by hand. Or restore the data folder from a backup."),
        )
    bad = [row.name for row in rows if health_of(row, now) in {Health.DEAD, Health.FAILING, Health.HELD}]
    if bad:
        yield Finding(
            Level.WARN,
            ngettext(
                "%(n)d source of suppliers says nothing that can be used: %(names)s.",
                "%(n)d sources of suppliers say nothing that can be used: %(names)s.",
                len(bad),
            )
            % {"n": len(bad), "names": ", ".join(bad[:5])},
            _("Open the feeds and see what each one waits for."),
        )
    if not lost and not bad:
        yield Finding(Level.GOOD, _("Suppliers' feeds: %(n)d sources, all of them speak.") % {"n": len(rows)})


@health.check("feeds.versions")
def versions(now: datetime) -> Iterable[Finding]:
    """Look for files that have been half-way for hours."""
    half = Version.objects.filter(state__in=[State.READING, State.APPLYING, State.UNDOING, State.STOPPED])
    stuck = half.filter(received_at__lt=now - STUCK_AFTER).count()
    if stuck:
        yield Finding(
            Level.WARN,
            ngettext(
                "%(n)d file of a supplier has been half-way for hours.",
                "%(n)d files of suppliers have been half-way for hours.",
                stuck,
            )
            % {"n": stuck},
            _("Open the feeds: let it go on, or take it back."),
        )
    else:
        yield Finding(Level.GOOD, _("No file of a supplier is stuck half-way."))
