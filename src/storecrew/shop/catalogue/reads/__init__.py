"""Every question the catalogue answers."""

from storecrew.shop.catalogue.reads.asking import Localised
from storecrew.shop.catalogue.reads.calling import calling
from storecrew.shop.catalogue.reads.choosing import ListQuery
from storecrew.shop.catalogue.reads.console import (
    CountQuery,
    HistoryQuery,
    NoInput,
    ProductsQuery,
    SheetQuery,
    collection_count,
    price_history,
    product,
    products,
    troubles,
)
from storecrew.shop.catalogue.reads.faces import faces
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
from storecrew.shop.catalogue.reads.lag import LagQuery, translation_lag
from storecrew.shop.catalogue.reads.lists import listing
from storecrew.shop.catalogue.reads.page import PageQuery, PagesQuery, product_page, product_pages
from storecrew.shop.catalogue.reads.shots import shots
from storecrew.shop.catalogue.reads.sold import belonging, find_goods, named, sold
from storecrew.shop.catalogue.reads.untranslated import MissingText, Untranslated, UntranslatedQuery, untranslated
from storecrew.shop.catalogue.reads.variants import find_variants, variants_by_code

__all__ = [
    "MissingText",
    "Untranslated",
    "UntranslatedQuery",
    "CategoryQuery",
    "CollectionQuery",
    "Collections",
    "CountQuery",
    "HistoryQuery",
    "LagQuery",
    "ListQuery",
    "Localised",
    "NoInput",
    "PageQuery",
    "PagesQuery",
    "ProductsQuery",
    "SheetQuery",
    "Tree",
    "TurnedQuery",
    "belonging",
    "calling",
    "category",
    "collection",
    "collection_count",
    "collections",
    "faces",
    "find_goods",
    "find_variants",
    "listing",
    "named",
    "price_history",
    "product",
    "product_page",
    "product_pages",
    "products",
    "shots",
    "sold",
    "translation_lag",
    "tree",
    "troubles",
    "turned",
    "untranslated",
    "variants_by_code",
]
