"""Sitemaps by sitemaps.org 0.9, with language alternates and Google's image extension.

One index; one map for home, categories, collections and pages; maps of products by ranges of their ids, so that a map of a
store with 100,000 products costs the same as any other and its address keeps its contents. Answers are streamed.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from storecrew.fronts.storefront import shelf
from storecrew.fronts.storefront.head import other_languages
from storecrew.fronts.storefront.models import Page
from storecrew.fronts.storefront.pictures import machine_url
from storecrew.fronts.storefront.site import NotEstablished, Site, addresses_in, site_at

PRODUCTS_A_MAP = 5000
"""Times the store's languages this stays below the 50,000 addresses a map may have, for up to ten languages."""
IMAGES = 5
HOUR = 3600
XML = "application/xml; charset=utf-8"
HEADER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">\n'
)


@require_safe
@cache_control(public=True, max_age=HOUR)
def index(request: HttpRequest) -> HttpResponse:
    """List the maps."""
    site = _site()
    parts = [
        "pages-1",
        *(f"products-{number}" for number in range(1, shelf.highest_product_id() // PRODUCTS_A_MAP + 2)),
    ]
    rows = "".join(
        f"<sitemap><loc>{escape(site.absolute(f'/sitemaps/{part}.xml'))}</loc></sitemap>\n" for part in parts
    )
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</sitemapindex>\n'
    return HttpResponse(body, content_type=XML)


@require_safe
@cache_control(public=True, max_age=HOUR)
def part(request: HttpRequest, kind: str, number: int) -> StreamingHttpResponse:
    """Stream one map."""
    site = _site()
    if kind == "pages" and number == 1:
        entries = _pages(site)
    elif kind == "products" and 1 <= number <= shelf.highest_product_id() // PRODUCTS_A_MAP + 1:
        entries = _products(site, number)
    else:
        raise Http404
    return StreamingHttpResponse(_document(entries), content_type=XML)


def _site() -> Site:
    try:
        return site_at("")
    except NotEstablished as error:
        raise Http404 from error


def _document(entries: Iterable[str]) -> Iterator[str]:
    yield HEADER
    yield from entries
    yield "</urlset>\n"


def _pages(site: Site) -> Iterator[str]:
    yield from _entry(site, lambda to: to.home, site.profile.languages)
    for branch in shelf.branches(site):
        languages = shelf.category(site, branch.path).languages
        yield from _entry(site, lambda to, path=branch.path: to.category(path), languages)
    for collection in shelf.collections(site):
        yield from _entry(site, lambda to, slug=collection.slug: to.collection(slug), collection.languages)
    for page in Page.objects.filter(shown=True):
        yield from _entry(site, lambda to, slug=page.slug: to.page(slug), page.texts, changed_at=page.changed_at)


def _products(site: Site, number: int) -> Iterator[str]:
    first, last = (number - 1) * PRODUCTS_A_MAP, number * PRODUCTS_A_MAP
    for batch in shelf.products(site, after=first):
        for product in batch:
            if product.product_id > last:
                return
            images = [site.absolute(path) for shot in product.pictures[:IMAGES] if (path := machine_url(shot.asset_id))]
            yield from _entry(
                site,
                lambda to, slug=product.slug: to.product(slug),
                product.languages,
                changed_at=product.updated_at,
                images=images,
            )


def _entry(
    site: Site,
    address: Callable[..., str],
    languages: Iterable[str],
    *,
    changed_at: datetime | None = None,
    images: Iterable[str] = (),
) -> Iterator[str]:
    """Yield one <url> for each language the thing exists in, each naming all of them and itself."""
    existing = [language for language in site.profile.languages if language in set(languages)]
    alternates, _ = other_languages(site, address, existing)
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{one.tag}" href={quoteattr(one.href)}/>' for one in alternates
    )
    pictures = "".join(f"<image:image><image:loc>{escape(image)}</image:loc></image:image>" for image in images)
    changed = f"<lastmod>{changed_at.isoformat(timespec='seconds')}</lastmod>" if changed_at else ""
    for language in existing:
        path = address(addresses_in(language, site.profile))
        yield f"<url><loc>{escape(site.absolute(path))}</loc>{changed}{links}{pictures}</url>\n"
