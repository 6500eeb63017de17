"""What the media room announces."""

from storecrew.kernel.events.types import Event


class AssetStored(Event):
    """A picture that was not known before is kept."""

    room = "media"
    asset_id: int


class AssetRemoved(Event):
    """A picture is gone; its files follow."""

    room = "media"
    asset_id: int
    sha256: str
    media_type: str
    width: int
    has_alpha: bool
