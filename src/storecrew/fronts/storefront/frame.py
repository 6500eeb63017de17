"""What stands around every page, rendered once per site and menu entry."""

from dataclasses import dataclass

from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString

from storecrew.fronts.storefront import shelf, slots
from storecrew.fronts.storefront.looks import overrides
from storecrew.fronts.storefront.models import Menu
from storecrew.fronts.storefront.site import Site
from storecrew.fronts.storefront.types import LinkGroup

TOOLS = "‹tools›"


@dataclass(frozen=True, slots=True)
class Around:
    """The unchanging parts of a page. What rooms add to the tools goes between the two halves of the top."""

    links: SafeString
    top_before: SafeString
    top_after: SafeString
    foot: SafeString


def around(site: Site, here: str) -> Around:
    """Return what stands around a page; `here` is the link target that the top menu marks as current."""
    kept: Around | None = site.around.get(here)
    if kept is None:
        kept = site.around[here] = _render(site, here)
    return kept


def stylesheet(site: Site) -> str:
    """Return the store's own rules over its look; empty without any."""
    return overrides(site.tokens)


def departments(site: Site) -> list[tuple[str, str]]:
    """Return name and path of the main categories: where to go when nothing was found."""
    return [(branch.name, site.to.category(branch.path)) for branch in shelf.roots(site)]


def _render(site: Site, here: str) -> Around:
    top, foot = _menus()
    entries = [(site.say(link.label), site.to.of(link.target), link.target) for group in top for link in group.links]
    if not entries:
        entries = [
            (branch.name, site.to.category(branch.path), f"category:{branch.path}") for branch in shelf.roots(site)
        ]
    hints = site.frame.search_hints.get(site.language, ())
    head = _html("top", site=site, links=entries, here=here, hint=", ".join(hints[:3]))
    before, _, after = head.partition(TOOLS)
    groups = [
        (site.say(group.heading), [(site.say(link.label), site.to.of(link.target)) for link in group.links])
        for group in foot
    ]
    overlay = f"{reverse('storefront:overlay')}?{site.stamp}" if site.tokens else ""
    return Around(
        links=_html("links", site=site, overlay=overlay),
        top_before=SafeString(before),
        top_after=SafeString(after),
        foot=_html("foot", site=site, groups=groups, more=slots.foot_links(site)),
    )


def _menus() -> tuple[tuple[LinkGroup, ...], tuple[LinkGroup, ...]]:
    menus = {menu.place: tuple(LinkGroup.model_validate(group) for group in menu.groups) for menu in Menu.objects.all()}
    return menus.get("top", ()), menus.get("foot", ())


def _html(part: str, **context: object) -> SafeString:
    return SafeString(get_template(f"storefront/parts/{part}.html").render(context).strip())
