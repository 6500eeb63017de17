"""Questions about pictures."""

from collections.abc import Iterable
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import ANYONE, Ask, Input, Page
from storecrew.kernel.media import drawing, images, paths
from storecrew.kernel.media.models import Asset
from storecrew.kernel.media.sniff import SVG
from storecrew.kernel.media.types import Picture


class OneAsset(Input):
    """Which picture."""

    asset_id: int


class AssetQuery(Input):
    """A part of the list of pictures, newest first."""

    text: Annotated[str, Field(max_length=100)] = ""
    """A part of the file's name."""
    cursor: Annotated[str, Field(max_length=20, pattern=r"^\d*$")] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 60


@read("media.asset", label=_("Look up a picture"), seats={ANYONE}, surfaces={"web", "rest", "mcp", "cli"})
def asset(ask: Ask, data: OneAsset) -> Picture:
    """Tell everything about one picture."""
    found = Asset.objects.filter(pk=data.asset_id).first()
    if found is None:
        raise Missing
    return found.picture()


@read("media.assets", label=_("Pictures"), seats={ANYONE}, surfaces={"web", "rest", "mcp", "cli"})
def assets(ask: Ask, data: AssetQuery) -> Page[Picture]:
    """List the pictures that are kept, newest first."""
    rows = Asset.objects.order_by("-id")
    if data.text:
        rows = rows.filter(name__icontains=data.text)
    if data.cursor:
        rows = rows.filter(pk__lt=int(data.cursor))
    found = list(rows[: data.limit + 1])
    more = len(found) > data.limit
    items = tuple(row.picture() for row in found[: data.limit])
    return Page[Picture](items=items, cursor=str(items[-1].asset_id) if more else None)


def fetched_from(url: str) -> Picture | None:
    """Return the newest picture that came from an address, for importers that meet it again; None if there is none."""
    row = Asset.objects.filter(origin_url=url).order_by("-id").first() if url else None
    return row.picture() if row else None


def pictures(asset_ids: Iterable[int]) -> dict[int, Picture]:
    """Return many pictures by id, with one query, for rooms that show them; ids that are gone are left out.

    Without permission check: whoever may see the product may see its pictures.
    """
    wanted = set(asset_ids)
    return {row.pk: row.picture() for row in Asset.objects.filter(pk__in=wanted).order_by("pk")} if wanted else {}


def raster_url(picture: Picture) -> str:
    """Return the path of a copy in JPEG or PNG, for feeds, Open Graph and mails, which read no SVG.

    Empty for a drawing that is too tall for one. A copy that is not made yet is made when it is first asked for.
    """
    width, to = paths.raster(picture.media_type, picture.width, has_alpha=picture.has_alpha)
    if picture.media_type == SVG and not drawing.can_be_drawn(picture.width, picture.height, at=width):
        return ""
    return paths.address(picture.key, f"{width}.{to}")


def thumb_url(picture: Picture) -> str:
    """Return the path of the smallest copy, for lists that show pictures as big as a stamp; a drawing itself."""
    if picture.media_type == SVG:
        return paths.address(picture.key, paths.DRAWING)
    return paths.address(picture.key, f"{images.candidate_widths(picture.width)[0]}.webp")
