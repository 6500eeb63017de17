"""What an import does when its long work has ended otherwise than by itself."""

from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.events.registry import on
from storecrew.kernel.events.types import Meta
from storecrew.kernel.jobs.events import WorkFinished
from storecrew.kernel.jobs.types import WorkState
from storecrew.shop.catalogue.transfer.actions import CHECK, KEEPER, RUN, OneImport, end_import
from storecrew.shop.catalogue.transfer.models import Import, ImportState


@on(WorkFinished, name="catalogue.end_import")
def follow(event: WorkFinished, meta: Meta) -> None:
    """An import whose work was cancelled or failed is stopped: it can go on later."""
    if event.kind not in {CHECK, RUN} or event.state == WorkState.DONE:
        return
    row = Import.objects.filter(work_id=event.work_id, state__in=[ImportState.CHECKING, ImportState.RUNNING]).first()
    if row is not None:
        actor = Actor("system", name=KEEPER, reason="its long work has ended", surface=Surface.WORKER)
        end_import(actor, OneImport(import_id=row.pk), now=meta.now)
