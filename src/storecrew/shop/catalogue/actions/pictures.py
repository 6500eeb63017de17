"""The pictures of a product."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.catalogue import texts
from storecrew.shop.catalogue.actions.products import Written, written
from storecrew.shop.catalogue.drafts import PictureDraft
from storecrew.shop.catalogue.events import ProductEdited
from storecrew.shop.catalogue.models import Picture, Product, Variant
from storecrew.shop.catalogue.seats import EDITORS, EVERYWHERE
from storecrew.shop.catalogue.writing.loading import product_of
from storecrew.shop.catalogue.writing.pictures import add_pictures, order_pictures
from storecrew.shop.catalogue.writing.touching import finish

FETCHER = grants.system("catalogue.pictures", may={"catalogue.settle_picture"})


class AddPictures(Input):
    """Pictures to put behind those that a product has."""

    product_id: int
    version: int | None = None
    pictures: Annotated[tuple[PictureDraft, ...], Field(min_length=1, max_length=250)]


class PicturesAdded(Output):
    """The new pictures, in order."""

    product_id: int
    version: int
    picture_ids: tuple[int, ...]


@action(
    "catalogue.add_pictures",
    label=gettext_lazy("Add pictures"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(ProductEdited,),
    previews=True,
)
def add(run: Run, data: AddPictures) -> PicturesAdded:
    """Add stored pictures to a product, or pictures to be fetched from an address."""
    product = product_of(run, data.product_id, version=data.version)
    ids = add_pictures(run, product, data.pictures)
    _finish(run, product)
    return PicturesAdded(product_id=product.pk, version=product.version, picture_ids=tuple(ids))


class OrderPictures(Input):
    """The pictures of a product in their new order; the first one stands for it in lists."""

    product_id: int
    version: int | None = None
    picture_ids: Annotated[tuple[int, ...], Field(min_length=1, max_length=250)]


@action(
    "catalogue.order_pictures",
    label=gettext_lazy("Order pictures"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(ProductEdited,),
)
def order(run: Run, data: OrderPictures) -> Written:
    """Put the pictures of a product into another order."""
    product = product_of(run, data.product_id, version=data.version)
    before = _order(product)
    order_pictures(product, data.picture_ids)
    after = _order(product)
    if before == after:
        return written(product, changed=False)
    run.changed(product.subject, "order of pictures", old=before, new=after)
    _finish(run, product)
    return written(product)


class Describe(Input):
    """What a picture shows, in the product's own language; and the variants that it stands for (None: as they are)."""

    product_id: int
    picture_id: int
    version: int | None = None
    alt: Annotated[str, Field(max_length=512)] | None = None
    variant_ids: Annotated[tuple[int, ...], Field(max_length=2000)] | None = None


@action(
    "catalogue.describe_picture",
    label=gettext_lazy("Describe a picture"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(ProductEdited,),
    previews=True,
)
def describe(run: Run, data: Describe) -> Written:
    """Say what a picture shows, for those who cannot see it and for search engines, and which variants it stands for."""
    product = product_of(run, data.product_id, version=data.version)
    picture = Picture.objects.filter(product=product, pk=data.picture_id).first()
    if picture is None:
        raise Missing(_("There is no such picture. Load the page again."))
    before = len(run.changes)
    if data.alt is not None and data.alt != picture.alt:
        run.changed(product.subject, f"alt {picture.pk}", old=picture.alt, new=data.alt)
        picture.alt = data.alt
        picture.save()
        texts.mark_behind("picture", picture.pk, {"alt": picture.alt})
    if data.variant_ids is not None:
        _link(run, product, picture, set(data.variant_ids))
    if len(run.changes) == before:
        return written(product, changed=False)
    _finish(run, product)
    return written(product)


class RemovePicture(Input):
    """A picture to take from a product."""

    product_id: int
    picture_id: int
    version: int | None = None


@action(
    "catalogue.remove_picture",
    label=gettext_lazy("Take a picture out"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(ProductEdited,),
    previews=True,
    destructive=True,
)
def remove(run: Run, data: RemovePicture) -> Written:
    """Take a picture from a product. The stored file stays, other products may show it."""
    product = product_of(run, data.product_id, version=data.version)
    picture = Picture.objects.filter(product=product, pk=data.picture_id).first()
    if picture is None:
        return written(product, changed=False)
    run.changed(product.subject, f"picture {picture.pk}", old=picture.asset_id or picture.source_url, new=None)
    texts.forget("picture", [picture.pk])
    picture.delete()
    order_pictures(product, [])
    _finish(run, product)
    return written(product)


class Settle(Input):
    """How the fetching of a picture ended: with a stored file, or with a reason why not."""

    picture_id: int
    asset_id: int | None = None
    trouble: Annotated[str, Field(max_length=255)] = ""


@action(
    "catalogue.settle_picture", label=gettext_lazy("Store a fetched picture"), seats=EDITORS, emits=(ProductEdited,)
)
def settle(run: Run, data: Settle) -> Written:
    """Note that a picture has been fetched and stored, or why it could not be."""
    picture = Picture.objects.select_related("product").filter(pk=data.picture_id).first()
    if picture is None:
        raise Missing(_("There is no such picture. Load the page again."))
    if data.asset_id is None and not data.trouble:
        raise InvalidInput({"asset_id": _("Name the stored picture, or why there is none.")})
    product = product_of(run, picture.product_id)
    if (picture.asset_id, picture.trouble) == (data.asset_id, data.trouble):
        return written(product, changed=False)
    run.changed(product.subject, f"picture {picture.pk}", old=picture.asset_id, new=data.asset_id or data.trouble)
    picture.asset_id, picture.trouble = data.asset_id or picture.asset_id, data.trouble
    picture.save()
    _finish(run, product)
    return written(product)


def _order(product: Product) -> list[int]:
    return list(Picture.objects.filter(product=product).order_by("position", "pk").values_list("pk", flat=True))


def _link(run: Run, product: Product, picture: Picture, wanted: set[int]) -> None:
    rows = Variant.objects.filter(product=product, retired_at=None)
    held = set(rows.filter(picture=picture).values_list("pk", flat=True))
    known = set(rows.filter(pk__in=wanted).values_list("pk", flat=True))
    if known != wanted:
        raise InvalidInput({"variant_ids": _("A variant named here does not belong to this product any more.")})
    if held == wanted:
        return
    rows.filter(pk__in=held - wanted).update(picture=None)
    rows.filter(pk__in=wanted - held).update(picture=picture)
    run.changed(product.subject, f"variants of picture {picture.pk}", old=sorted(held), new=sorted(wanted))


def _finish(run: Run, product: Product) -> None:
    finish(run, product)
    run.emit(ProductEdited(product_id=product.pk, fields=("pictures",)), subject=product.subject)
