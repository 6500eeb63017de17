"""Google's rules for merchant listings and product variants, as a checker: what is missing or wrong, one sentence each.

Source: Google Search Central, "Merchant listing (Product, Offer) structured data", "Product variant (ProductGroup) structured
data" and "Breadcrumb (BreadcrumbList) structured data".
"""

from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

VARIES = {
    f"https://schema.org/{axis}" for axis in ("color", "size", "material", "pattern", "suggestedAge", "suggestedGender")
}
AVAILABLE = {"InStock", "OutOfStock", "PreOrder", "BackOrder", "Discontinued", "SoldOut"}


def problems(nodes: list[dict[str, Any]]) -> list[str]:
    """Return what Google would not take of the structured data of a product's page."""
    known = {node["@id"]: node.get("contentUrl", "") for node in nodes if "@id" in node and "@type" in node}
    found: list[str] = []
    products = [node for node in nodes if node.get("@type") in {"Product", "ProductGroup"}]
    if len(products) != 1:
        found.append(f"{len(products)} products on one page")
    for node in products:
        found += _group(node, known) if node["@type"] == "ProductGroup" else _listing(node, known, shared={})
    for node in nodes:
        if node.get("@type") == "BreadcrumbList":
            found += _breadcrumbs(node)
    return found


def _group(node: dict[str, Any], known: dict[str, str]) -> list[str]:
    found = [f"group without {name}" for name in ("name", "productGroupID") if not node.get(name)]
    found += [f"varies by {axis}, which nobody knows" for axis in node.get("variesBy", []) if axis not in VARIES]
    variants = node.get("hasVariant", [])
    if not variants:
        found.append("group without variants")
    for variant in variants:
        found += _listing(variant, known, shared=node)
        for axis in node.get("variesBy", []):
            if not variant.get(axis.rsplit("/", 1)[1]):
                found.append(f"{variant.get('sku')} does not say its {axis}")
    addresses = [variant["offers"].get("url") for variant in variants if "offers" in variant]
    if len(addresses) != len(set(addresses)):
        found.append("two variants share one address")
    for name in ("sku",):
        values = [variant[name] for variant in variants if name in variant]
        if len(values) != len(set(values)):
            found.append(f"two variants share one {name}")
    return found


def _listing(node: dict[str, Any], known: dict[str, str], *, shared: dict[str, Any]) -> list[str]:
    found = [f"product without {name}" for name in ("name", "offers") if not node.get(name)]
    images = node.get("image") or shared.get("image") or []
    images = images if isinstance(images, list) else [images]
    images = [known.get(image["@id"], "") if isinstance(image, dict) else image for image in images]
    if not images:
        found.append("product without image")
    found += [f"image {image} is no full address" for image in images if not _is_full(image)]
    found += [
        f"{name} of {len(value)} characters"
        for name, value in node.items()
        if name.startswith("gtin") and len(value) != int(name[4:])
    ]
    offer = node.get("offers")
    return found + (_offer(offer, known) if offer else [])


def _offer(offer: Any, known: dict[str, str]) -> list[str]:
    if not isinstance(offer, dict) or offer.get("@type") != "Offer":
        return ["a merchant listing takes one Offer, no AggregateOffer"]
    found = []
    try:
        if Decimal(offer["price"]) <= 0:
            found.append("a price has to be more than zero")
    except (KeyError, InvalidOperation):
        found.append("offer without a price in plain digits")
    currency = offer.get("priceCurrency", "")
    if len(currency) != 3 or not currency.isupper():
        found.append("offer without priceCurrency")
    if offer.get("availability") not in AVAILABLE:
        found.append(f"availability {offer.get('availability')}")
    if not _is_full(offer.get("url", "")):
        found.append("offer without a full address")
    for name in ("shippingDetails", "hasMerchantReturnPolicy"):
        reference = offer.get(name)
        if reference is not None and "@type" not in reference and reference.get("@id") not in known:
            found.append(f"{name} points at nothing")
    return found


def _breadcrumbs(node: dict[str, Any]) -> list[str]:
    items = node.get("itemListElement", [])
    found = [] if len(items) >= 2 else ["a trail has two steps or more"]
    if [item.get("position") for item in items] != list(range(1, len(items) + 1)):
        found.append("steps of a trail count from one")
    found += [f"step {item.get('position')} without name" for item in items if not item.get("name")]
    return found + [
        f"step {item.get('position')} leads nowhere" for item in items[:-1] if not _is_full(item.get("item", ""))
    ]


def _is_full(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
