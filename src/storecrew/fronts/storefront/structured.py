"""Structured data by schema.org, as Google's merchant listings, breadcrumbs and organisation pages read it.

Rules: Google Search Central, "Merchant listing (Product, Offer) structured data" and "Product variant (ProductGroup) structured data":
a merchant listing has name, image and one Offer with price and currency (never an AggregateOffer); variants stand in `hasVariant`,
each with its own address that preselects it; `variesBy` names only properties Google knows.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from storecrew.fronts.storefront import slots
from storecrew.fronts.storefront.pictures import machine_url
from storecrew.fronts.storefront.prose import plain
from storecrew.fronts.storefront.site import Site
from storecrew.fronts.storefront.types import Shipping
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue.types import OptionView, ProductPage, VariantView
from storecrew.shop.promise import reads as promise

CONTEXT: Final = "https://schema.org"
AVAILABILITY: Final = {
    slots.Availability.IN_STOCK: "InStock",
    slots.Availability.OUT_OF_STOCK: "OutOfStock",
    slots.Availability.PREORDER: "PreOrder",
    slots.Availability.BACKORDER: "BackOrder",
}
"""Short names, which Google takes as well as addresses: a product of 48 variants has 48 of them."""
_AXES: Final = {
    "color": {"color", "colour", "colours", "colors", "颜色", "色", "顏色"},
    "size": {"size", "sizes", "capacity", "length", "width", "尺寸", "尺码", "大小", "容量", "规格", "床宽", "长度"},
    "material": {"material", "materials", "wood", "glass", "fabric", "metal", "材质", "材料", "木料", "面料"},
    "pattern": {"pattern", "print", "ruling", "图案", "花色", "内页"},
}
AT_LENGTH = 12
"""Variants told at length. With more, the terms said once of the store itself (see `store`) stand for theirs."""
DESCRIPTION = 600
"""Characters: enough for a machine to know what it is; the page itself has all of it."""


def axis_of(option: OptionView) -> str:
    """Return the schema.org property that an option varies, empty for none that search engines know."""
    words = {option.code.lower(), option.name.strip().lower()}
    return next((axis for axis, names in _AXES.items() if words & names), "")


def product_data(
    site: Site,
    product: ProductPage,
    supplies: Mapping[int, slots.Supply],
    rating: slots.Rating | None = None,
    origins: Mapping[int, slots.Origin] | None = None,
) -> list[dict[str, Any]]:
    """Return the product (with one variant) or product group (with several), followed by what its offers point at.

    `origins`: of variants that leave from somebody else's place: they take as long as they take from there.
    """
    terms, elsewhere = _terms(site), dict(origins or {})
    away = _delivery_from(site, elsewhere.values())
    common: dict[str, Any] = {
        "@context": CONTEXT,
        "name": product.title,
        "description": plain(product.description, DESCRIPTION) or product.title,
        "brand": {"@type": "Brand", "name": product.brand or site.name},
        "url": site.absolute(site.to.product(product.slug)),
    }
    if rating is not None:
        common["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": f"{rating.mean:.2f}",
            "reviewCount": rating.count,
        }
    material = next((fact.text for fact in product.facts if fact.code == "material"), "")
    if material and not any(axis_of(option) == "material" for option in product.options):
        common["material"] = material
    refer = {name: {"@id": node["@id"]} for name, node in terms.items()}
    variants = []
    for one in product.variants:
        node = away.get(elsewhere[one.variant_id]) if one.variant_id in elsewhere else None
        theirs = refer | ({"shippingDetails": {"@id": node["@id"]}} if node else {})
        variants.append(_variant(site, product, one, supplies[one.variant_id], theirs))
    told = [*terms.values(), *away.values()]
    if not product.options:
        if away:
            told = [node for node in told if node["@id"] != "#delivery"]
        return [variants[0] | common | {"@type": "Product"} | _pictures(site, product, None), *told]
    group = common | {"@type": "ProductGroup", "productGroupID": str(product.product_id), "hasVariant": variants}
    if axes := [f"{CONTEXT}/{axis}" for axis in dict.fromkeys(map(axis_of, product.options)) if axis]:
        group["variesBy"] = axes
    if len(variants) <= AT_LENGTH:
        return [group, *told]
    return [group, *_shortened(variants)]


def _shortened(variants: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out of many variants what the store says once of itself, and name each picture once; returns the pictures."""
    images: dict[str, dict[str, Any]] = {}
    for variant in variants:
        if address := variant.get("image"):
            known = images.setdefault(
                address, {"@context": CONTEXT, "@type": "ImageObject", "@id": f"#i{len(images)}", "contentUrl": address}
            )
            variant["image"] = {"@id": known["@id"]}
        for name in ("itemCondition", "shippingDetails", "hasMerchantReturnPolicy"):
            variant.get("offers", {}).pop(name, None)
    return list(images.values())


