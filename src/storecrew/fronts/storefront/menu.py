"""Where the console finds the storefront, and what its objects are called."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.fronts.storefront.design import SEATS
from storecrew.kernel.pages import links, menu
from storecrew.kernel.pages.types import Link, MenuItem

menu.register(
    MenuItem(
        room="storefront",
        label=gettext_lazy("Storefront"),
        icon="globe",
        url_name="storefront_crew:index",
        seats=SEATS,
        order=30,
    )
)


def _page(slug: str) -> Link:
    return Link(name=_("Page “%(slug)s”") % {"slug": slug}, url=reverse("storefront_crew:page", args=[slug]))


def _design(_id: str) -> Link:
    return Link(name=_("Storefront"), url=reverse("storefront_crew:index"))


links.register("storefront", _design)
links.register("home_section", _design)
links.register("storefront_menu", _design)
links.register("page", _page)
