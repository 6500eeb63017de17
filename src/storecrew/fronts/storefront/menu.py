"""Where the console finds the storefront, and what its objects are called."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.fronts.storefront.design import SEATS
from storecrew.kernel.pages import links, menu, wording
from storecrew.kernel.pages.types import Link, MenuItem
from storecrew.kernel.pages.wording import Word

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
wording.register(
    "storefront",
    {
        "look": Word(
            gettext_lazy("Look"),
            values={"quiet": gettext_lazy("Quiet"), "market": gettext_lazy("Market"), "night": gettext_lazy("Night")},
        ),
        "tokens": gettext_lazy("Own colours and corners"),
        "about": gettext_lazy("About the store"),
        "address": gettext_lazy("Address"),
        "company": gettext_lazy("Company"),
        "currencies": gettext_lazy("Currencies"),
        "email": gettext_lazy("E-mail"),
        "hours": gettext_lazy("Hours"),
        "mark_id": gettext_lazy("Mark"),
        "notice": gettext_lazy("Line at the top"),
        "return_days": gettext_lazy("Days to send back"),
        "search_hints": gettext_lazy("Suggested searches"),
        "shipping": gettext_lazy("Shipping"),
        "small_print": gettext_lazy("Small print"),
        "tagline": gettext_lazy("One line about the store"),
    },
)
wording.register("home_section", {"content": gettext_lazy("Content")})
wording.register("storefront_menu", {"groups": gettext_lazy("Links")})
wording.register("page", {"texts": gettext_lazy("Texts")})
