"""What follows from a picture that came or went: its copies are made, its files deleted."""

from storecrew.kernel.events.registry import on
from storecrew.kernel.events.types import Meta
from storecrew.kernel.jobs.background import enqueue
from storecrew.kernel.media.events import AssetRemoved, AssetStored
from storecrew.kernel.media.jobs import delete_files, make_copies


@on(AssetStored, name="media.make_copies")
def stored(event: AssetStored, meta: Meta) -> None:
    """Have the copies made by a job: it takes seconds, and no transaction may wait for it."""
    enqueue(make_copies, asset_id=event.asset_id)


@on(AssetRemoved, name="media.delete_files")
def removed(event: AssetRemoved, meta: Meta) -> None:
    """Have the files deleted."""
    enqueue(
        delete_files,
        sha256=event.sha256,
        media_type=event.media_type,
        width=event.width,
        has_alpha=event.has_alpha,
    )
