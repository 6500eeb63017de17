"""Give a product another address; the old one leads to it."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input
from storecrew.shop.catalogue.actions.products import Written, written
from storecrew.shop.catalogue.events import ProductRenamed
from storecrew.shop.catalogue.models import Product, RedirectKind
from storecrew.shop.catalogue.seats import EDITORS, EVERYWHERE
from storecrew.shop.catalogue.slugs import slug_of
from storecrew.shop.catalogue.writing import addresses
from storecrew.shop.catalogue.writing.loading import product_of
from storecrew.shop.catalogue.writing.touching import finish, set_fields


class Rename(Input):
    """A new address; it is made plain (lower case, hyphens)."""

    product_id: int
    version: int | None = None
    slug: Annotated[str, Field(min_length=1, max_length=120)]


@action(
    "catalogue.rename",
    label=gettext_lazy("Change a product's address"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(ProductRenamed,),
    previews=True,
)
def rename(run: Run, data: Rename) -> Written:
    """Change a product's address in the storefront. The old address redirects to it for ever."""
    product = product_of(run, data.product_id, version=data.version)
    slug = slug_of(data.slug)
    if not slug:
        raise InvalidInput({"slug": _("An address needs at least one letter or digit.")})
    if slug == product.slug:
        return written(product, changed=False)
    if Product.objects.filter(slug=slug).exists():
        raise InvalidInput({"slug": _("Another product has this address. Choose another one.")})
    old = product.slug
    set_fields(run, product, {"slug": slug})
    finish(run, product)
    addresses.take(RedirectKind.PRODUCT, slug)
    addresses.leave(RedirectKind.PRODUCT, old, product, at=run.now)
    run.emit(ProductRenamed(product_id=product.pk, old_slug=old, slug=slug), subject=product.subject)
    return written(product)
