"""Duplicate a product, merge one into another, and delete a draft that nobody has seen."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.catalogue.actions.products import Written, written
from storecrew.shop.catalogue.events import (
    PriceChanged,
    ProductCreated,
    ProductDeleted,
    ProductMerged,
    VariantsChanged,
)
from storecrew.shop.catalogue.models import RedirectKind
from storecrew.shop.catalogue.seats import EDITORS, EVERYWHERE
from storecrew.shop.catalogue.writing import addresses, copying, merging
from storecrew.shop.catalogue.writing.loading import product_of, products_of
from storecrew.shop.catalogue.writing.touching import finish


class Duplicate(Input):
    """A product to copy. SKUs, barcodes and stock stay with the original: they name one thing only."""

    product_id: int
    title: Annotated[str, Field(max_length=255)] = ""
    """Of the copy; empty: the original's with a note that it is a copy."""


@action(
    "catalogue.duplicate",
    label=gettext_lazy("Duplicate a product"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(ProductCreated, VariantsChanged, PriceChanged),
    previews=True,
)
def duplicate(run: Run, data: Duplicate) -> Written:
    """Make a draft with the same texts, options, prices, pictures, tags and translations, but without SKUs and barcodes."""
    original = product_of(run, data.product_id)
    title = data.title or _("%(title)s (copy)") % {"title": original.title[:240]}
    return written(copying.copy_product(run, original, title))


class Merge(Input):
    """One product that becomes part of another.

    Both need the same options. When they have none, or differ in one thing more, name a new option and what each is:
    `option` "Colour", `into_value` "Oat", `from_value` "Celadon".
    """

    into_id: int
    from_id: int
    into_version: int | None = None
    from_version: int | None = None
    option: Annotated[str, Field(max_length=255)] = ""
    into_value: Annotated[str, Field(max_length=255)] = ""
    from_value: Annotated[str, Field(max_length=255)] = ""


class Merged(Output):
    """The product that is left, and what it took over."""

    product_id: int
    slug: str
    version: int
    variants_moved: int
    pictures_moved: int


@action(
    "catalogue.merge",
    label=gettext_lazy("Merge two products"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(ProductMerged, VariantsChanged),
    previews=True,
    destructive=True,
)
def merge(run: Run, data: Merge) -> Merged:
    """Make one product of two. Variants keep their ids, SKUs, prices and history; the address of the other redirects.

    Pictures, tags, categories and collections are added to the product that stays; its own texts stay as they are.
    """
    if data.into_id == data.from_id:
        raise InvalidInput({"from_id": _("Choose two different products.")})
    if data.option and not (data.into_value and data.from_value):
        raise InvalidInput({"option": _("Say what each of the two products is in the new option.")})
    products_of(run, [data.into_id, data.from_id])  # locks both, in the order of ids
    into = product_of(run, data.into_id, version=data.into_version)
    gone = product_of(run, data.from_id, version=data.from_version)
    if data.option:
        merging.tell_apart(run, into, data.option, data.into_value)
        merging.tell_apart(run, gone, data.option, data.from_value)
    slug, subject, number = gone.slug, gone.subject, gone.pk
    run.changed(subject, "merged into", old=None, new=into.pk)
    moved = merging.move_all(run, into, gone)
    finish(run, into)
    addresses.leave(RedirectKind.PRODUCT, slug, into, at=run.now)
    run.emit(ProductMerged(product_id=number, into_id=into.pk, old_slug=slug), subject=subject)
    return Merged(
        product_id=into.pk,
        slug=into.slug,
        version=into.version,
        variants_moved=moved.variants,
        pictures_moved=moved.pictures,
    )


class DeleteDraft(Input):
    """A draft to be deleted."""

    product_id: int
    version: int | None = None


class Deleted(Output):
    """What is gone."""

    product_id: int
    title: str


@action(
    "catalogue.delete_draft",
    label=gettext_lazy("Delete a draft"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(ProductDeleted,),
    previews=True,
    destructive=True,
)
def delete_draft(run: Run, data: DeleteDraft) -> Deleted:
    """Delete a product that has never been on sale, with everything it has. Any other can only be archived."""
    product = product_of(run, data.product_id, version=data.version)
    if product.first_published_at is not None:
        raise Refused(
            _("“%(title)s” has been on sale; orders and statistics may point at it. Archive it instead.")
            % {"title": product.title},
            code="was_published",
        )
    number, title, slug, subject = product.pk, product.title, product.slug, product.subject
    run.changed(subject, "title", old=title, new=None)
    copying.forget_texts(product)
    product.delete()
    run.emit(ProductDeleted(product_id=number, slug=slug), subject=subject)
    return Deleted(product_id=number, title=title)
