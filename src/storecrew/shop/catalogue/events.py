"""Facts that the catalogue announces. Subjects are `product:<id>`, `category:<id>`, `collection:<id>`."""

from typing import ClassVar

from storecrew.kernel.events.types import Event


class CatalogueEvent(Event):
    """A fact of this room; kept as history until another room acts on it."""

    room = "catalogue"
    history: ClassVar[bool] = True


class ProductCreated(CatalogueEvent):
    """A draft has been written."""

    product_id: int
    slug: str


class ProductEdited(CatalogueEvent):
    """Something that customers can see has changed; `fields` names what."""

    product_id: int
    fields: tuple[str, ...]


class ProductPublished(CatalogueEvent):
    """It is on sale now."""

    product_id: int
    slug: str


class ProductUnpublished(CatalogueEvent):
    """It is no longer on sale."""

    product_id: int
    slug: str


class ProductArchived(CatalogueEvent):
    """It has been put away."""

    product_id: int
    slug: str


class ProductRenamed(CatalogueEvent):
    """Its address has changed; the old one redirects."""

    product_id: int
    old_slug: str
    slug: str


class ProductMerged(CatalogueEvent):
    """A product has become part of another; its variants kept their ids."""

    product_id: int
    into_id: int
    old_slug: str


class ProductDeleted(CatalogueEvent):
    """A draft that no customer ever saw is gone."""

    product_id: int
    slug: str


class VariantsChanged(CatalogueEvent):
    """Variants came or were retired."""

    product_id: int
    added: tuple[int, ...]
    retired: tuple[int, ...]


class PriceChanged(CatalogueEvent):
    """The price of a variant in one currency; None means it has none."""

    product_id: int
    variant_id: int
    currency: str
    old_minor: int | None
    new_minor: int | None


class CategoryMoved(CatalogueEvent):
    """Its path has changed, and with it those of all below; old addresses redirect."""

    category_id: int
    old_path: str
    path: str


class CategoryDeleted(CatalogueEvent):
    """Its products have moved up; its address redirects."""

    category_id: int
    path: str


class CollectionChanged(CatalogueEvent):
    """A collection came, went, or has other texts, rules or members."""

    collection_id: int
    slug: str
