"""Change many products at once: one action, one audit row, and the way back."""

from collections.abc import Mapping
from typing import Annotated, Literal

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import AwareDatetime, Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.catalogue.drafts import Title
from storecrew.shop.catalogue.events import (
    PriceChanged,
    ProductArchived,
    ProductEdited,
    ProductPublished,
    ProductUnpublished,
)
from storecrew.shop.catalogue.models import Category, Placement, Product, ProductStatus, ProductTag
from storecrew.shop.catalogue.seats import EDITORS, EVERYWHERE
from storecrew.shop.catalogue.weighing import KINDS, weigh_cells
from storecrew.shop.catalogue.writing import grid
from storecrew.shop.catalogue.writing.loading import products_of
from storecrew.shop.catalogue.writing.products import place, store_currency
from storecrew.shop.catalogue.writing.touching import finish, set_fields
from storecrew.shop.catalogue.writing.words import tag_key, tags_named

AT_MOST = 500
type Ids = Annotated[tuple[int, ...], Field(min_length=1, max_length=AT_MOST)]


class BulkEdit(Input):
    """Cells of the grid, as typed."""

    cells: Annotated[tuple[grid.Cell, ...], Field(min_length=1, max_length=5000)]
    language: Annotated[str, Field(max_length=12)] = ""
    """In which way numbers are written (decimal comma or point); empty: what has one meaning only."""


class BulkEdited(Output):
    """How much changed, and the cells that would undo it."""

    products: int
    cells: int
    reverse: tuple[grid.Cell, ...]


