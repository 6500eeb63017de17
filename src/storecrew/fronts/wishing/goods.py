"""Wishes as the list shows them: pictures, prices then and now, whether they can be had."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from storecrew.fronts.storefront import pictures
from storecrew.fronts.storefront.pictures import picture_html
from storecrew.fronts.storefront.site import Site
from storecrew.shop.wishes.types import WishView

SIZES = "(min-width:60em) 7rem, 5.5rem"
TONES = {"in_stock": "good", "few": "warn", "sold_out": "bad", "gone": "bad"}


@dataclass(frozen=True, slots=True)
class Row:
    """A wish as it is shown. `change` says how its price moved; `had` whether it can be had."""

    wish: WishView
    picture: SafeString
    href: str
    options: str
    change: str
    had: str
    tone: str

    @property
    def can_be_had(self) -> bool:
        """Return whether it can be put into the bag."""
        return self.wish.had in {"in_stock", "few"}


def rows_of(site: Site, items: Iterable[WishView]) -> tuple[Row, ...]:
    """Return the rows of a list; one query for its pictures."""
    wishes = tuple(items)
    pictures.load(one.picture.asset_id for one in wishes if one.picture)
    return tuple(
        Row(
            wish=one,
            picture=picture_html(one.picture, sizes=SIZES, decorative=True, most=400),
            href=site.to.product(one.slug, one.variant_id) if one.had != "gone" else "",
            options=pgettext("between items of a list", ", ").join(one.options),
            change=_change(one.cheaper),
            had=_had(one.had),
            tone=TONES[one.had],
        )
        for one in wishes
    )


def _change(cheaper: int | None) -> str:
    if not cheaper:
        return ""
    by = abs(cheaper)
    if cheaper > 0:
        said = ngettext("%(n)d %% cheaper since you saved it", "%(n)d %% cheaper since you saved it", by)
    else:
        said = ngettext("%(n)d %% dearer since you saved it", "%(n)d %% dearer since you saved it", by)
    return said % {"n": by}


def _had(state: str) -> str:
    return {
        "in_stock": pgettext("wish list", "In stock"),
        "few": _("Only a few left"),
        "sold_out": _("Sold out for now"),
        "gone": _("Not sold any more"),
    }[state]
