"""Pictures by their numbers, for carts and orders that kept which picture a line shows."""

from collections.abc import Iterable

from storecrew.shop.catalogue.models import Picture
from storecrew.shop.catalogue.reads.cards import shot
from storecrew.shop.catalogue.texts import Translated
from storecrew.shop.catalogue.types import Shot


def shots(picture_ids: Iterable[int | None], language: str) -> dict[int, Shot]:
    """Return the pictures that still exist, described in a language; two queries, none for nothing."""
    ids = {picture_id for picture_id in picture_ids if picture_id is not None}
    if not ids:
        return {}
    words = Translated(language).load({"picture": sorted(ids)})
    return {picture.pk: shot(picture, words) for picture in Picture.objects.filter(pk__in=ids)}
