"""Products as lists show them: cards, in a fixed number of queries whatever their number."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Count

from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue.models import OptionValue, Picture, PriceRange, Product, Variant
from storecrew.shop.catalogue.texts import Translated
from storecrew.shop.catalogue.types import Card, Shot, Value


def cards_of(products: Sequence[Product], *, language: str, currency: str) -> tuple[Card, ...]:
    """Return cards in the order of `products`; six queries."""
    ids = [product.pk for product in products]
    pictures = first_pictures(ids)
    swatches = _swatches(ids)
    words = Translated(language).load(
        {
            "product": ids,
            "picture": [picture.pk for picture in pictures.values()],
            "option_value": [value.pk for values in swatches.values() for value in values],
        }
    )
    spans = {row.product_id: row for row in PriceRange.objects.filter(product__in=ids, currency=currency)}
    variants = dict(
        Variant.objects.filter(product__in=ids, retired_at=None)
        .values("product_id")
        .annotate(n=Count("pk"))
        .values_list("product_id", "n")
    )
    return tuple(
        _card(product, words, pictures.get(product.pk), spans.get(product.pk), swatches, variants)
        for product in products
    )


def first_pictures(product_ids: Iterable[int]) -> dict[int, Picture]:
    """Return the picture that stands for each product; one query."""
    found: dict[int, Picture] = {}
    for picture in Picture.objects.filter(product__in=list(product_ids)).order_by("product_id", "position", "pk"):
        found.setdefault(picture.product_id, picture)
    return found


def shot(picture: Picture, words: Translated) -> Shot:
    """Return a picture in the language of `words`."""
    return Shot(
        picture_id=picture.pk,
        asset_id=picture.asset_id,
        alt=words.text("picture", picture.pk, "alt", picture.alt),
        source_url=picture.source_url,
    )


def _swatches(ids: Sequence[int]) -> dict[int, list[OptionValue]]:
    found: dict[int, list[OptionValue]] = defaultdict(list)
    rows = OptionValue.objects.filter(option__product__in=ids).exclude(swatch="").select_related("option")
    for value in rows.order_by("option__position", "position", "pk"):
        found[value.option.product_id].append(value)
    return found


def _card(
    product: Product,
    words: Translated,
    picture: Picture | None,
    span: PriceRange | None,
    swatches: dict[int, list[OptionValue]],
    variants: dict[int, int],
) -> Card:
    translated = words.has("product", product.pk, "title")
    return Card(
        product_id=product.pk,
        slug=product.slug,
        title=words.text("product", product.pk, "title", product.title),
        language=words.language if translated else product.language,
        brand=product.brand,
        picture=shot(picture, words) if picture else None,
        low=Money(span.low_minor, span.currency) if span else None,
        high=Money(span.high_minor, span.currency) if span else None,
        reduced=span.reduced if span else False,
        swatches=tuple(
            Value(code=value.code, name=words.text("option_value", value.pk, "name", value.name), swatch=value.swatch)
            for value in swatches.get(product.pk, ())
        ),
        variants=variants.get(product.pk, 0),
        published_at=product.published_at,
    )
