"""Keep the imports folder small: stages of old imports, and files that no import speaks of."""

from datetime import UTC, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.jobs.schedules import Daily, scheduled
from storecrew.shop.catalogue.transfer import intake
from storecrew.shop.catalogue.transfer.models import Import

STAGE_FOR = timedelta(days=7)
"""A stage is built again when somebody asks for an older report."""
ORPHAN_FOR = timedelta(days=1)
"""A file that was uploaded and not taken may still be on its way into an import."""


@scheduled("catalogue.sweep_imports", label=_("Tidy up the imports folder"), rhythm=Daily(time(4, 20)))
def sweep(now: datetime) -> None:
    """Delete what no import needs any more."""
    if not intake.folder().is_dir():
        return
    open_since = now - STAGE_FOR
    stages = set(Import.objects.filter(created_at__gte=open_since).values_list("uid", flat=True))
    needed = set(Import.objects.values_list("digest", flat=True))
    needed |= {place.removeprefix("zip:") for place in Import.objects.values_list("pictures", flat=True)}
    for path in intake.folder().iterdir():
        if path.suffix == ".stage":
            unneeded = path.stem not in stages
        else:
            changed_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            unneeded = path.name not in needed and changed_at < now - ORPHAN_FOR
        if unneeded:
            path.unlink(missing_ok=True)
