"""Write many new products at once: a fixed number of queries for a batch, whatever its size."""

import re
from collections.abc import Iterable, Sequence

from storecrew.kernel.actions.run import Run
from storecrew.shop.catalogue.models import (
    Option,
    OptionValue,
    Picture,
    Price,
    PriceChange,
    Product,
    ProductStatus,
    ProductTag,
    RedirectKind,
    ReportedStock,
    Translation,
    TranslationOrigin,
    Variant,
    VariantValue,
)
from storecrew.shop.catalogue.slugs import free_slug, slug_of
from storecrew.shop.catalogue.texts import source_hash
from storecrew.shop.catalogue.transfer.difference import Difference, Rules, translated
from storecrew.shop.catalogue.transfer.draft import DraftStatus
from storecrew.shop.catalogue.transfer.placing import Places
from storecrew.shop.catalogue.transfer.stating import state_facts
from storecrew.shop.catalogue.transfer.wanted import WantedVariant
from storecrew.shop.catalogue.writing import addresses
from storecrew.shop.catalogue.writing.many import insert
from storecrew.shop.catalogue.writing.prices import refresh_ranges
from storecrew.shop.catalogue.writing.words import tag_key, tags_named

BATCH = 500


def create(run: Run, new: Sequence[Difference], *, source: str, rules: Rules) -> list[Product]:
    """Write the products of a batch that are new; returns them in order. The index is the caller's business."""
    if not new:
        return []
    products = _products(run, new, rules)
    pairs = list(zip(products, new, strict=True))
    pictures = _pictures(pairs)
    values = _options(pairs)
    variants = _variants(run, pairs, values, pictures, source, rules)
    _prices(run, variants)
    refresh_ranges(product.pk for product in products)
    _tags(pairs)
    state_facts([(product, difference.wanted.facts) for product, difference in pairs])
    Places(rules.language).put(
        [(product, difference.categories) for product, difference in pairs if difference.categories]
    )
    _texts(run, pairs)
    return products


def _products(run: Run, new: Sequence[Difference], rules: Rules) -> list[Product]:
    rows = []
    for slug, difference in zip(_free_slugs(new), new, strict=True):
        status = difference.status or DraftStatus.DRAFT
        on_sale = status == DraftStatus.ACTIVE
        rows.append(
            Product(
                slug=slug,
                **difference.wanted.fields,
                language=difference.wanted.draft.language or rules.language,
                status=ProductStatus(status),
                first_published_at=run.now if on_sale else None,
                published_at=run.now if on_sale else None,
                archived_at=run.now if status == DraftStatus.ARCHIVED else None,
                extras=dict(difference.wanted.draft.extras),
                created_at=run.now,
                updated_at=run.now,
            )
        )
    addresses.take(RedirectKind.PRODUCT, *(row.slug for row in rows))
    return Product.objects.bulk_create(rows, batch_size=BATCH)


def _free_slugs(new: Sequence[Difference]) -> list[str]:
    """Return an address for each product: its handle or title, numbered where it is taken."""
    wished = [slug_of(item.wanted.draft.handle or "") or slug_of(item.wanted.title) or "product" for item in new]
    taken = set(Product.objects.filter(slug__in=wished).values_list("slug", flat=True))
    given: set[str] = set()
    slugs = []
    for wish in wished:
        slug = wish
        if slug in taken or slug in given:
            slug = free_slug(Product.objects.all(), wish)
            number = 2
            while slug in given:
                slug, number = f"{wish}-{number}", number + 1
                if slug not in given and Product.objects.filter(slug=slug).exists():
                    given.add(slug)  # seen to be taken: do not ask again
        given.add(slug)
        slugs.append(slug)
    return slugs


def _pictures(pairs: Sequence[tuple[Product, Difference]]) -> dict[tuple[int, str], Picture]:
    rows = [
        Picture(product=product, position=position, alt=picture.alt, source_url=picture.source)
        for product, difference in pairs
        for position, picture in enumerate(difference.wanted.pictures, 1)
    ]
    rows = Picture.objects.bulk_create(rows, batch_size=BATCH)
    return {(row.product_id, row.source_url): row for row in rows}


def _options(pairs: Sequence[tuple[Product, Difference]]) -> dict[tuple[int, int, str], OptionValue]:
    """Write options and values; returns (product, place of the option, folded name) → value."""
    options = Option.objects.bulk_create(
        [
            Option(product=product, position=place + 1, code=code, name=name)
            for product, difference in pairs
            for place, (code, name) in enumerate(_coded(difference.wanted.options))
        ],
        batch_size=BATCH,
    )
    by_place = {(option.product_id, option.position - 1): option for option in options}
    rows: list[OptionValue] = []
    painted = {product.pk: difference.wanted.draft.swatches for product, difference in pairs}
    owners: list[tuple[int, int]] = []
    for product, difference in pairs:
        for place in range(len(difference.wanted.options)):
            names = first_of_each(variant.values[place] for variant in difference.wanted.variants)
            for position, (code, name) in enumerate(_coded(names), 1):
                option = by_place[product.pk, place]
                swatch = _swatch(painted[product.pk].get(option.name, {}).get(name, ""))
                rows.append(OptionValue(option=option, position=position, code=code, name=name, swatch=swatch))
                owners.append((product.pk, place))
    rows = OptionValue.objects.bulk_create(rows, batch_size=BATCH)
    return {(*owner, row.name.casefold()): row for owner, row in zip(owners, rows, strict=True)}


