"""The tables of the catalogue, by noun."""

from storecrew.shop.catalogue.models.attributes import Attribute, AttributeKind, AttributeValue, ProductTag, Tag
from storecrew.shop.catalogue.models.categories import Category, Placement
from storecrew.shop.catalogue.models.collections import Collection, CollectionKind, CollectionSort, Member, Rule
from storecrew.shop.catalogue.models.pictures import Picture
from storecrew.shop.catalogue.models.prices import Price, PriceChange, PriceRange
from storecrew.shop.catalogue.models.products import Product, ProductStatus
from storecrew.shop.catalogue.models.redirects import Redirect, RedirectKind
from storecrew.shop.catalogue.models.translations import Translation, TranslationOrigin
from storecrew.shop.catalogue.models.variants import (
    BarcodeState,
    Option,
    OptionValue,
    ReportedStock,
    Variant,
    VariantValue,
    WeightUnit,
)
from storecrew.shop.catalogue.search.models import Gram, Posting, Word

__all__ = [
    "Attribute",
    "AttributeKind",
    "AttributeValue",
    "BarcodeState",
    "Category",
    "Collection",
    "CollectionKind",
    "CollectionSort",
    "Gram",
    "Member",
    "Option",
    "OptionValue",
    "Picture",
    "Placement",
    "Posting",
    "Price",
    "PriceChange",
    "PriceRange",
    "Product",
    "ProductStatus",
    "ProductTag",
    "Redirect",
    "RedirectKind",
    "ReportedStock",
    "Rule",
    "Tag",
    "Translation",
    "TranslationOrigin",
    "Variant",
    "VariantValue",
    "WeightUnit",
    "Word",
]
