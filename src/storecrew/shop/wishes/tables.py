"""The list of what is waited for, with what is there and what is coming."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.pages import links
from storecrew.kernel.pages.tables import Column, Empty, Kind, Table
from storecrew.shop.catalogue.types import Face
from storecrew.shop.stock.types import Availability
from storecrew.shop.wishes.types import Waiting


@dataclass(frozen=True, slots=True)
class Awaited:
    """A variant that people wait for."""

    waiting: Waiting
    face: Face | None
    there: Availability | None
    wished: int

    @property
    def pk(self) -> int:
        """Return what the table knows the row by."""
        return self.waiting.variant_id

    @property
    def name(self) -> str:
        """Return the product with what was chosen of it."""
        if self.face is None:
            return f"#{self.waiting.variant_id}"
        return f"{self.face.title} ({', '.join(self.face.options)})" if self.face.options else self.face.title

    @property
    def count(self) -> int:
        """Return how many wait."""
        return self.waiting.count

    @property
    def since(self) -> datetime:
        """Return since when the first of them waits."""
        return self.waiting.since


def _url(row: Awaited) -> str:
    try:
        found = links.link(f"product:{row.face.product_id}") if row.face else None
    except NoReverseMatch:
        return ""
    return found.url if found else ""


AWAITED = Table(
    name="wishes.awaited",
    label=_("Waited for"),
    sort="-count",
    columns=[
        Column(
            "variant",
            pgettext_lazy("goods", "Article"),
            lambda row: row.name,
            link=_url,
            sub=lambda row: row.face.sku if row.face else "",
        ),
        Column("count", _("People who wait"), lambda row: row.count, kind=Kind.NUMBER, sort="count"),
        Column("since", _("Since"), lambda row: row.since, kind=Kind.MOMENT, sort="since"),
        Column("sellable", _("Can be had"), lambda row: row.there.sellable if row.there else None, kind=Kind.NUMBER),
        Column("incoming", _("Coming in"), lambda row: row.there.incoming if row.there else None, kind=Kind.NUMBER),
        Column("wished", _("On wish lists"), lambda row: row.wished, kind=Kind.NUMBER),
        Column("told", _("Told in 30 days"), lambda row: row.waiting.told, kind=Kind.NUMBER),
    ],
    empty=Empty(
        _("Nobody waits for anything"),
        _("When something is sold out, its page offers to write once it is back. Who asks for that stands here."),
        "",
        "",
    ),
)
