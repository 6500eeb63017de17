"""Pictures of a product, in order."""

from collections.abc import Sequence

from django.db.models import Max

from storecrew.kernel.actions.run import Run
from storecrew.shop.catalogue.drafts import PictureDraft
from storecrew.shop.catalogue.models import Picture, Product


def add_pictures(run: Run, product: Product, drafts: Sequence[PictureDraft]) -> list[int]:
    """Add pictures behind those that are there; returns their ids."""
    last = Picture.objects.filter(product=product).aggregate(last=Max("position"))["last"] or 0
    rows = [
        Picture(
            product=product, position=last + index, alt=draft.alt, source_url=draft.source_url, asset_id=draft.asset_id
        )
        for index, draft in enumerate(drafts, 1)
    ]
    Picture.objects.bulk_create(rows)
    if rows:
        run.changed(product.subject, "pictures", old=last, new=last + len(rows))
    return [row.pk for row in rows]


def order_pictures(product: Product, ids: Sequence[int]) -> None:
    """Put pictures in this order; those not named follow in the order they had."""
    rows = {row.pk: row for row in Picture.objects.filter(product=product).order_by("position", "pk")}
    ordered = [rows[number] for number in ids if number in rows]
    ordered += [row for number, row in rows.items() if number not in set(ids)]
    for position, row in enumerate(ordered, 1):
        row.position = position
    Picture.objects.bulk_update(ordered, ["position"])
