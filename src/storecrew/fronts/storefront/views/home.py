"""The home page."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from storecrew.fronts.storefront import slots, structured
from storecrew.fronts.storefront.head import Head, json_ld, other_languages
from storecrew.fronts.storefront.models import Section
from storecrew.fronts.storefront.page import show, store_page
from storecrew.fronts.storefront.pictures import machine_url
from storecrew.fronts.storefront.sections import content_of, render
from storecrew.fronts.storefront.site import Site
from storecrew.fronts.storefront.types import Hero


@store_page
def home(request: HttpRequest, site: Site, now: datetime) -> HttpResponse:
    """Show the home page."""
    return home_in(request, site, now)


def home_in(request: HttpRequest, site: Site, now: datetime) -> HttpResponse:
    """Return the home page: the parts that the store put together."""
    parts = [content_of(section) for section in Section.objects.filter(shown=True)]
    hero = next((part for part in parts[:1] if isinstance(part, Hero)), None)
    rest = parts[1:] if hero else parts
    alternates, switches = other_languages(site, lambda to: to.home)
    image = hero.wide or hero.tall if hero else None
    head = Head(
        title=f"{site.name} · {site.tagline}" if site.tagline else site.name,
        description=site.say(site.frame.about) or site.tagline,
        canonical=site.absolute(site.to.home),
        alternates=alternates,
        switches=switches,
        image=site.absolute(path) if image and (path := machine_url(image.asset_id)) else "",
        data=tuple(json_ld(node) for node in structured.store(site)),
        here="home",
    )
    return show(
        request,
        site,
        now,
        "storefront/home.html",
        head,
        hero=render(site, hero, now, "top") if hero else "",
        sections=SafeString("".join(render(site, part, now, f"part{at}") for at, part in enumerate(rest, start=1))),
        end=slots.filled("home.end", slots.Place(request, site, now)),
    )
