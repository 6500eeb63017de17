"""Take back what was done to many products at once."""

from typing import Annotated

from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input
from storecrew.shop.catalogue.actions.bulk import (
    AT_MOST,
    Bulk,
    BulkTag,
    BulkTagged,
    StatusBefore,
    set_some,
    tag_some,
)
from storecrew.shop.catalogue.events import ProductArchived, ProductEdited, ProductPublished, ProductUnpublished
from storecrew.shop.catalogue.models import ProductStatus
from storecrew.shop.catalogue.seats import EDITORS, EVERYWHERE
from storecrew.shop.catalogue.writing.loading import products_of


class Retag(Input):
    """Steps of tagging, each for its own products; what tagging many products answers as `reverse`."""

    steps: Annotated[tuple[BulkTag, ...], Field(min_length=1, max_length=AT_MOST)]


@action(
    "catalogue.retag",
    label=gettext_lazy("Take back tags"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(ProductEdited,),
    previews=True,
)
def retag(run: Run, data: Retag) -> BulkTagged:
    """Tag groups of products, each in its own way, all or nothing: undoes what `catalogue.bulk_tag` did."""
    done = [tag_some(run, step) for step in data.steps]
    return BulkTagged(
        changed=sum(one.changed for one in done), reverse=tuple(step for one in done for step in one.reverse)
    )


class PutBack(Input):
    """What products were before; what setting the status of many products answers as `reverse`."""

    products: Annotated[tuple[StatusBefore, ...], Field(min_length=1, max_length=AT_MOST)]


@action(
    "catalogue.put_back",
    label=gettext_lazy("Take back statuses"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(ProductPublished, ProductUnpublished, ProductArchived),
    previews=True,
)
def put_back(run: Run, data: PutBack) -> Bulk:
    """Give products the status back that they had, each its own, with what was planned for them and is still to come.

    Undoes what `catalogue.bulk_status` did. A product that has lost its price since is left as it is, and listed.
    """
    before = {one.product_id: one for one in data.products}
    products = products_of(run, tuple(before))
    wanted = {product.pk: ProductStatus(before[product.pk].status) for product in products}
    done = set_some(run, products, wanted, before)
    return Bulk(changed=done.changed, skipped=done.skipped)