def _swatch(text: str) -> str:
    return text.lower() if re.fullmatch(r"#[0-9a-fA-F]{6}", text) else ""


def first_of_each(names: Iterable[str]) -> list[str]:
    """Return the names in order, of those that differ in case only the first."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(name.casefold(), name)
    return list(found.values())


def _coded(names: Sequence[str]) -> list[tuple[str, str]]:
    """Return names with codes for addresses, each once."""
    taken: set[str] = set()
    coded = []
    for name in names:
        wish = slug_of(name)[:60].strip("-") or "x"
        code, number = wish, 2
        while code in taken:
            code, number = f"{wish}-{number}", number + 1
        taken.add(code)
        coded.append((code, name))
    return coded


def _variants(
    run: Run,
    pairs: Sequence[tuple[Product, Difference]],
    values: dict[tuple[int, int, str], OptionValue],
    pictures: dict[tuple[int, str], Picture],
    source: str,
    rules: Rules,
) -> list[tuple[Variant, WantedVariant]]:
    rows, chosen = [], []
    for product, difference in pairs:
        for position, variant in enumerate(difference.wanted.variants, 1):
            row_values = [values[product.pk, place, name.casefold()] for place, name in enumerate(variant.values)]
            picture = pictures.get((product.pk, variant.picture)) if variant.picture else None
            rows.append(new_variant(product, variant, position, row_values, picture, rules))
            chosen.append((variant, row_values))
    rows = Variant.objects.bulk_create(rows, batch_size=BATCH)
    insert(
        VariantValue,
        ("variant_id", "option_id", "value_id"),
        (
            (row.pk, value.option_id, value.pk)
            for row, (_, row_values) in zip(rows, chosen, strict=True)
            for value in row_values
        ),
    )
    insert(
        ReportedStock,
        ("variant_id", "quantity", "tracked", "keep_selling", "source", "reported_at"),
        (
            (row.pk, variant.report.quantity, variant.report.tracked, variant.report.keep_selling, source, run.now)
            for row, (variant, _) in zip(rows, chosen, strict=True)
            if variant.report is not None
        ),
    )
    return [(row, variant) for row, (variant, _) in zip(rows, chosen, strict=True)]


def new_variant(
    product: Product,
    variant: WantedVariant,
    position: int,
    values: Sequence[OptionValue],
    picture: Picture | None,
    rules: Rules,
) -> Variant:
    """Return a variant, not saved yet."""
    columns = dict(variant.columns)
    if "cost_minor" in columns:
        columns["cost_currency"] = rules.currency
    return Variant(
        product=product,
        position=position,
        signature="/".join(str(value.pk) for value in values),
        picture=picture,
        extras=dict(variant.extras),
        **columns,
    )


def _prices(run: Run, variants: Sequence[tuple[Variant, WantedVariant]]) -> None:
    priced = [(row, price) for row, variant in variants for price in variant.prices]
    insert(
        Price,
        ("variant_id", "currency", "price_minor", "compare_at_minor"),
        ((row.pk, price.currency, price.price_minor, price.compare_at_minor) for row, price in priced),
    )
    insert(
        PriceChange,
        ("variant_id", "currency", "price_minor", "compare_at_minor", "since", "by", "cause"),
        (
            (row.pk, price.currency, price.price_minor, price.compare_at_minor, run.now, run.actor.ref, run.uid)
            for row, price in priced
        ),
    )


def _tags(pairs: Sequence[tuple[Product, Difference]]) -> None:
    tags = {
        tag.key: tag for tag in tags_named(name for _, difference in pairs for name in difference.wanted.tags or ())
    }
    rows = []
    for product, difference in pairs:
        keys = dict.fromkeys(tag_key(name) for name in difference.wanted.tags or ())
        rows += [ProductTag(product=product, tag=tags[key]) for key in keys if key]
    ProductTag.objects.bulk_create(rows, batch_size=BATCH)


def _texts(run: Run, pairs: Sequence[tuple[Product, Difference]]) -> None:
    rows = []
    for product, difference in pairs:
        for (language, name), text in translated(difference.wanted, product).items():
            rows.append(
                Translation(
                    object_type="product",
                    object_id=product.pk,
                    language=language,
                    field=name,
                    text=text,
                    source_hash=source_hash(getattr(product, name)),
                    origin=TranslationOrigin.IMPORT,
                    updated_at=run.now,
                )
            )
    Translation.objects.bulk_create(rows, batch_size=BATCH)
