"""Put pages of products together: many at once, in about a dozen queries however many products and variants."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from storecrew.shop.catalogue.models import (
    AttributeValue,
    Category,
    Option,
    OptionValue,
    Picture,
    Placement,
    Product,
    ProductTag,
    ReportedStock,
    Variant,
    VariantValue,
)
from storecrew.shop.catalogue.reads.cards import shot
from storecrew.shop.catalogue.reads.pricing import price_views
from storecrew.shop.catalogue.texts import Translated, languages_of
from storecrew.shop.catalogue.types import (
    Crumb,
    Fact,
    OptionView,
    PriceView,
    ProductPage,
    ReportedView,
    Value,
    VariantView,
    Word,
)
from storecrew.shop.catalogue.writing.options import Choice


def pages_of(products: Sequence[Product], *, language: str, currency: str) -> list[ProductPage]:
    """Return the pages of products in a language and a currency, in their order."""
    parts = _Parts([product.pk for product in products])
    words = Translated(language).load(parts.translatable())
    prices = price_views([row.pk for rows in parts.variants.values() for row in rows], currency)
    languages = languages_of("product", parts.ids, "title")
    return [_page(product, parts, words, prices, languages[product.pk]) for product in products]


class _Parts:
    """Rows of many products, each kind loaded with one query."""

    def __init__(self, ids: list[int]) -> None:
        self.ids = ids
        self.choices = self._choices()
        self.variants: dict[int, list[Variant]] = defaultdict(list)
        for row in Variant.objects.filter(product__in=ids, retired_at=None).order_by("position", "pk"):
            self.variants[row.product_id].append(row)
        self.pictures: dict[int, list[Picture]] = defaultdict(list)
        for picture in Picture.objects.filter(product__in=ids).order_by("position", "pk"):
            self.pictures[picture.product_id].append(picture)
        self.facts: dict[int, list[AttributeValue]] = defaultdict(list)
        facts = AttributeValue.objects.filter(product__in=ids, attribute__shown=True).select_related("attribute")
        for fact in facts.order_by("attribute__position", "attribute_id", "position"):
            self.facts[fact.product_id].append(fact)
        self.tags: dict[int, list[ProductTag]] = defaultdict(list)
        for link in ProductTag.objects.filter(product__in=ids).select_related("tag").order_by("tag__key"):
            self.tags[link.product_id].append(link)

    @cached_property
    def chosen(self) -> dict[int, dict[int, int]]:
        """Variant → option → value."""
        found: dict[int, dict[int, int]] = defaultdict(dict)
        links = VariantValue.objects.filter(variant__product__in=self.ids, variant__retired_at=None)
        for variant_id, option_id, value_id in links.values_list("variant_id", "option_id", "value_id"):
            found[variant_id][option_id] = value_id
        return found

    @cached_property
    def reports(self) -> dict[int, ReportedStock]:
        """What imports said of stock, by variant."""
        rows = ReportedStock.objects.filter(variant__product__in=self.ids)
        return {row.variant_id: row for row in rows}

    @cached_property
    def ways(self) -> dict[int, list[Category]]:
        """The categories from the root to each product's main one."""
        main: dict[int, str] = {}
        placements = Placement.objects.filter(product__in=self.ids).order_by("-main", "pk")
        for product_id, path in placements.values_list("product_id", "category__path"):
            main.setdefault(product_id, path)
        wanted = {number: _prefixes(path) for number, path in main.items()}
        every = {path for paths in wanted.values() for path in paths}
        rows = {row.path: row for row in Category.objects.filter(path__in=every, hidden=False)} if every else {}
        return {number: [rows[path] for path in paths if path in rows] for number, paths in wanted.items()}

    def translatable(self) -> dict[str, Iterable[int]]:
        """Return the ids of everything that has texts, by type."""
        choices = [choice for row in self.choices.values() for choice in row]
        facts = [fact for row in self.facts.values() for fact in row]
        return {
            "product": self.ids,
            "option": [choice.option.pk for choice in choices],
            "option_value": [value.pk for choice in choices for value in choice.values],
            "picture": [picture.pk for row in self.pictures.values() for picture in row],
            "attribute": {fact.attribute_id for fact in facts},
            "attribute_value": [fact.pk for fact in facts],
            "tag": {link.tag_id for row in self.tags.values() for link in row},
            "category": {category.pk for way in self.ways.values() for category in way},
        }

    def _choices(self) -> dict[int, list[Choice]]:
        options = list(Option.objects.filter(product__in=self.ids).order_by("position"))
        values: dict[int, list[OptionValue]] = defaultdict(list)
        for value in OptionValue.objects.filter(option__in=[option.pk for option in options]).order_by(
            "position", "pk"
        ):
            values[value.option_id].append(value)
        found: dict[int, list[Choice]] = defaultdict(list)
        for option in options:
            found[option.product_id].append(Choice(option, tuple(values[option.pk])))
        return found


