"""What an import does when its long work has ended otherwise than by itself, and what is done about what shops tell."""

from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.events.registry import on
from storecrew.kernel.events.types import Meta
from storecrew.kernel.jobs.events import WorkFinished
from storecrew.kernel.jobs.types import WorkState
from storecrew.shop.orders.transfer.actions.batches import CHECK, KEEPER, RUN, UNDO, OneImport, end_import
from storecrew.shop.orders.transfer.actions.incoming import OneIncoming, listener, take_in_told
from storecrew.shop.orders.transfer.events import OrderTold
from storecrew.shop.orders.transfer.models import Batch


@on(WorkFinished, name="orders.end_import")
def follow(event: WorkFinished, meta: Meta) -> None:
    """An import whose work was cancelled or failed is stopped: it can go on later."""
    if event.kind not in {CHECK, RUN, UNDO} or event.state == WorkState.DONE:
        return
    row = Batch.objects.filter(work_id=event.work_id).first()
    if row is not None:
        actor = Actor("system", name=KEEPER, reason="its long work has ended", surface=Surface.WORKER)
        end_import(actor, OneImport(import_id=row.pk), now=meta.now)


@on(OrderTold, name="orders.take_in_told")
def take_in(event: OrderTold, meta: Meta) -> None:
    """Understand what a shop told, in the order in which it came."""
    take_in_told(listener("a shop told of an order"), OneIncoming(incoming_id=event.incoming_id), now=meta.now)
