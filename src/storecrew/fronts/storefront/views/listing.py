"""Lists: a category, a collection, a search."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from storecrew.fronts.storefront import frame, narrowing, shelf, structured
from storecrew.fronts.storefront.addresses import with_query
from storecrew.fronts.storefront.cards import EAGER, cards_html
from storecrew.fronts.storefront.goods import Paging
from storecrew.fronts.storefront.head import Alternate, Head, Switch, json_ld, other_languages
from storecrew.fronts.storefront.languages import tag_of
from storecrew.fronts.storefront.narrowing import Asked
from storecrew.fronts.storefront.page import part_html, show, store_page
from storecrew.fronts.storefront.pictures import machine_url
from storecrew.fronts.storefront.prose import plain
from storecrew.fronts.storefront.site import Site
from storecrew.fronts.storefront.views.missing import turned
from storecrew.kernel.actions.errors import Missing
from storecrew.shop.catalogue.types import Listing

POPULAR = 4
FEW = 3
"""Products that need no filter to be looked through."""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the cards of a list: the same for everybody until something changes."""

    controls: SafeString
    paging: Paging | None
    pages: SafeString
    clear: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A list as its template shows it. `chosen`: something narrows it."""

    cards: SafeString
    controls: SafeString
    pages: SafeString
    clear: str
    chosen: bool


@store_page
def category(request: HttpRequest, site: Site, now: datetime, path: str) -> HttpResponse:
    """Show a category with all that is below it."""
    try:
        found = shelf.category(site, path)
    except Missing:
        return turned(request, site, now, "category", path)
    asked = narrowing.asked_of(request.GET, site.to.category(path))
    listing = _listing(site, asked, category=path)
    trail = [(crumb.name, site.to.category(crumb.path)) for crumb in found.crumbs[:-1]]
    return _list_page(
        request,
        site,
        now,
        asked,
        listing,
        heading=found.name,
        heading_lang=tag_of(found.language) if found.language != site.language else "",
        title=found.seo_title or found.name,
        description=found.seo_description or plain(found.description, 150) or found.line,
        intro=SafeString(found.description) if found.description else found.line,
        trail=trail,
        others=other_languages(site, lambda to: to.category(path), found.languages),
        here=f"category:{found.crumbs[0].path if found.crumbs else path}",
        children=[(child.name, site.to.category(child.path)) for child in found.children],
        first=_("Our order"),
    )


@store_page
def collection(request: HttpRequest, site: Site, now: datetime, slug: str) -> HttpResponse:
    """Show a collection."""
    try:
        found = shelf.collection(site, slug)
    except Missing:
        return turned(request, site, now, "collection", slug)
    asked = narrowing.asked_of(request.GET, site.to.collection(slug))
    listing = _listing(site, asked, collection=slug)
    return _list_page(
        request,
        site,
        now,
        asked,
        listing,
        heading=found.title,
        heading_lang=tag_of(found.language) if found.language != site.language else "",
        title=found.seo_title or found.title,
        description=found.seo_description or plain(found.description, 150),
        intro=SafeString(found.description),
        trail=[],
        others=other_languages(site, lambda to: to.collection(slug), found.languages),
        here=f"collection:{slug}",
        children=[],
        first=_("Our order"),
    )


@store_page
def search(request: HttpRequest, site: Site, now: datetime) -> HttpResponse:
    """Show what is found; without words, everything there is."""
    text = " ".join(request.GET.get("q", "").split())[:100]
    asked = narrowing.asked_of(request.GET, site.to.search, text=text)
    listing = _listing(site, asked, text=text)
    title = _("Results for “%(text)s”") % {"text": text} if text else _("Everything")
    _alternates, switches = other_languages(site, lambda to: to.search)
    alternates, canonical = ((), "") if text or not asked.plain else (_alternates, site.absolute(site.to.search))
    head = Head(
        title=f"{title} · {site.name}",
        description=site.say(site.frame.about) if not text else "",
        canonical=canonical if asked.page == 1 else "",
        alternates=alternates if asked.page == 1 else (),
        switches=switches,
        robots="" if canonical and asked.page == 1 else "noindex, follow",
        here="search",
    )
    hints = site.frame.search_hints.get(site.language, ())
    return show(
        request,
        site,
        now,
        "storefront/search.html",
        head,
        text=text,
        corrected=" ".join(right for _typed, right in listing.corrected),
        list=_shown(site, asked, _around(site, asked, listing, _("Best match") if text else _("New in")), listing, now),
        departments=frame.departments(site),
        popular=""
        if listing.items
        else cards_html(site, shelf.listing(site, per_page=POPULAR, with_facets=False).items, now, key="popular"),
        hints=[(hint, with_query(site.to.search, [("q", hint)])) for hint in hints],
    )


def _listing(site: Site, asked: Asked, **where: str) -> Listing:
    """Return the list; raises Http404 for a page beyond its end."""
    listing = shelf.listing(site, **where, **narrowing.question(asked, site.currency))
    if asked.page > listing.pages:
        raise Http404
    return listing


def _list_page(
    request: HttpRequest,
    site: Site,
    now: datetime,
    asked: Asked,
    listing: Listing,
    *,
    heading: str,
    title: str,
    description: str,
    trail: list[tuple[str, str]],
    others: tuple[tuple[Alternate, ...], tuple[Switch, ...]],
    here: str,
    first: str,
    **context: Any,
) -> HttpResponse:
    around = _around(site, asked, listing, first)

    def head() -> Head:
        beyond = asked.plain and asked.page > 1
        addresses = [site.to.product(card.slug) for card in listing.items]
        data = [structured.breadcrumbs(site, trail, heading)]
        if asked.plain:
            data.append(structured.listing(site, heading, asked.path, listing.total, addresses))
        face = next((card.picture for card in listing.items if card.picture), None)
        return Head(
            title=_title(site, title, asked.page),
            description=description,
            canonical=site.absolute(asked.href(page=asked.page) if beyond else asked.path),
            alternates=() if beyond or not asked.plain else others[0],
            switches=others[1],
            robots="" if asked.plain else "noindex, follow",
            image=site.absolute(path) if face and (path := machine_url(face.asset_id)) else "",
            before=site.absolute(around.paging.before) if around.paging and around.paging.before else "",
            after=site.absolute(around.paging.after) if around.paging and around.paging.after else "",
            data=tuple(map(json_ld, data)),
            here=here,
        )

    def opening() -> SafeString:
        return part_html(site, "list_opening", heading=heading, trail=trail, last=heading, **context)

    return show(
        request,
        site,
        now,
        "storefront/list.html",
        site.keep(("list head", asked), head),
        opening=site.keep(("list opening", asked.path), opening),
        list=_shown(site, asked, around, listing, now),
    )


def _around(site: Site, asked: Asked, listing: Listing, first: str) -> Around:
    return site.keep(("list frame", asked), lambda: _made(site, asked, listing, first))


def _made(site: Site, asked: Asked, listing: Listing, first: str) -> Around:
    clear = asked.href(filters=(), sort="")
    chips = narrowing.chips_of(site, asked, listing)
    paging = narrowing.paging_of(asked, listing)
    controls = part_html(
        site,
        "controls",
        count=narrowing.count_of(listing),
        path=asked.path,
        clear=clear,
        filters=narrowing.filters_of(site, asked, listing) if listing.total > FEW or asked.filters else (),
        chips=chips,
        sortings=narrowing.sortings_of(asked, first) if listing.total > 1 else (),
        carried=tuple(_carried(asked)),
    )
    return Around(controls, paging, part_html(site, "paging", paging=paging), clear, chosen=bool(chips))


def _shown(site: Site, asked: Asked, around: Around, listing: Listing, now: datetime) -> Shown:
    cards = cards_html(site, listing.items, now, key=asked, eager=EAGER)
    return Shown(cards, around.controls, around.pages, around.clear, around.chosen)


def _carried(asked: Asked) -> Iterable[tuple[str, str]]:
    if asked.text:
        yield "q", asked.text
    if asked.sort:
        yield "sort", asked.sort


def _title(site: Site, title: str, page: int) -> str:
    if page > 1:
        title = _("%(title)s, page %(n)d") % {"title": title, "n": page}
    return f"{title} · {site.name}"
