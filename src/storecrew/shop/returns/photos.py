"""Photographs that buyers sent are in use as long as their return is there."""

from collections.abc import Collection

from storecrew.kernel.media import usage
from storecrew.shop.returns.models import Photo


@usage.source("returns.photos")
def uses(asset_ids: Collection[int]) -> dict[int, list[str]]:
    """Return which returns show these pictures."""
    found: dict[int, list[str]] = {}
    rows = Photo.objects.filter(asset__in=asset_ids).order_by("pk").values_list("asset_id", "ret_id")
    for asset_id, return_id in rows:
        found.setdefault(asset_id, []).append(f"return:{return_id}")
    return found
