"""Things as a supplier recognises them: their own name and number first, with a small picture."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from storecrew.fronts.storefront import pictures
from storecrew.fronts.storefront.pictures import picture_html
from storecrew.shop.catalogue import reads as catalogue

SIZES = "56px"
WIDEST = 200


@dataclass(frozen=True, slots=True)
class Look:
    """How a variant looks to whoever sends it."""

    title: str
    options: str
    sku: str
    picture: SafeString


def looks(variant_ids: Iterable[int | None], language: str, now: datetime) -> Mapping[int, Look]:
    """Return how variants look; those that are gone are not in the answer."""
    faces = catalogue.faces(variant_ids, language, now=now)
    pictures.load(face.picture.asset_id for face in faces.values() if face.picture)
    return {
        pk: Look(
            title=face.title,
            options=" · ".join(face.options),
            sku=face.sku,
            picture=picture_html(face.picture, sizes=SIZES, decorative=True, most=WIDEST),
        )
        for pk, face in faces.items()
    }
