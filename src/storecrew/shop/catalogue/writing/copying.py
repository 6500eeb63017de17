"""Copy a product, and forget the translations of one that goes."""

from collections.abc import Mapping

from storecrew.kernel.actions.run import Run
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue import texts
from storecrew.shop.catalogue.drafts import (
    FactDraft,
    OptionDraft,
    PictureDraft,
    PriceDraft,
    ProductDraft,
    ValueDraft,
    VariantDraft,
)
from storecrew.shop.catalogue.models import (
    AttributeValue,
    Option,
    OptionValue,
    Picture,
    Placement,
    Price,
    Product,
    ProductTag,
    Translation,
    Variant,
    VariantValue,
    WeightUnit,
)
from storecrew.shop.catalogue.search import index
from storecrew.shop.catalogue.writing.options import Choice, choices_of
from storecrew.shop.catalogue.writing.products import create_product


def copy_product(run: Run, original: Product, title: str) -> Product:
    """Write a draft with everything of `original` but SKUs, barcodes, stock and address."""
    copy = create_product(run, _draft(original, title), reindex=False)
    _copy_texts(original, copy)
    index.refresh([copy.pk])
    return copy


def forget_texts(product: Product) -> None:
    """Delete the translations of a product and of its parts: they point at it by number only."""
    for kind, ids in _parts(product).items():
        texts.forget(kind, ids)


def _draft(original: Product, title: str) -> ProductDraft:
    choices = choices_of(original)
    pictures = list(Picture.objects.filter(product=original).order_by("position", "pk"))
    placements = (
        Placement.objects.filter(product=original).order_by("-main", "pk").values_list("category_id", flat=True)
    )
    facts = (
        AttributeValue.objects.filter(product=original).select_related("attribute").order_by("attribute_id", "position")
    )
    return ProductDraft(
        title=title,
        description=original.description,
        language=original.language,
        brand=original.brand,
        product_type=original.product_type,
        taxonomy=original.taxonomy,
        seo_title=original.seo_title,
        seo_description=original.seo_description,
        hs_code=original.hs_code,
        origin=original.origin,
        extras=original.extras,
        tags=tuple(ProductTag.objects.filter(product=original).order_by("pk").values_list("tag__name", flat=True)),
        categories=tuple(placements),
        facts=tuple(FactDraft(code=fact.attribute.code, text=fact.text) for fact in facts),
        options=tuple(_option(choice) for choice in choices),
        variants=_variants(original, choices, {picture.pk: place for place, picture in enumerate(pictures, 1)}),
        pictures=tuple(
            PictureDraft(asset_id=picture.asset_id, source_url=picture.source_url, alt=picture.alt)
            for picture in pictures
        ),
    )


def _option(choice: Choice) -> OptionDraft:
    values = tuple(ValueDraft(name=value.name, code=value.code, swatch=value.swatch) for value in choice.values)
    return OptionDraft(name=choice.option.name, code=choice.option.code, values=values)


def _variants(original: Product, choices: list[Choice], places: Mapping[int, int]) -> tuple[VariantDraft, ...]:
    rows = list(Variant.objects.filter(product=original, retired_at=None).order_by("position", "pk"))
    codes: dict[int, dict[int, str]] = {}
    for link in VariantValue.objects.filter(variant__in=rows).select_related("value"):
        codes.setdefault(link.variant_id, {})[link.option_id] = link.value.code
    prices: dict[int, list[PriceDraft]] = {}
    for price in Price.objects.filter(variant__in=rows).order_by("currency"):
        prices.setdefault(price.variant_id, []).append(
            PriceDraft(currency=price.currency, price_minor=price.price_minor, compare_at_minor=price.compare_at_minor)
        )
    return tuple(
        VariantDraft(
            values=tuple(codes[row.pk][choice.option.pk] for choice in choices),
            prices=tuple(prices.get(row.pk, ())),
            cost=Money(row.cost_minor, row.cost_currency) if row.cost_minor is not None else None,
            weight_g=row.weight_g,
            weight_unit=WeightUnit(row.weight_unit),
            length_mm=row.length_mm,
            width_mm=row.width_mm,
            height_mm=row.height_mm,
            requires_shipping=row.requires_shipping,
            taxable=row.taxable,
            tax_code=row.tax_code,
            hs_code=row.hs_code,
            origin=row.origin,
            picture=places.get(row.picture_id or 0),
            extras=row.extras,
        )
        for row in rows
    )


def _parts(product: Product) -> dict[str, list[int]]:
    """Return the ids of a product and its parts in a fixed order, by the type that translations know."""
    return {
        "product": [product.pk],
        "option": list(Option.objects.filter(product=product).order_by("position").values_list("pk", flat=True)),
        "option_value": list(
            OptionValue.objects.filter(option__product=product)
            .order_by("option__position", "position", "pk")
            .values_list("pk", flat=True)
        ),
        "picture": list(
            Picture.objects.filter(product=product).order_by("position", "pk").values_list("pk", flat=True)
        ),
        "attribute_value": list(
            AttributeValue.objects.filter(product=product)
            .order_by("attribute_id", "position")
            .values_list("pk", flat=True)
        ),
    }


def _copy_texts(original: Product, copy: Product) -> None:
    """Copy translations part by part: both products have the same parts in the same order. The title is the copy's own."""
    twins = {
        (kind, one): other
        for (kind, ones), others in zip(_parts(original).items(), _parts(copy).values(), strict=True)
        for one, other in zip(ones, others, strict=True)
    }
    rows = []
    for kind in texts.FIELDS:
        ids = [number for other, number in twins if other == kind]
        rows += list(Translation.objects.filter(object_type=kind, object_id__in=ids)) if ids else []
    copies = []
    for row in rows:
        if (row.object_type, row.field) == ("product", "title"):
            row.behind = True
        row.object_id = twins[row.object_type, row.object_id]
        row.pk = None
        copies.append(row)
    Translation.objects.bulk_create(copies, batch_size=500)
