"""Feeds of goods for Google Merchant Center, one for each language: RSS 2.0 with Google's attributes, streamed.

Source: Google Merchant Center, "Product data specification". Price, availability and addresses are the page's own: a crawler
that compares them finds the same row.
"""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils import timezone, translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from storecrew.fronts.storefront import shelf, slots
from storecrew.fronts.storefront.pictures import machine_url
from storecrew.fronts.storefront.prose import plain
from storecrew.fronts.storefront.site import NotEstablished, Site, site_at
from storecrew.fronts.storefront.structured import axis_of
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue.types import ProductPage, VariantView

BATCH = 100
"""Products read at a time: memory stays the same whatever the size of the store."""
TITLE, DESCRIPTION, MPN, BRAND, MORE_IMAGES = 150, 5000, 70, 70, 10


@require_safe
@cache_control(public=True, max_age=900)
def google(request: HttpRequest, prefix: str = "") -> StreamingHttpResponse:
    """Stream every variant on sale that has a price in this language's currency."""
    try:
        site = site_at(prefix)
    except NotEstablished as error:
        raise Http404 from error
    return StreamingHttpResponse(_feed(site), content_type="application/xml; charset=utf-8")


def _feed(site: Site) -> Iterator[str]:
    now = timezone.now()
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>\n'
    yield (
        _tag("title", site.name)
        + _tag("link", site.absolute(site.to.home))
        + _tag("description", site.tagline or site.name)
        + "\n"
    )
    for batch in shelf.products(site, batch=BATCH):
        supplies = slots.supply_of([variant.variant_id for product in batch for variant in product.variants], now)
        with translation.override(site.language):
            for product in batch:
                yield from (
                    _item(site, product, variant, supplies[variant.variant_id])
                    for variant in product.variants
                    if variant.price
                )
    yield "</channel></rss>\n"


def _item(site: Site, product: ProductPage, variant: VariantView, supply: slots.Supply) -> str:
    assert variant.price is not None  # variants without one are left out
    price, before = variant.price.price, variant.price.compare_at
    address = site.to.product(product.slug, variant.variant_id if product.options else None)
    parts = [
        _tag("g:id", str(variant.variant_id)),
        _tag("g:title", f"{product.title} {variant.title}".strip()[:TITLE]),
        _tag("g:description", plain(product.description, DESCRIPTION) or product.title),
        _tag("g:link", site.absolute(address)),
        *_images(site, product, variant),
        _tag("g:availability", str(supply.for_machines)),
        _tag("g:availability_date", supply.since.isoformat(timespec="minutes")) if supply.since else "",
        _tag("g:price", _amount(before or price)),
        _tag("g:sale_price", _amount(price)) if before else "",
        _tag("g:condition", "new"),
        _tag("g:brand", (product.brand or site.name)[:BRAND]),
        _tag("g:gtin", variant.barcode) if variant.barcode_state == "gtin" else "",
        _tag("g:mpn", variant.sku[:MPN]) if variant.sku else "",
        _tag("g:google_product_category", product.taxonomy) if product.taxonomy else "",
        _tag("g:product_type", " > ".join(crumb.name for crumb in product.crumbs)) if product.crumbs else "",
        _tag("g:shipping_weight", f"{variant.weight_g} g") if variant.weight_g else "",
    ]
    if product.options:
        parts.append(_tag("g:item_group_id", str(product.product_id)))
        parts += _axes(product, variant)
    parts += [
        _shipping(row.country, Money(row.rate_minor, row.currency))
        for row in site.frame.shipping
        if row.currency == site.currency
    ]
    return f"<item>{''.join(parts)}</item>\n"


def _axes(product: ProductPage, variant: VariantView) -> Iterator[str]:
    for option in product.options:
        value = next((value.name for value in option.values if value.code == variant.values.get(option.code)), "")
        if (axis := axis_of(option)) and value:
            yield _tag(f"g:{axis}", value)


def _images(site: Site, product: ProductPage, variant: VariantView) -> Iterator[str]:
    own = [shot for shot in product.pictures if shot.picture_id == variant.picture_id]
    addresses = [site.absolute(path) for shot in [*own, *product.pictures] if (path := machine_url(shot.asset_id))]
    for at, address in enumerate(dict.fromkeys(addresses)):
        if at > MORE_IMAGES:
            return
        yield _tag("g:additional_image_link" if at else "g:image_link", address)


def _shipping(country: str, rate: Money) -> str:
    return f"<g:shipping>{_tag('g:country', country)}{_tag('g:price', _amount(rate))}</g:shipping>"


def _amount(money: Money) -> str:
    return f"{money.amount:f} {money.currency}"


def _tag(name: str, text: str) -> str:
    return f"<{name}>{escape(''.join(sign for sign in text if sign >= ' ' or sign in '\n\t'))}</{name}>"
