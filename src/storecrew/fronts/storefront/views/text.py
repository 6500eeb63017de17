"""Texts of the store."""

from datetime import datetime
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from storecrew.fronts.storefront import structured
from storecrew.fronts.storefront.head import Head, json_ld, other_languages
from storecrew.fronts.storefront.models import Page
from storecrew.fronts.storefront.page import show, store_page
from storecrew.fronts.storefront.prose import plain, render
from storecrew.fronts.storefront.site import Site


@store_page
def text(request: HttpRequest, site: Site, now: datetime, slug: str) -> HttpResponse:
    """Show a page in this language; one that is not written in it is a 404, so that no address mixes languages."""
    page = Page.objects.filter(slug=slug, shown=True).first()
    words = page.texts.get(site.language) if page else None
    if page is None or words is None:
        raise Http404
    alternates, switches = other_languages(site, lambda to: to.page(slug), languages=page.texts)
    body = _html(words["body"])
    head = Head(
        title=f"{words['title']} · {site.name}",
        description=words["description"] or plain(body, 150),
        canonical=site.absolute(site.to.page(slug)),
        alternates=alternates,
        switches=switches,
        kind="article",
        data=(json_ld(structured.breadcrumbs(site, (), words["title"])),),
        here=f"page:{slug}",
    )
    return show(
        request,
        site,
        now,
        "storefront/text.html",
        head,
        trail=(),
        last=words["title"],
        heading=words["title"],
        lead=words["description"],
        body=SafeString(body),
    )


@lru_cache(maxsize=256)
def _html(body: str) -> str:
    return render(body)
