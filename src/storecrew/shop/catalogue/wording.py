"""What the catalogue's audited fields are called."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.pages import wording
from storecrew.kernel.pages.types import Text
from storecrew.kernel.pages.wording import Word
from storecrew.shop.catalogue.models import CollectionKind, ProductStatus

_SEO: Mapping[str, Text] = {
    "seo_title": _("Title for search engines"),
    "seo_description": _("Description for search engines"),
}
_ADDRESS: Mapping[str, Text] = {"slug": _("Address"), "old path": _("Old address"), "old address": _("Old address")}


def _variant(label: Text) -> Word:
    return Word(label, of="variant")


wording.register(
    "product",
    {
        **_SEO,
        **_ADDRESS,
        "status": Word(pgettext_lazy("product", "Status"), values=dict(ProductStatus.choices)),
        "brand": _("Brand"),
        "product_type": _("Kind of product"),
        "taxonomy": _("Category of shopping feeds"),
        "hs_code": _variant(_("Customs number")),
        "origin": _variant(_("Country of origin")),
        "categories": Word(_("Categories"), value_of="category"),
        "attributes": Word(_("Attributes"), value_of="attribute"),
        "published_at": _("On sale since"),
        "publish_at": _("Goes on sale"),
        "unpublish_at": _("Goes off sale"),
        "archived_at": _("Archived"),
        "not published": _("Not put on sale"),
        "successor": Word(_("What took its place"), value_of="product"),
        "merged into": Word(_("Merged into"), value_of="product"),
        "variants": _("Variants"),
        "variants of picture": _("Variants of picture"),
        "options": _("Options"),
        "option": _("Option"),
        "option_value": _("Value"),
        "attribute_value": _("Attribute"),
        "pictures": _("Pictures"),
        "picture": _("Picture"),
        "picture_id": _variant(_("Picture")),
        "order of pictures": _("Order of pictures"),
        "alt": _("Picture description"),
        "price": _("Price"),
        "compare-at": _("Compare-at price"),
        "cost": _variant(_("Cost")),
        "cost_minor": _variant(_("Cost")),
        "cost_currency": _variant(_("Currency of the cost")),
        "sku": _variant(_("SKU")),
        "barcode": _variant(_("Barcode")),
        "weight_g": _variant(_("Weight, g")),
        "weight_unit": _variant(_("Unit of weight")),
        "length_mm": _variant(_("Length, mm")),
        "width_mm": _variant(_("Width, mm")),
        "height_mm": _variant(_("Height, mm")),
        "requires_shipping": _variant(_("Has to be shipped")),
        "taxable": _variant(_("Taxed")),
        "tax_code": _variant(_("Tax code")),
    },
)
wording.register(
    "category",
    {**_SEO, **_ADDRESS, "path": _("Address"), "line": _("One line"), "hidden": _("Hidden in the shop")},
)
wording.register(
    "collection",
    {
        **_SEO,
        **_ADDRESS,
        "kind": Word(_("By hand or by rule"), values=dict(CollectionKind.choices)),
        "rules": _("Rules"),
        "members": _("Products"),
        "order": _("Order of products"),
        "sort": _("Order of products"),
        "match_all": _("All rules have to fit"),
        "hidden": _("Hidden in the shop"),
    },
)
wording.register(
    "attribute",
    {"unit": _("Unit"), "filterable": _("Customers can filter by it"), "shown": _("Shown on the product's page")},
)
