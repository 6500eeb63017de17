"""Give a product another address; the old one leads to it. Paths of a former shop system lead on as well."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.catalogue.actions.products import Written, written
from storecrew.shop.catalogue.events import ProductRenamed
from storecrew.shop.catalogue.models import Category, Collection, Product, RedirectKind
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


class OldPath(Input):
    """A path that another shop system used for this shop, and where it leads now; no target means gone for good."""

    old: Annotated[str, Field(min_length=2, max_length=800, pattern=r"^/[^?#]*$")]
    product_id: int | None = None
    category_id: int | None = None
    collection_id: int | None = None


class Led(Output):
    """The path, and whether it is gone."""

    old: str
    gone: bool


@action(
    "catalogue.redirect_path",
    label=gettext_lazy("Lead an old path on"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    previews=True,
)
def redirect_path(run: Run, data: OldPath) -> Led:
    """Say where a path of the shop's former system leads: to a product, a category, a collection, or nowhere (410)."""
    named = {
        name: number
        for name, number in data.model_dump().items()
        if name in {"product_id", "category_id", "collection_id"} and number is not None
    }
    if len(named) > 1:
        raise InvalidInput(dict.fromkeys(named, _("An address leads to one place only.")))
    target = _target(data)
    if named and target is None:
        raise InvalidInput(dict.fromkeys(named, _("There is nothing of that number to lead to.")))
    old = data.old.rstrip("/") or "/"
    addresses.leave(RedirectKind.PATH, old, target, at=run.now)
    run.changed(target.subject if target else f"redirect:{old}", "old path", old=None, new=old)
    return Led(old=old, gone=target is None)


def _target(data: OldPath) -> Product | Category | Collection | None:
    if data.product_id is not None:
        return Product.objects.filter(pk=data.product_id).first()
    if data.category_id is not None:
        return Category.objects.filter(pk=data.category_id).first()
    return Collection.objects.filter(pk=data.collection_id).first() if data.collection_id is not None else None
