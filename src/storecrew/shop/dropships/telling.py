"""Keep what was said: one row of evidence for each thing."""

from typing import Any

from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Surface
from storecrew.shop.dropships.models import Answer, DropShipment, Kind, Means

SURFACES = {Surface.PORTAL: Means.PORTAL, Surface.WORKER: Means.SYSTEM}


def note(
    run: Run,
    row: DropShipment,
    kind: Kind,
    *,
    text: str = "",
    means: Means | None = None,
    contact_id: int | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Write down who said what, when and by which way; without a way, the one by which the actor came."""
    Answer.objects.create(
        dropship=row,
        kind=kind,
        at=run.now,
        actor=run.actor.ref,
        means=means or SURFACES.get(run.actor.surface, Means.PORTAL if run.actor.stranger else Means.PERSON),
        contact_id=contact_id,
        text=text[:400],
        detail=detail or {},
    )
