"""Pictures of problems are in use as long as their problem is there."""

from collections.abc import Collection

from storecrew.kernel.media import usage
from storecrew.team.suppliers.models import Photo


@usage.source("suppliers.photos")
def uses(asset_ids: Collection[int]) -> dict[int, list[str]]:
    """Return which problems show these pictures."""
    found: dict[int, list[str]] = {}
    rows = Photo.objects.filter(asset__in=asset_ids).order_by("pk").values_list("asset_id", "problem_id")
    for asset_id, problem_id in rows:
        found.setdefault(asset_id, []).append(f"problem:{problem_id}")
    return found
