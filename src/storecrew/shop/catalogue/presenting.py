"""What the product's page shows beside its forms: pictures, the search result, languages, the price over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.media import reads as media
from storecrew.kernel.media.types import Picture as Asset
from storecrew.kernel.money.currencies import minor_digits
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import formats
from storecrew.kernel.pages.charts import Line, Series
from storecrew.kernel.store.reads import current
from storecrew.shop.catalogue import markup, texts
from storecrew.shop.catalogue.models import Picture, PriceChange, Product, Translation, Variant
from storecrew.shop.catalogue.originals import originals_of
from storecrew.shop.catalogue.parts import parts_of

STEPS = 60
"""Changes that the chart of prices shows at most."""


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture of the product with its stored file, None while it is still to be fetched."""

    row: Picture
    asset: Asset | None
    variants: int
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What a search engine may show."""

    title: str
    address: str
    text: str
    title_length: int
    text_length: int


@dataclass(frozen=True, slots=True)
class LanguageState:
    """How far a product is translated into a language."""

    language: str
    texts: int
    missing: int
    behind: int


def shots(product: Product) -> list[ShownPicture]:
    """Return the pictures of a product with their files; three queries."""
    rows = list(Picture.objects.filter(product=product).order_by("position", "pk"))
    assets = media.pictures(row.asset_id for row in rows if row.asset_id)
    counts: dict[int, int] = {}
    for number in Variant.objects.filter(product=product, retired_at=None).values_list("picture_id", flat=True):
        if number is not None:
            counts[number] = counts.get(number, 0) + 1
    return [
        ShownPicture(row, assets.get(row.asset_id or 0), counts.get(row.pk, 0), place == 0, place == len(rows) - 1)
        for place, row in enumerate(rows)
    ]


def seo_preview(product: Product) -> Preview:
    """Return title and description as a search engine would cut them."""
    title = product.seo_title or product.title
    text = product.seo_description or markup.plain(product.description)
    return Preview(
        title=_cut(title, 60),
        address=f"› {product.slug}",
        text=_cut(text, 160),
        title_length=_width(title),
        text_length=_width(text),
    )


def language_lag(product: Product) -> list[LanguageState]:
    """Return for each further language of the store what is missing and what is behind; a few queries."""
    store = current()
    wanted = [language for language in (store.languages if store else ()) if language != product.language]
    if not wanted:
        return []
    originals = originals_of(parts_of(product))
    keys = {
        (kind, number, name) for (kind, number), one in originals.items() for name, text in one.texts.items() if text
    }
    states = []
    for language in wanted:
        rows = Translation.objects.none()
        for kind in texts.FIELDS:
            ids = [number for other, number in originals if other == kind]
            if ids:
                rows = rows | Translation.objects.filter(object_type=kind, object_id__in=ids, language=language)
        found = {
            (kind, number, name): behind
            for kind, number, name, behind in rows.values_list("object_type", "object_id", "field", "behind")
        }
        missing = len(keys - set(found))
        states.append(LanguageState(language, len(keys), missing, sum(found.values())))
    return states


def price_chart(product: Product, currency: str, now: datetime) -> Line | None:
    """Return the price of the cheapest variant from its first day to `now`; None while it never changed."""
    cheapest = (
        Variant.objects.filter(product=product, retired_at=None, prices__currency=currency)
        .order_by("prices__price_minor", "position", "pk")
        .first()
    )
    if cheapest is None:
        return None
    rows = PriceChange.objects.filter(variant=cheapest, currency=currency).order_by("-since", "-pk")[:STEPS]
    changes = [(row.since, row.price_minor) for row in reversed(rows)]
    if len({price for _since, price in changes}) < 2:
        return None
    factor = 10 ** minor_digits(currency)
    moments = _days(changes[0][0], now)
    prices = [price for _since, price in changes if price is not None]
    low, high = (format_money(Money(edge, currency)) for edge in (min(prices), max(prices)))
    times = len(changes) - 1
    say = ngettext(
        "The price changed %(n)d time, between %(low)s and %(high)s.",
        "The price changed %(n)d times, between %(low)s and %(high)s.",
        times,
    ) % {"n": times, "low": low, "high": high}
    return Line(
        title=_("Price of %(sku)s") % {"sku": cheapest.sku or product.title},
        say=say,
        labels=[formats.day(moment) for moment in moments],
        series=[Series(currency, [None if price is None else price / factor for price in _held(changes, moments)])],
        unit=currency,
        height=120,
    )


def _days(first: datetime, now: datetime) -> list[datetime]:
    """Return evenly spaced moments from the first day to now, at most `STEPS` and a few."""
    step = timedelta(days=max(1, (now - first).days // STEPS))
    moments = [first]
    while moments[-1] + step < now:
        moments.append(moments[-1] + step)
    return [*moments, now]


def _held(changes: Sequence[tuple[datetime, int | None]], moments: Sequence[datetime]) -> list[int | None]:
    """Return the price that held at each moment: a price stays what it is until it is changed."""
    held, left = [], list(changes)
    price: int | None = None
    for moment in moments:
        while left and left[0][0] <= moment:
            price = left.pop(0)[1]
        held.append(price)
    return held


def _cut(text: str, width: int) -> str:
    """Cut a text at a width of Latin letters; a Han sign is as wide as two."""
    taken: list[str] = []
    used = 0
    for sign in text:
        used += 2 if ord(sign) >= 0x2E80 else 1
        if used > width:
            return "".join(taken).rstrip() + " …"
        taken.append(sign)
    return text


def _width(text: str) -> int:
    return sum(2 if ord(sign) >= 0x2E80 else 1 for sign in text)
