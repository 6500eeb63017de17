"""Slow work on files, outside of any transaction. Each bears being run twice."""

import logging

from django.core.files.storage import default_storage

from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.jobs.background import job
from storecrew.kernel.media import keeping
from storecrew.kernel.media.actions import WORKSHOP, Copy, RecordCopies, record_copies
from storecrew.kernel.media.images import BadPicture
from storecrew.kernel.media.models import Asset
from storecrew.kernel.media.paths import DRAWING, copy_path, key_of, offered, original_path

log = logging.getLogger(__name__)


@job(timeout_s=300, may_wait=True)
def make_copies(asset_id: int) -> None:
    """Make the copies of a picture that are missing, and write down what exists. One that is gone needs none.

    May wait: pages make copies themselves until then.
    """
    asset = Asset.objects.filter(pk=asset_id).first()
    if asset is None:
        return
    try:
        sizes = keeping.make_copies(asset)
    except BadPicture as error:
        if not asset.is_drawing:
            raise
        log.warning("The drawing has no copy in pixels: %s", error, extra={"asset_id": asset_id})
        return
    workshop = Actor("system", name=WORKSHOP, reason="copies for the web", surface=Surface.WORKER)
    copies = tuple(Copy(width=width, format=to, bytes=size) for (width, to), size in sorted(sizes.items()))
    record_copies(workshop, RecordCopies(asset_id=asset_id, copies=copies))


@job()
def delete_files(sha256: str, media_type: str, width: int, has_alpha: bool) -> None:
    """Delete what a removed picture leaves behind, unless the same picture has come back in the meantime."""
    if Asset.objects.filter(sha256=sha256).exists():
        return
    key = key_of(sha256)
    keeping.forget_copies(key, offered(media_type, width, has_alpha=has_alpha))
    default_storage.delete(copy_path(key, DRAWING))
    default_storage.delete(original_path(sha256, media_type))
