"""Are the pictures there? Originals cannot be made anew; copies can."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.jobs.health import Finding, Level, check
from storecrew.kernel.media.models import Asset
from storecrew.kernel.media.paths import original_path
from storecrew.kernel.media.sniff import SVG

LOOKED_AT = 300
"""How many originals a check looks for: asking a bucket for each of a hundred thousand would take hours."""
PATIENCE = timedelta(hours=1)


@check("media.originals")
def originals(now: datetime) -> Iterable[Finding]:
    """The newest originals lie in the storage."""
    newest = list(Asset.objects.order_by("-id").values_list("sha256", "media_type")[:LOOKED_AT])
    lost = sum(not default_storage.exists(original_path(sha256, kind)) for sha256, kind in newest)
    if lost:
        yield Finding(
            Level.BAD,
            ngettext("%(n)d original picture is missing.", "%(n)d original pictures are missing.", lost) % {"n": lost},
            _("Bring the media folder or bucket back from the backup; until then these pictures stay blank."),
        )
    else:
        seen = len(newest)
        yield Finding(
            Level.GOOD,
            ngettext(
                "%(n)d original picture looked for and found.", "%(n)d original pictures looked for and found.", seen
            )
            % {"n": seen},
        )


@check("media.copies")
def copies(now: datetime) -> Iterable[Finding]:
    """Pictures get their copies within the hour."""
    waiting = Asset.objects.filter(uploaded_at__lt=now - PATIENCE, renditions=None).exclude(media_type=SVG).count()
    if waiting:
        yield Finding(
            Level.WARN,
            ngettext(
                "%(n)d picture has waited for its copies for over an hour.",
                "%(n)d pictures have waited for their copies for over an hour.",
                waiting,
            )
            % {"n": waiting},
            _("See whether a worker runs. Pages still show these pictures, more slowly at the first visit."),
        )
    else:
        yield Finding(Level.GOOD, _("No picture waits for its copies."))
