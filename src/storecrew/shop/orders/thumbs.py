"""Small pictures of what stands on an order."""

from collections.abc import Mapping

from storecrew.kernel.media import reads as media
from storecrew.shop.catalogue.types import Face


def thumbs_of(faces: Mapping[int, Face]) -> dict[int, str]:
    """Return the addresses of small pictures by variant; one query."""
    wanted = {pk: face.picture.asset_id for pk, face in faces.items() if face.picture and face.picture.asset_id}
    assets = media.pictures(asset_id for asset_id in wanted.values() if asset_id is not None)
    return {pk: media.thumb_url(assets[asset_id]) for pk, asset_id in wanted.items() if asset_id in assets}