@action(
    "catalogue.bulk_edit",
    label=gettext_lazy("Edit many products in a grid"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(ProductEdited, PriceChanged),
    previews=True,
    weigh=weigh_cells,
    kinds=KINDS,
)
def bulk_edit(run: Run, data: BulkEdit) -> BulkEdited:
    """Change titles, brands, tags, prices, SKUs, costs, weights and more of many products at once; all or nothing.

    Amounts and weights are written as in a spreadsheet. The answer holds the cells that would undo it.
    """
    products = products_of(run, {cell.product_id for cell in data.cells})
    done = grid.write(run, products, data.cells, language=data.language or None)
    touched = [product for product in products if product.pk in done.products]
    finish(run, *touched)
    for product in touched:
        run.emit(ProductEdited(product_id=product.pk, fields=done.products[product.pk]), subject=product.subject)
    return BulkEdited(products=len(touched), cells=len(done.reverse), reverse=done.reverse)


class BulkTag(Input):
    """Tags to add to and take from products."""

    product_ids: Ids
    add: Annotated[tuple[Title, ...], Field(max_length=50)] = ()
    remove: Annotated[tuple[Title, ...], Field(max_length=50)] = ()


class Bulk(Output):
    """How many products changed, and which were left as they are, with the reason."""

    changed: int
    skipped: tuple[tuple[int, str], ...] = ()


class BulkTagged(Bulk):
    """The same, and the steps that would undo it (`catalogue.retag`): a tag that was there before stays."""

    reverse: tuple[BulkTag, ...] = ()


@action(
    "catalogue.bulk_tag",
    label=gettext_lazy("Tag many products"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(ProductEdited,),
    previews=True,
)
def bulk_tag(run: Run, data: BulkTag) -> BulkTagged:
    """Add tags to products and take tags away; tags that do not exist yet are made."""
    return tag_some(run, data)


def tag_some(run: Run, data: BulkTag) -> BulkTagged:
    """Do one step of tagging inside a run."""
    if not data.add and not data.remove:
        raise InvalidInput({"add": _("Name a tag to add or to take away.")})
    products = products_of(run, data.product_ids)
    ids = [product.pk for product in products]
    added, removed = tags_named(data.add), [tag_key(name) for name in data.remove]
    held = set(ProductTag.objects.filter(product__in=ids, tag__in=added).values_list("product_id", "tag_id"))
    new = [ProductTag(product_id=number, tag=tag) for number in ids for tag in added if (number, tag.pk) not in held]
    gone = ProductTag.objects.filter(product__in=ids, tag__key__in=removed).exclude(tag__in=added)
    back: dict[int, tuple[list[str], list[str]]] = {}
    for number, name in gone.order_by("product_id", "tag__name").values_list("product_id", "tag__name"):
        back.setdefault(number, ([], []))[0].append(name)
    for row in new:
        back.setdefault(row.product_id, ([], []))[1].append(row.tag.name)
    gone.delete()
    ProductTag.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    changed = [product for product in products if product.pk in back]
    for product in changed:
        run.changed(product.subject, "tags", old=None, new={"added": list(data.add), "removed": list(data.remove)})
        run.emit(ProductEdited(product_id=product.pk, fields=("tags",)), subject=product.subject)
    finish(run, *changed)
    return BulkTagged(changed=len(changed), reverse=_grouped(back))


def _grouped(back: Mapping[int, tuple[list[str], list[str]]]) -> tuple[BulkTag, ...]:
    """Return the steps that give back the first names and take away the second, products alike together."""
    alike: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = {}
    for number, (add, remove) in back.items():
        alike.setdefault((tuple(add), tuple(remove)), []).append(number)
    return tuple(BulkTag(product_ids=tuple(ids), add=add, remove=remove) for (add, remove), ids in alike.items())


class BulkStatus(Input):
    """Products and what they are to become: on sale (`active`), off sale (`draft`), put away (`archived`)."""

    product_ids: Ids
    status: Literal["active", "draft", "archived"]


class StatusBefore(Input):
    """What a product was, since when it was on sale, and what was planned for it."""

    product_id: int
    status: Literal["active", "draft", "archived"]
    published_at: AwareDatetime | None = None
    publish_at: AwareDatetime | None = None
    unpublish_at: AwareDatetime | None = None


_NONE: Mapping[int, StatusBefore] = {}


class BulkStatusSet(Bulk):
    """The same, and what the changed products were before (`catalogue.put_back` makes them that again)."""

    reverse: tuple[StatusBefore, ...] = ()


@action(
    "catalogue.bulk_status",
    label=gettext_lazy("Put many products on or off sale"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(ProductPublished, ProductUnpublished, ProductArchived),
    previews=True,
)
def bulk_status(run: Run, data: BulkStatus) -> BulkStatusSet:
    """Put products on sale, off sale, or away. Products that cannot go on sale are left as they are and listed."""
    products = products_of(run, data.product_ids)
    return set_some(run, products, {product.pk: ProductStatus(data.status) for product in products})


def set_some(
    run: Run, products: list[Product], wanted: Mapping[int, ProductStatus], before: Mapping[int, StatusBefore] = _NONE
) -> BulkStatusSet:
    """Set statuses inside a run; what cannot go on sale is left as it is. With `before` what was planned then counts."""
    unpriced = _unpriced([product for product in products if wanted[product.pk] == ProductStatus.ACTIVE])
    skipped = [
        (product.pk, _("“%(title)s” has a variant without a price.") % {"title": product.title})
        for product in products
        if product.pk in unpriced and product.status != wanted[product.pk]
    ]
    changed = [product for product in products if product.status != wanted[product.pk] and product.pk not in unpriced]
    reverse = tuple(_as_it_is(product) for product in changed)
    for product in changed:
        _set_status(run, product, wanted[product.pk])
        if product.pk in before:
            _plan_as(run, product, before[product.pk])
    finish(run, *changed)
    return BulkStatusSet(changed=len(changed), skipped=tuple(skipped), reverse=reverse)


def _as_it_is(product: Product) -> StatusBefore:
    return StatusBefore(
        product_id=product.pk,
        status=product.status,  # type: ignore[arg-type]  # one of the three
        published_at=product.published_at,
        publish_at=product.publish_at,
        unpublish_at=product.unpublish_at,
    )


def _plan_as(run: Run, product: Product, before: StatusBefore) -> None:
    """Plan what was planned before, as far as it is still to come; what was on sale has been so ever since."""
    for name in ("publish_at", "unpublish_at"):
        at = getattr(before, name)
        setattr(product, name, at if at is not None and at > run.now else None)
    product.published_at = before.published_at


def _set_status(run: Run, product: Product, status: ProductStatus) -> None:
    was = product.status
    set_fields(run, product, {"status": status})
    product.publish_at = None
    product.archived_at = run.now if status == ProductStatus.ARCHIVED else None
    if status == ProductStatus.ACTIVE:
        product.published_at = run.now
        product.first_published_at = product.first_published_at or run.now
        run.emit(ProductPublished(product_id=product.pk, slug=product.slug), subject=product.subject)
        return
    product.unpublish_at = None
    if was == ProductStatus.ACTIVE:
        run.emit(ProductUnpublished(product_id=product.pk, slug=product.slug), subject=product.subject)
    if status == ProductStatus.ARCHIVED:
        run.emit(ProductArchived(product_id=product.pk, slug=product.slug), subject=product.subject)


def _unpriced(products: list[Product]) -> set[int]:
    """Return the products that have a variant without a price in the store's currency."""
    live = Q(variants__retired_at=None)
    rows = (
        Product.objects.filter(pk__in=[product.pk for product in products])
        .annotate(
            wanted=Count("variants", filter=live, distinct=True),
            priced=Count("variants", filter=live & Q(variants__prices__currency=store_currency()), distinct=True),
        )
        .filter(priced__lt=F("wanted"))
    )
    return set(rows.values_list("pk", flat=True))


class BulkPlace(Input):
    """A category to put products into, beside or instead of those they are in."""

    product_ids: Ids
    category_id: int
    instead: bool = False


@action(
    "catalogue.bulk_place",
    label=gettext_lazy("Put many products into a category"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(ProductEdited,),
    previews=True,
)
def bulk_place(run: Run, data: BulkPlace) -> Bulk:
    """Put products into a category; with `instead` they leave all others. It becomes the main one of those without one."""
    if not Category.objects.filter(pk=data.category_id).exists():
        raise InvalidInput({"category_id": _("There is no such category. Load the page again.")})
    products = products_of(run, data.product_ids)
    held: dict[int, list[int]] = {}
    rows = Placement.objects.filter(product__in=products).order_by("-main", "pk")
    for number, category in rows.values_list("product_id", "category_id"):
        held.setdefault(number, []).append(category)
    changed = []
    for product in products:
        others = [] if data.instead else [number for number in held.get(product.pk, []) if number != data.category_id]
        wanted = held.get(product.pk, []) if data.category_id in held.get(product.pk, []) and not data.instead else None
        if place(run, product, wanted if wanted is not None else [*others, data.category_id]):
            changed.append(product)
            run.emit(ProductEdited(product_id=product.pk, fields=("categories",)), subject=product.subject)
    finish(run, *changed)
    return Bulk(changed=len(changed))
