"""What the catalogue holds of the products that a batch of drafts speaks of, loaded in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from storecrew.shop.catalogue.models import (
    AttributeValue,
    Option,
    OptionValue,
    Picture,
    Placement,
    Price,
    Product,
    ProductTag,
    Redirect,
    RedirectKind,
    ReportedStock,
    Translation,
    Variant,
)
from storecrew.shop.catalogue.transfer.models import Origin
from storecrew.shop.catalogue.transfer.wanted import Wanted

KEY_LENGTH = 255


@dataclass(slots=True)
class Existing:
    """One product with everything an import may change."""

    product: Product
    options: list[Option] = field(default_factory=list)
    values: dict[int, OptionValue] = field(default_factory=dict)
    variants: list[Variant] = field(default_factory=list)
    prices: dict[int, dict[str, Price]] = field(default_factory=lambda: defaultdict(dict))
    reports: dict[int, ReportedStock] = field(default_factory=dict)
    tags: set[str] = field(default_factory=set)
    """Keys of its tags."""
    facts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    paths: list[str] = field(default_factory=list)
    """Paths of its categories, the main one first."""
    pictures: list[Picture] = field(default_factory=list)
    translations: dict[tuple[str, str], str] = field(default_factory=dict)
    """(language, field) → text."""

    def values_of(self, variant: Variant) -> tuple[str, ...]:
        """Return the names of a variant's values in the options' order."""
        if not variant.signature:
            return ()
        return tuple(self.values[int(number)].name for number in variant.signature.split("/"))


@dataclass(frozen=True, slots=True)
class Known:
    """What matching and comparing a batch needs to know."""

    products: dict[int, Existing]
    """Product id → what it is."""
    matched: dict[int, int]
    """Place of the draft in the batch → id of the product it speaks of."""
    skus: dict[str, int]
    """SKU → id of the product that has it."""
    titles: dict[int, str]
    """Product id → title, of those that hold the SKUs."""


def known_of(source: str, batch: Sequence[Wanted]) -> Known:
    """Find the products that a batch speaks of: as it was known before, else by its handle, else by its SKUs."""
    origins = _origins(source, batch)
    slugs, former = _slugs(batch)
    skus, titles = _skus(batch)
    matched: dict[int, int] = {}
    for place, wanted in enumerate(batch):
        product_id = _match(wanted, origins, slugs, former, skus)
        if product_id is not None:
            matched[place] = product_id
    return Known(load(set(matched.values())), matched, skus, titles)


def _match(
    wanted: Wanted, origins: dict[str, int], slugs: dict[str, int], former: dict[str, int], skus: dict[str, int]
) -> int | None:
    draft = wanted.draft
    if draft.handle and draft.handle in slugs:
        return slugs[draft.handle]
    if draft.key[:KEY_LENGTH] in origins:
        return origins[draft.key[:KEY_LENGTH]]
    if draft.handle:
        return former.get(draft.handle)
    names = [variant.sku for variant in wanted.variants if variant.sku]
    if draft.key.startswith("sku:"):
        names.append(draft.key.removeprefix("sku:"))
    owners = {skus[name] for name in names if name in skus}
    return owners.pop() if len(owners) == 1 else None


def _origins(source: str, batch: Sequence[Wanted]) -> dict[str, int]:
    keys = [wanted.draft.key[:KEY_LENGTH] for wanted in batch]
    return dict(Origin.objects.filter(source=source, key__in=keys).values_list("key", "product_id"))


def _slugs(batch: Sequence[Wanted]) -> tuple[dict[str, int], dict[str, int]]:
    """Return handle → product for the addresses in use, and for those that were."""
    handles = [wanted.draft.handle for wanted in batch if wanted.draft.handle]
    now = dict(Product.objects.filter(slug__in=handles).values_list("slug", "pk"))
    left = Redirect.objects.filter(kind=RedirectKind.PRODUCT, old__in=handles, product__isnull=False)
    return now, {old: product_id for old, product_id in left.values_list("old", "product_id") if product_id}


def _skus(batch: Sequence[Wanted]) -> tuple[dict[str, int], dict[int, str]]:
    names = {variant.sku for wanted in batch for variant in wanted.variants if variant.sku}
    names |= {wanted.draft.key.removeprefix("sku:") for wanted in batch if wanted.draft.key.startswith("sku:")}
    rows = Variant.objects.filter(sku__in=names, retired_at=None).values_list("sku", "product_id", "product__title")
    found = list(rows)
    return {sku: product_id for sku, product_id, _ in found}, {product_id: title for _, product_id, title in found}


def load(ids: Iterable[int]) -> dict[int, Existing]:
    """Load products by id, in a dozen queries."""
    numbers = sorted(ids)
    if not numbers:
        return {}
    found = {product.pk: Existing(product) for product in Product.objects.filter(pk__in=numbers)}
    of_product = {"product_id__in": numbers}
    for option in Option.objects.filter(**of_product).order_by("position"):
        found[option.product_id].options.append(option)
    for value in (
        OptionValue.objects.filter(option__product_id__in=numbers).select_related("option").order_by("position", "pk")
    ):
        found[value.option.product_id].values[value.pk] = value
    owner: dict[int, int] = {}
    for variant in Variant.objects.filter(**of_product, retired_at=None).order_by("position", "pk"):
        found[variant.product_id].variants.append(variant)
        owner[variant.pk] = variant.product_id
    for price in Price.objects.filter(variant_id__in=owner):
        found[owner[price.variant_id]].prices[price.variant_id][price.currency] = price
    for report in ReportedStock.objects.filter(variant_id__in=owner):
        found[owner[report.variant_id]].reports[report.variant_id] = report
    for product_id, key in ProductTag.objects.filter(**of_product).values_list("product_id", "tag__key"):
        found[product_id].tags.add(key)
    facts = AttributeValue.objects.filter(**of_product).order_by("position", "pk")
    for product_id, code, text in facts.values_list("product_id", "attribute__code", "text"):
        found[product_id].facts[code].append(text)
    places = Placement.objects.filter(**of_product).order_by("-main", "pk")
    for product_id, path in places.values_list("product_id", "category__path"):
        found[product_id].paths.append(path)
    for picture in Picture.objects.filter(**of_product).select_related("asset").order_by("position", "pk"):
        found[picture.product_id].pictures.append(picture)
    texts = Translation.objects.filter(object_type="product", object_id__in=numbers)
    for product_id, language, name, text in texts.values_list("object_id", "language", "field", "text"):
        found[product_id].translations[language, name] = text
    return found
