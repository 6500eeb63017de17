"""Create and edit products."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.shop.catalogue import markup, texts
from storecrew.shop.catalogue.drafts import Country, FactDraft, Html, Line, ProductDraft, Tariff, Title
from storecrew.shop.catalogue.events import PriceChanged, ProductCreated, ProductEdited, VariantsChanged
from storecrew.shop.catalogue.models import Product
from storecrew.shop.catalogue.seats import EDITORS, EVERYWHERE
from storecrew.shop.catalogue.writing.loading import product_of
from storecrew.shop.catalogue.writing.products import create_product, place
from storecrew.shop.catalogue.writing.touching import finish, set_fields
from storecrew.shop.catalogue.writing.words import set_facts, set_tags


class Written(Output):
    """A product after a change."""

    product_id: int
    slug: str
    version: int
    changed: bool = True


def written(product: Product, *, changed: bool = True) -> Written:
    """Return the answer of an action on one product."""
    return Written(product_id=product.pk, slug=product.slug, version=product.version, changed=changed)


@action(
    "catalogue.create",
    label=_("Create a product"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(ProductCreated, VariantsChanged, PriceChanged),
    previews=True,
)
def create(run: Run, data: ProductDraft) -> Written:
    """Create a draft product with its options, variants, prices, pictures, tags and attributes.

    Nobody sees it in the storefront before it is published. Prices are in minor units (fen, cents) of their currency.
    """
    return written(create_product(run, data))


class Edit(Input):
    """What is None stays as it is; an empty text empties it."""

    product_id: int
    version: int | None = None
    title: Title | None = None
    description: Html | None = None
    brand: Annotated[str, Field(max_length=120)] | None = None
    product_type: Annotated[str, Field(max_length=160)] | None = None
    taxonomy: Line | None = None
    seo_title: Line | None = None
    seo_description: Annotated[str, Field(max_length=500)] | None = None
    hs_code: Tariff | None = None
    origin: Country | None = None
    tags: Annotated[tuple[Title, ...], Field(max_length=250)] | None = None
    categories: Annotated[tuple[int, ...], Field(max_length=20)] | None = None
    """Ids; the first is the main one."""
    facts: Annotated[tuple[FactDraft, ...], Field(max_length=200)] | None = None


PLAIN = ("title", "brand", "product_type", "taxonomy", "seo_title", "seo_description", "hs_code", "origin")


@action(
    "catalogue.edit",
    label=_("Edit a product"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(ProductEdited,),
    previews=True,
)
def edit(run: Run, data: Edit) -> Written:
    """Change a product's texts, brand, customs details, tags, categories or attributes; what is not given stays."""
    product = product_of(run, data.product_id, version=data.version)
    values = {name: getattr(data, name) for name in PLAIN if getattr(data, name) is not None}
    if data.description is not None:
        values["description"] = markup.cleaned(data.description)
    changed = set_fields(run, product, values)
    if data.tags is not None and set_tags(run, product, data.tags):
        changed.append("tags")
    if data.categories is not None and place(run, product, data.categories):
        changed.append("categories")
    if data.facts is not None and set_facts(run, product, data.facts):
        changed.append("attributes")
    if not changed:
        return written(product, changed=False)
    originals = {name: getattr(product, name) for name in changed if name in texts.FIELDS["product"]}
    finish(run, product, originals=originals)
    run.emit(ProductEdited(product_id=product.pk, fields=tuple(changed)), subject=product.subject)
    return written(product)