def _page(
    product: Product,
    parts: _Parts,
    words: Translated,
    prices: Mapping[int, PriceView],
    languages: set[str],
) -> ProductPage:
    def own(field: str) -> str:
        return words.text("product", product.pk, field, getattr(product, field))

    number, choices = product.pk, parts.choices[product.pk]
    return ProductPage(
        product_id=number,
        slug=product.slug,
        title=own("title"),
        description=own("description"),
        language=words.language if words.has("product", number, "title") else product.language,
        languages=tuple(sorted({product.language} | languages)),
        brand=product.brand,
        product_type=own("product_type"),
        taxonomy=product.taxonomy,
        seo_title=own("seo_title"),
        seo_description=own("seo_description"),
        crumbs=tuple(_crumb(category, words) for category in parts.ways.get(number, ())),
        options=tuple(_option(choice, words) for choice in choices),
        variants=tuple(_variant(row, product, parts, words, prices.get(row.pk)) for row in parts.variants[number]),
        pictures=tuple(shot(picture, words) for picture in parts.pictures[number]),
        facts=tuple(_fact(fact, words) for fact in parts.facts[number]),
        tags=tuple(
            Word(key=link.tag.key, name=words.text("tag", link.tag_id, "name", link.tag.name))
            for link in parts.tags[number]
        ),
        status=product.status,
        published_at=product.published_at,
        updated_at=product.updated_at,
        version=product.version,
    )


def _variant(row: Variant, product: Product, parts: _Parts, words: Translated, price: PriceView | None) -> VariantView:
    chosen, report = parts.chosen[row.pk], parts.reports.get(row.pk)
    values = [
        (choice.option.code, value)
        for choice in parts.choices[product.pk]
        for value in choice.values
        if value.pk == chosen.get(choice.option.pk)
    ]
    return VariantView(
        variant_id=row.pk,
        sku=row.sku,
        barcode=row.barcode,
        barcode_state=row.barcode_state,
        title=" / ".join(words.text("option_value", value.pk, "name", value.name) for _code, value in values),
        values={code: value.code for code, value in values},
        price=price,
        picture_id=row.picture_id,
        weight_g=row.weight_g,
        weight_unit=row.weight_unit,
        size_mm=(row.length_mm, row.width_mm, row.height_mm),
        requires_shipping=row.requires_shipping,
        taxable=row.taxable,
        hs_code=row.hs_code or product.hs_code,
        origin=row.origin or product.origin,
        reported=_reported(report) if report else None,
    )


def _reported(report: ReportedStock) -> ReportedView:
    return ReportedView(
        quantity=report.quantity,
        tracked=report.tracked,
        keep_selling=report.keep_selling,
        source=report.source,
        reported_at=report.reported_at,
    )


def _option(choice: Choice, words: Translated) -> OptionView:
    return OptionView(
        code=choice.option.code,
        name=words.text("option", choice.option.pk, "name", choice.option.name),
        values=tuple(
            Value(code=value.code, name=words.text("option_value", value.pk, "name", value.name), swatch=value.swatch)
            for value in choice.values
        ),
    )


def _fact(fact: AttributeValue, words: Translated) -> Fact:
    return Fact(
        code=fact.attribute.code,
        name=words.text("attribute", fact.attribute_id, "name", fact.attribute.name),
        text=words.text("attribute_value", fact.pk, "text", fact.text),
        unit=fact.attribute.unit,
    )


def _crumb(category: Category, words: Translated) -> Crumb:
    name = words.text("category", category.pk, "name", category.name)
    return Crumb(category_id=category.pk, path=category.path, name=name)


def _prefixes(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:length]) for length in range(1, len(parts) + 1)]
