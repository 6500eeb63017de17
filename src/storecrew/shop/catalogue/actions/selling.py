"""Put products on sale and take them off: now, at a time, or for good."""

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions import grants
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input
from storecrew.shop.catalogue.actions.products import Written, written
from storecrew.shop.catalogue.events import ProductArchived, ProductPublished, ProductUnpublished
from storecrew.shop.catalogue.models import Price, Product, ProductStatus, RedirectKind
from storecrew.shop.catalogue.seats import EDITORS, EVERYWHERE
from storecrew.shop.catalogue.writing import addresses
from storecrew.shop.catalogue.writing.loading import product_of
from storecrew.shop.catalogue.writing.products import store_currency
from storecrew.shop.catalogue.writing.touching import finish, set_fields

SCHEDULER = grants.system("catalogue.schedule", may={"catalogue.publish", "catalogue.unpublish", "catalogue.delay"})


class OneProduct(Input):
    """A product; `version` None does not check whether it has moved on."""

    product_id: int
    version: int | None = None


@action(
    "catalogue.publish",
    label=gettext_lazy("Put a product on sale"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(ProductPublished,),
    previews=True,
)
def publish(run: Run, data: OneProduct) -> Written:
    """Put a product on sale in the storefront, at once. Every variant needs a price in the store's currency."""
    product = product_of(run, data.product_id, version=data.version)
    if product.status == ProductStatus.ACTIVE:
        return written(product, changed=False)
    refuse_without_price(product)
    set_fields(run, product, {"status": ProductStatus.ACTIVE, "published_at": run.now, "publish_at": None})
    if product.unpublish_at and product.unpublish_at <= run.now:
        set_fields(run, product, {"unpublish_at": None})
    product.first_published_at = product.first_published_at or run.now
    product.archived_at = None
    addresses.take(RedirectKind.PRODUCT, product.slug)
    finish(run, product)
    run.emit(ProductPublished(product_id=product.pk, slug=product.slug), subject=product.subject)
    return written(product)


@action(
    "catalogue.unpublish",
    label=gettext_lazy("Take a product off sale"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(ProductUnpublished,),
    previews=True,
)
def unpublish(run: Run, data: OneProduct) -> Written:
    """Take a product off sale, at once; it becomes a draft again and keeps everything."""
    product = product_of(run, data.product_id, version=data.version)
    if product.status != ProductStatus.ACTIVE:
        return written(product, changed=False)
    set_fields(run, product, {"status": ProductStatus.DRAFT, "unpublish_at": None})
    finish(run, product)
    run.emit(ProductUnpublished(product_id=product.pk, slug=product.slug), subject=product.subject)
    return written(product)


class Schedule(Input):
    """When a product goes on sale and off again (aware times); None: not planned."""

    product_id: int
    version: int | None = None
    publish_at: datetime | None = None
    unpublish_at: datetime | None = None


@action("catalogue.schedule", label=gettext_lazy("Plan a sale"), seats=EDITORS, surfaces=EVERYWHERE, previews=True)
def schedule(run: Run, data: Schedule) -> Written:
    """Plan when a draft goes on sale, and when a product goes off sale again. Times need a time zone."""
    product = product_of(run, data.product_id, version=data.version)
    for name in ("publish_at", "unpublish_at"):
        moment = getattr(data, name)
        if moment is not None and moment <= run.now and moment != getattr(product, name):
            raise InvalidInput({name: _("This moment has passed. Choose a later one.")})
    if data.publish_at and data.unpublish_at and data.publish_at >= data.unpublish_at:
        raise InvalidInput({"unpublish_at": _("The sale has to end after it begins.")})
    if data.publish_at and product.status == ProductStatus.ACTIVE:
        raise InvalidInput({"publish_at": _("It is on sale already. Take it off sale first to plan a new beginning.")})
    if data.publish_at:
        refuse_without_price(product)
    if not set_fields(run, product, {"publish_at": data.publish_at, "unpublish_at": data.unpublish_at}):
        return written(product, changed=False)
    finish(run, product)
    return written(product)


class Delay(Input):
    """A planned beginning that could not be kept."""

    product_id: int
    reason: Annotated[str, Field(max_length=500)]


@action("catalogue.delay", label=gettext_lazy("Drop a planned sale"), seats=EDITORS)
def delay(run: Run, data: Delay) -> Written:
    """Drop the planned beginning of a sale that could not be kept; the product stays a draft."""
    product = product_of(run, data.product_id)
    if not set_fields(run, product, {"publish_at": None}):
        return written(product, changed=False)
    run.changed(product.subject, "not published", old=None, new=data.reason)
    finish(run, product)
    return written(product)


class Archive(OneProduct):
    """A product to be put away. `successor_id` names the product that its address leads to from now on."""

    successor_id: int | None = None


@action(
    "catalogue.archive",
    label=gettext_lazy("Archive a product"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(ProductArchived, ProductUnpublished),
    previews=True,
)
def archive(run: Run, data: Archive) -> Written:
    """Put a product away: off sale and out of the lists, with everything kept. Unarchive brings it back as a draft.

    Its address says that it is gone (410), or leads to its successor where one is named (301).
    """
    product = product_of(run, data.product_id, version=data.version)
    if data.successor_id is not None:
        _lead_on(run, product, data.successor_id)
    if product.status == ProductStatus.ARCHIVED:
        return written(product, changed=False)
    was_on_sale = product.status == ProductStatus.ACTIVE
    set_fields(run, product, {"status": ProductStatus.ARCHIVED, "publish_at": None, "unpublish_at": None})
    product.archived_at = run.now
    finish(run, product)
    if was_on_sale:
        run.emit(ProductUnpublished(product_id=product.pk, slug=product.slug), subject=product.subject)
    run.emit(ProductArchived(product_id=product.pk, slug=product.slug), subject=product.subject)
    return written(product)


@action(
    "catalogue.unarchive",
    label=gettext_lazy("Bring a product back"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    previews=True,
)
def unarchive(run: Run, data: OneProduct) -> Written:
    """Bring an archived product back as a draft."""
    product = product_of(run, data.product_id, version=data.version)
    if product.status != ProductStatus.ARCHIVED:
        return written(product, changed=False)
    set_fields(run, product, {"status": ProductStatus.DRAFT})
    product.archived_at = None
    addresses.take(RedirectKind.PRODUCT, product.slug)
    finish(run, product)
    return written(product)


def _lead_on(run: Run, product: Product, successor_id: int) -> None:
    successor = Product.objects.filter(pk=successor_id).exclude(pk=product.pk).first()
    if successor is None:
        raise InvalidInput({"successor_id": _("Choose another product of this shop as the successor.")})
    run.changed(product.subject, "successor", old=None, new=successor.pk)
    addresses.leave(RedirectKind.PRODUCT, product.slug, successor, at=run.now)


def refuse_without_price(product: Product) -> None:
    """Raise Refused unless every variant has a price in the store's currency."""
    currency = store_currency()
    variants = product.variants.filter(retired_at=None)
    priced = Price.objects.filter(variant__in=variants, currency=currency).count()
    missing = variants.count() - priced
    if missing:
        raise Refused(
            _("Give each variant a price in %(currency)s first; %(n)d have none.")
            % {"currency": currency, "n": missing},
            code="no_price",
        )