def breadcrumbs(site: Site, trail: Iterable[tuple[str, str]], last: str) -> dict[str, Any]:
    """Return the way from home; the last step is the page itself and needs no address."""
    steps = [(site.name, site.to.home), *trail]
    items: list[dict[str, Any]] = [
        {"@type": "ListItem", "position": at, "name": name, "item": site.absolute(path)}
        for at, (name, path) in enumerate(steps, start=1)
    ]
    items.append({"@type": "ListItem", "position": len(items) + 1, "name": last})
    return {"@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": items}


def listing(site: Site, name: str, path: str, total: int, addresses: Sequence[str]) -> dict[str, Any]:
    """Return a list page: what it is called, how many it holds, and the products on this part of it."""
    entries = [
        {"@type": "ListItem", "position": at, "url": site.absolute(address)}
        for at, address in enumerate(addresses, start=1)
    ]
    return {
        "@context": CONTEXT,
        "@type": "CollectionPage",
        "name": name,
        "url": site.absolute(path),
        "mainEntity": {"@type": "ItemList", "numberOfItems": total, "itemListElement": entries},
    }


def store(site: Site) -> list[dict[str, Any]]:
    """Return the store and its site."""
    home = site.absolute(site.to.home)
    organisation: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "OnlineStore",
        "name": site.name,
        "url": home,
        "logo": site.absolute("/favicon.svg"),
        "email": site.frame.email,
        "description": site.say(site.frame.about),
        "legalName": site.say(site.frame.company),
        "address": site.say(site.frame.address),
    }
    node = {name: value for name, value in organisation.items() if value}
    if returns := _terms(site).get("hasMerchantReturnPolicy"):
        node["hasMerchantReturnPolicy"] = {
            name: value for name, value in returns.items() if name not in {"@context", "@id"}
        }
    search = f"{site.absolute(site.to.search)}?q={{search_term_string}}"
    return [
        node,
        {
            "@context": CONTEXT,
            "@type": "WebSite",
            "name": site.name,
            "url": home,
            "inLanguage": site.lang,
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": search},
                "query-input": "required name=search_term_string",
            },
        },
    ]


def _variant(
    site: Site,
    product: ProductPage,
    variant: VariantView,
    supply: slots.Supply,
    terms: dict[str, dict[str, str]],
) -> dict[str, Any]:
    node: dict[str, Any] = {"@type": "Product", "name": f"{product.title} {variant.title}".strip()}
    if variant.sku:
        node["sku"] = variant.sku
    if variant.barcode_state == "gtin":
        node[f"gtin{len(variant.barcode)}"] = variant.barcode
    for option in product.options:
        if axis := axis_of(option):
            chosen = variant.values.get(option.code)
            node[axis] = next((value.name for value in option.values if value.code == chosen), "")
    node |= _pictures(site, product, variant)
    if variant.price:
        address = site.to.product(product.slug, variant.variant_id if product.options else None)
        node["offers"] = _offer(site.absolute(address), variant.price.price, supply, terms)
    return node


