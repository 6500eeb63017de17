"""Which system wrote a file of customers, and in which of its columns stands what.

Sources of the columns: Shopify Help Center, "Customer CSV file format" (today's and the older one); WooCommerce,
"Analytics > Customers" download and the user export that most of its plugins share; Spree's and Magento's sample files.
A file of none of them is read by the same names and by what people call such columns.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.pages.types import Text
from storecrew.kernel.tabular.table import Header

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "outside_id": ("customer id", "user_id", "customer_id", "id"),
    "email": ("email", "user_email", "e-mail", "billing_email", "billing email", "邮箱", "电子邮箱", "电子邮件"),
    "first_name": ("first name", "first_name", "firstname", "billing_first_name", "billing first name"),
    "last_name": ("last name", "last_name", "lastname", "billing_last_name", "billing last name"),
    "name": ("name", "display_name", "full name", "customer", "姓名", "客户", "客户姓名", "收货人"),
    "phone": (
        *("phone", "billing_phone", "billing phone", "telephone", "mobile", "default address phone"),
        *("手机", "手机号", "手机号码", "电话", "联系电话"),
    ),
    "newsletter": ("accepts email marketing", "accepts marketing", "accepts_email_marketing", "newsletter"),
    "texts": ("accepts sms marketing", "accepts_sms_marketing"),
    "tags": ("tags", "标签"),
    "note": ("note", "notes", "customer note", "备注"),
    "language": ("language", "locale", "语言"),
    "company": ("default address company", "company", "billing_company", "billing company", "公司"),
    "line1": (
        *("default address address1", "address1", "billing_address_1", "billing address 1", "street", "address"),
        *("地址", "详细地址", "收货地址"),
    ),
    "line2": ("default address address2", "address2", "billing_address_2", "billing address 2"),
    "city": ("default address city", "city", "billing_city", "billing city", "城市", "市"),
    "district": ("district", "区", "区县"),
    "region": (
        *("default address province code", "province code", "province_code", "province", "billing_state"),
        *("billing state", "state", "region", "省", "省份"),
    ),
    "country": (
        *("default address country code", "country code", "country_code", "country", "billing_country"),
        *("billing country", "country_id", "country / region", "国家"),
    ),
    "postal_code": (
        *("default address zip", "zip", "billing_postcode", "billing postcode", "postcode", "postal code"),
        *("postal_code", "邮编"),
    ),
}
"""Field → what its column may be called, folded; the first one that a file has is read."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """A system, recognised by columns that only its files have together."""

    name: str
    label: Text
    marks: tuple[frozenset[str], ...]


DIALECTS: Final = (
    Dialect(
        "shopify",
        "Shopify",
        (
            frozenset({"customer id", "default address address1"}),
            frozenset({"accepts marketing", "province code", "total spent"}),
        ),
    ),
    Dialect(
        "woocommerce",
        "WooCommerce",
        (frozenset({"username", "total spend", "aov"}), frozenset({"billing_address_1", "billing_postcode"})),
    ),
    Dialect("spree", "Spree", (frozenset({"accepts_email_marketing", "province_code", "first_name"}),)),
    Dialect("magento", "Magento", (frozenset({"firstname", "country_id", "postcode"}),)),
)
TABLE: Final = Dialect("table", _("a table"), ())
"""Any other file that has a column for an e-mail address or a telephone."""


def dialect_of(header: Header) -> Dialect:
    """Return which system a file is from."""
    names = {name.casefold() for name in header.index}
    return next((one for one in DIALECTS if any(mark <= names for mark in one.marks)), TABLE)


def label_of(name: str) -> Text:
    """Return what a system is called."""
    return next((one.label for one in DIALECTS if one.name == name), TABLE.label)


def places_of(header: Header) -> dict[str, int]:
    """Return where each field stands in a row; fields without a column are left out."""
    by_name = {name.casefold(): place for name, place in reversed(list(header.index.items()))}
    found: dict[str, int] = {}
    for field, names in COLUMNS.items():
        place = next((by_name[name] for name in names if name in by_name), None)
        if place is not None:
            found[field] = place
    return found


def street_of(text: str) -> tuple[str, str]:
    """Return the two lines of a street; Magento writes them as a JSON list."""
    if text.startswith("["):
        try:
            parts = json.loads(text)
        except ValueError:
            return text, ""
        if isinstance(parts, list) and all(isinstance(part, str) for part in parts):
            return (*[part for part in parts if part], "", "")[0], ", ".join(part for part in parts[1:] if part)
    return text, ""
