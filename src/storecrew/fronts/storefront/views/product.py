"""A product's page."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.fronts.storefront import shelf, slots, structured
from storecrew.fronts.storefront.cards import cards_html
from storecrew.fronts.storefront.choices import chosen_variant, option_rows
from storecrew.fronts.storefront.goods import Spec
from storecrew.fronts.storefront.head import Head, json_ld, other_languages
from storecrew.fronts.storefront.languages import tag_of
from storecrew.fronts.storefront.page import part_html, show, store_page
from storecrew.fronts.storefront.pictures import machine_url, picture_html, picture_url
from storecrew.fronts.storefront.prices import price_text
from storecrew.fronts.storefront.prose import plain
from storecrew.fronts.storefront.site import Site
from storecrew.fronts.storefront.views.missing import turned
from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages.access import actor_of
from storecrew.shop.catalogue.types import ProductPage, Shot, VariantView

FIRST_SIZES = "(min-width:84rem) 47rem, (min-width:60em) 54vw, 94vw"
OTHER_SIZES = "(min-width:84rem) 23rem, (min-width:60em) 27vw, 94vw"
RELATED = 4
MOST_SHOTS = 5
ORIGINS_LAST_S = 300


@store_page
def product(request: HttpRequest, site: Site, now: datetime, slug: str) -> HttpResponse:
    """Show a product with one of its variants chosen: by `?variant=`, else the first that can be bought."""
    draft = None
    try:
        found = shelf.product(site, slug)
    except Missing:
        draft = _draft(request, site, slug)
        if draft is None:
            return turned(request, site, now, "product", slug)
        found = draft
    asked = request.GET.get("variant", "")
    supplies = slots.supply_of([one.variant_id for one in found.variants], now)
    variant = chosen_variant(found, asked, _gone(supplies))
    rating = slots.rating_of(found.product_id)
    origins = _origins(site, slug, supplies, now)
    if draft:  # it changes with every word that is written
        head, parts = _made(site, draft, variant, supplies, rating, origins, asked=bool(asked))
        head = replace(head, robots="noindex", canonical="", alternates=(), data=())
    else:
        told = (tuple(supplies.values()), tuple(origins.items()))
        key = ("product page", slug, variant.variant_id, bool(asked), told, rating)
        head, parts = site.keep(key, lambda: _made(site, found, variant, supplies, rating, origins, asked=bool(asked)))
    origin = origins.get(variant.variant_id)
    place = slots.Place(request, site, now, found, variant, supplies[variant.variant_id], origin)
    return show(
        request,
        site,
        now,
        "storefront/product.html",
        head,
        draft=draft,
        promise=slots.filled("product.promise", place),
        buy=slots.filled("product.buy", place) or parts["order"],
        keep=slots.filled("product.keep", place),
        bar=slots.filled("product.bar", place),
        after=slots.filled("product.after", place),
        related=cards_html(site, shelf.related(site, found, RELATED), now, key=("related", slug), marked=False),
        **parts,
    )


def _draft(request: HttpRequest, site: Site, slug: str) -> ProductPage | None:
    """Return a product as it will look, where somebody of the crew asks for it by `?preview=`."""
    if "preview" not in request.GET:
        return None
    request.personal = True  # type: ignore[attr-defined]  # read by the storefront's page module
    return shelf.draft(site, slug, actor_of(request))


def _origins(site: Site, slug: str, supplies: dict[int, slots.Supply], now: datetime) -> dict[int, slots.Origin]:
    """Return from where variants would leave that lie with suppliers; thought over every few minutes, and when they change."""
    if not any(one.elsewhere for one in supplies.values()):
        return {}
    key = ("origins", slug, tuple(supplies.items()), int(now.timestamp()) // ORIGINS_LAST_S)
    return site.keep(key, lambda: slots.origins_of(supplies, now))


def _gone(supplies: dict[int, slots.Supply]) -> frozenset[int]:
    return frozenset(
        number for number, supply in supplies.items() if supply.availability is slots.Availability.OUT_OF_STOCK
    )


def _made(
    site: Site,
    product: ProductPage,
    variant: VariantView,
    supplies: dict[int, slots.Supply],
    rating: slots.Rating | None,
    origins: dict[int, slots.Origin],
    *,
    asked: bool,
) -> tuple[Head, dict[str, Any]]:
    """Return what of the page stays the same for everybody until something changes."""
    trail = [(crumb.name, site.to.category(crumb.path)) for crumb in product.crumbs]
    above = part_html(
        site,
        "product_above",
        product=product,
        product_lang=tag_of(product.language),
        variant=variant,
        brand=product.brand if product.brand not in site.names else "",
        shots=_shots(product, variant),
        options=option_rows(site, product, variant, _gone(supplies)),
        trail=trail,
        last=product.title,
        recent=_recent(site, product),
    )
    below = part_html(
        site,
        "product_below",
        product=product,
        description=SafeString(product.description),  # noqa: S308  cleaned when it was written
        specs=_specs(product, variant),
        ticks=_ticks(site),
    )
    parts = {"above": above, "below": below, "order": _how_to_order(site, product, variant)}
    data = structured.product_data(site, product, supplies, rating, origins)
    return _head(site, product, variant, data, asked=asked, trail=trail), parts


def _head(
    site: Site,
    product: ProductPage,
    variant: VariantView,
    data: list[dict[str, Any]],
    *,
    asked: bool,
    trail: list[tuple[str, str]],
) -> Head:
    alternates, switches = other_languages(site, lambda to: to.product(product.slug), languages=product.languages)
    name = f"{product.title}, {variant.title}" if asked and variant.title else product.seo_title or product.title
    first = _first_shot(product, variant)
    return Head(
        title=f"{name} · {site.name}",
        description=product.seo_description or plain(product.description, 150),
        canonical=site.absolute(site.to.product(product.slug)),
        alternates=alternates,
        switches=switches,
        image=site.absolute(path) if first and (path := machine_url(first.asset_id)) else "",
        kind="product",
        data=tuple(map(json_ld, [*data, structured.breadcrumbs(site, trail, product.title)])),
        here=f"category:{product.crumbs[0].path}" if product.crumbs else "",
    )


def _first_shot(product: ProductPage, variant: VariantView) -> Shot | None:
    return next(
        (shot for shot in product.pictures if shot.picture_id == variant.picture_id), next(iter(product.pictures), None)
    )


def _shots(product: ProductPage, variant: VariantView) -> list[SafeString]:
    """Return the pictures: the one of the chosen variant, then those that belong to no other variant, then the rest."""
    first = _first_shot(product, variant)
    if first is None:
        return [picture_html(None, sizes=FIRST_SIZES)]
    of_variants = {one.picture_id for one in product.variants}
    others = sorted(
        (shot for shot in product.pictures if shot.picture_id != first.picture_id),
        key=lambda shot: shot.picture_id in of_variants,
    )
    shots = [picture_html(first, sizes=FIRST_SIZES, eager=True)]
    return shots + [picture_html(shot, sizes=OTHER_SIZES) for shot in others[: MOST_SHOTS - 1]]


def _how_to_order(site: Site, product: ProductPage, variant: VariantView) -> SafeString:
    """Return what can honestly be offered while no room takes orders: a letter that says what is wanted."""
    mail = ""
    if site.frame.email:
        item = " ".join(filter(None, (product.title, variant.title, variant.sku)))
        asked = {"subject": _("Order: %(item)s") % {"item": item}, "body": _("How many:\nWhere to:\n")}
        mail = f"mailto:{site.frame.email}?{urlencode(asked).replace('+', '%20')}"
    return part_html(site, "order", product=product, variant=variant, mail=mail)


def _ticks(site: Site) -> list[str]:
    ticks = []
    if days := site.frame.return_days:
        ticks.append(
            ngettext(
                "%(n)d day to send it back, used or not, at our cost",
                "%(n)d days to send it back, used or not, at our cost",
                days,
            )
            % {"n": days}
        )
    row = next((row for row in site.frame.shipping if row.currency == site.currency), None)
    if row:
        rate = price_text(Money(row.rate_minor, row.currency), site.language)
        if row.free_from_minor is None:
            ticks.append(_("Delivery %(rate)s") % {"rate": rate})
        else:
            free = price_text(Money(row.free_from_minor, row.currency), site.language)
            ticks.append(_("Delivery %(rate)s, free from %(free)s") % {"rate": rate, "free": free})
    return ticks


def _specs(product: ProductPage, variant: VariantView) -> list[Spec]:
    specs = [Spec(fact.name, f"{fact.text} {fact.unit}".strip()) for fact in product.facts]
    if all(variant.size_mm):
        specs.append(
            Spec(
                _("Size"),
                _("%(length)d × %(width)d × %(height)d mm")
                % dict(zip(("length", "width", "height"), variant.size_mm, strict=True)),
            )
        )
    if variant.weight_g:
        specs.append(Spec(_("Weight"), _weight(variant.weight_g)))
    if variant.sku:
        specs.append(Spec(_("Item number"), variant.sku))
    if variant.barcode_state == "gtin":
        specs.append(Spec(_("Barcode"), variant.barcode))
    return specs


def _weight(grams: int) -> str:
    if grams < 1000:
        return _("%(n)d g") % {"n": grams}
    kilograms = f"{grams / 1000:.2f}".rstrip("0").rstrip(".")
    return _("%(n)s kg") % {"n": kilograms}


def _recent(site: Site, product: ProductPage) -> str:
    first = next(iter(product.pictures), None)
    entry: dict[str, Any] = {"id": product.product_id, "name": product.title, "href": site.to.product(product.slug)}
    if first and first.asset_id:
        entry["src"] = picture_url(first.asset_id)
    return json.dumps(entry, ensure_ascii=False)