def _offer(url: str, price: Money, supply: slots.Supply, terms: dict[str, dict[str, str]]) -> dict[str, Any]:
    offer: dict[str, Any] = {
        "@type": "Offer",
        "url": url,
        "priceCurrency": price.currency,
        "price": f"{price.amount:f}",
        "itemCondition": "NewCondition",
        "availability": AVAILABILITY[supply.for_machines],
    }
    if supply.since:
        offer["availabilityStarts"] = _day(supply.since)
    return offer | terms


def _pictures(site: Site, product: ProductPage, variant: VariantView | None) -> dict[str, Any]:
    shots = [shot for shot in product.pictures if shot.asset_id is not None]
    if variant is not None:
        shots = [shot for shot in shots if shot.picture_id == variant.picture_id] or shots[:1]
    addresses = [site.absolute(path) for shot in shots[:4] if (path := machine_url(shot.asset_id))]
    return {"image": addresses[0] if len(addresses) == 1 else addresses} if addresses else {}


def _terms(site: Site) -> dict[str, dict[str, Any]]:
    """Return what offers of this site's currency say about delivery and returns, by the Offer's property."""
    rows = [row for row in site.frame.shipping if row.currency == site.currency]
    terms = {}
    if rows:
        terms["shippingDetails"] = _shipping(site, rows[0])
    if site.frame.return_days is not None:
        country = rows[0].country if rows else site.profile.country
        terms["hasMerchantReturnPolicy"] = _returns(site, country, site.frame.return_days)
    return terms


def _delivery_from(site: Site, origins: Iterable[slots.Origin]) -> dict[slots.Origin, dict[str, Any]]:
    """Return what offers say about delivery from other places than one's own."""
    rows = [row for row in site.frame.shipping if row.currency == site.currency]
    return {origin: _shipping(site, rows[0], origin) for origin in dict.fromkeys(origins)} if rows else {}


def _shipping(site: Site, row: Shipping, origin: slots.Origin | None = None) -> dict[str, Any]:
    """Say what delivery costs and how long it takes: by experience where there is any, else as the store set it."""
    now = timezone.now()
    key = ("delivery", row.country, row.currency, now.date(), now.hour, origin)
    warehouse, days = (origin.warehouse_id, origin.handling_days) if origin else (None, None)
    window = site.keep(
        key, lambda: promise.usual(row.country, row.currency, now, warehouse_id=warehouse, handling=days)
    )
    handling, transit = row.handling_days, row.transit_days
    if window is not None and (window.parcels or origin):
        handling, transit = promise.working_days(window)
    return {
        "@context": CONTEXT,
        "@type": "OfferShippingDetails",
        "@id": f"#delivery-{origin.warehouse_id}-{origin.handling_days}" if origin else "#delivery",
        "shippingRate": {
            "@type": "MonetaryAmount",
            "value": f"{Money(row.rate_minor, row.currency).amount:f}",
            "currency": row.currency,
        },
        "shippingDestination": {"@type": "DefinedRegion", "addressCountry": row.country},
        "deliveryTime": {
            "@type": "ShippingDeliveryTime",
            "handlingTime": _days(handling),
            "transitTime": _days(transit),
        },
    }


def _returns(site: Site, country: str, days: int) -> dict[str, Any]:
    policy: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "MerchantReturnPolicy",
        "@id": "#returns",
        "applicableCountry": country,
        "returnPolicyCountry": site.profile.country,
    }
    if not days:
        return policy | {"returnPolicyCategory": f"{CONTEXT}/MerchantReturnNotPermitted"}
    return policy | {
        "returnPolicyCategory": f"{CONTEXT}/MerchantReturnFiniteReturnWindow",
        "merchantReturnDays": days,
        "returnMethod": f"{CONTEXT}/ReturnByMail",
        "returnFees": f"{CONTEXT}/FreeReturn",
    }


def _days(span: tuple[int, int]) -> dict[str, Any]:
    return {"@type": "QuantitativeValue", "minValue": span[0], "maxValue": span[1], "unitCode": "DAY"}


def _day(moment: datetime) -> str:
    return moment.date().isoformat()
