"""Every question the catalogue answers."""

from storecrew.shop.catalogue.reads.asking import Localised
from storecrew.shop.catalogue.reads.choosing import ListQuery
from storecrew.shop.catalogue.reads.groups import (
    CategoryQuery,
    CollectionQuery,
    Collections,
    Tree,
    TurnedQuery,
    category,
    collection,
    collections,
    tree,
    turned,
)
from storecrew.shop.catalogue.reads.lists import listing
from storecrew.shop.catalogue.reads.page import PageQuery, PagesQuery, product_page, product_pages

__all__ = [
    "CategoryQuery",
    "CollectionQuery",
    "Collections",
    "ListQuery",
    "Localised",
    "PageQuery",
    "PagesQuery",
    "Tree",
    "TurnedQuery",
    "category",
    "collection",
    "collections",
    "listing",
    "product_page",
    "product_pages",
    "tree",
    "turned",
]
