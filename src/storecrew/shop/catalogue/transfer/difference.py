"""Compare what a file wants with what the catalogue holds. The check and the import use the same comparison."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from storecrew.kernel.media import paths
from storecrew.kernel.media.reads import raster_url
from storecrew.shop.catalogue import markup
from storecrew.shop.catalogue.models import Picture, Product, ProductStatus, Variant
from storecrew.shop.catalogue.slugs import slug_of
from storecrew.shop.catalogue.texts import FIELDS
from storecrew.shop.catalogue.transfer.draft import DraftStatus, FactDraft, PictureDraft, PriceDraft
from storecrew.shop.catalogue.transfer.existing import Existing, Known
from storecrew.shop.catalogue.transfer.models import Outcome
from storecrew.shop.catalogue.transfer.stage import Claims
from storecrew.shop.catalogue.transfer.wanted import Report, Wanted, WantedVariant
from storecrew.shop.catalogue.writing.words import tag_key

MAX_VARIANTS = 2_000


@dataclass(slots=True)
class Difference:
    """What has to be done for one draft. `existing` is None for a new product."""

    number: int
    wanted: Wanted
    existing: Existing | None = None
    outcome: Outcome = Outcome.UNCHANGED
    fields: dict[str, Any] = field(default_factory=dict)
    status: DraftStatus | None = None
    """None: stays as it is."""
    details: list[tuple[Variant, dict[str, Any]]] = field(default_factory=list)
    prices: list[tuple[Variant, PriceDraft]] = field(default_factory=list)
    reports: list[tuple[Variant, Report]] = field(default_factory=list)
    variants: list[WantedVariant] = field(default_factory=list)
    """To be added."""
    tags: tuple[str, ...] | None = None
    facts: list[FactDraft] | None = None
    """All facts that it is to have, those it has included."""
    categories: tuple[tuple[str, ...], ...] | None = None
    pictures: list[PictureDraft] = field(default_factory=list)
    """To be added behind those that are there."""
    alts: list[tuple[Picture, str]] = field(default_factory=list)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    """Translations to be written: (language, field) → text."""

    @property
    def any(self) -> bool:
        """Tell whether anything has to be written."""
        parts = (
            self.fields,
            self.details,
            self.prices,
            self.reports,
            self.variants,
            self.pictures,
            self.alts,
            self.texts,
        )
        asked = (self.status, self.tags, self.facts, self.categories)
        return any(parts) or any(part is not None for part in asked)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a person chose about an import, as far as it decides what is written."""

    currency: str
    language: str
    drafts_only: bool = False
    """True: nothing goes on sale by itself."""
    by_type: bool = False
    """True: a new product without a category gets one of its product type's name."""


def differences(
    numbers: Sequence[int], batch: Sequence[Wanted], known: Known, claims: Claims, rules: Rules
) -> list[Difference]:
    """Compare a batch; `numbers` are the products' numbers in the file."""
    taken: dict[int, int] = {}
    found = []
    for place, wanted in enumerate(batch):
        product_id = known.matched.get(place)
        existing = known.products.get(product_id) if product_id is not None else None
        difference = Difference(numbers[place], wanted, existing)
        if product_id is not None and taken.setdefault(product_id, place) != place:
            wanted.refuse(
                "same_product", known.products[product_id].product.title, first=batch[taken[product_id]].draft.line
            )
            difference.outcome = Outcome.REFUSED
        else:
            _claim(difference, known, claims)
            _compare(difference, rules)
        found.append(difference)
    return found


def _claim(difference: Difference, known: Known, claims: Claims) -> None:
    """Leave out variants whose SKU another product has, in the file or in the catalogue."""
    wanted, kept = difference.wanted, []
    own = difference.existing.product.pk if difference.existing else None
    seen: dict[str, int] = {}
    for variant in wanted.variants:
        sku = variant.sku
        if sku and sku in seen:
            wanted.refuse("sku_twice", sku, line=variant.line, first=seen[sku])
        elif sku and (first := claims.take(f"sku:{sku}", product=difference.number, line=variant.line)):
            wanted.refuse("sku_twice", sku, line=variant.line, first=first)
        elif sku and known.skus.get(sku, own) != own:
            wanted.refuse("sku_taken", sku, line=variant.line, product=known.titles[known.skus[sku]])
        else:
            seen[sku] = variant.line
            kept.append(variant)
    wanted.variants = tuple(kept)


def _compare(difference: Difference, rules: Rules) -> None:
    wanted, existing = difference.wanted, difference.existing
    if wanted.draft.completes:
        if existing is None:
            wanted.refuse("no_such_product", wanted.draft.key.removeprefix("sku:"))
            difference.outcome = Outcome.REFUSED
            return
    elif not wanted.variants:
        if not any(finding.severity == "refused" for finding in wanted.findings):
            wanted.refuse("nothing_to_sell")
        difference.outcome = Outcome.REFUSED
        return
    elif len(wanted.variants) > MAX_VARIANTS:
        wanted.refuse("too_many_variants", most=MAX_VARIANTS)
        difference.outcome = Outcome.REFUSED
        return
    if existing is None:
        _new(difference, rules)
    elif _options_fit(difference, existing):
        _changed(difference, existing, rules)


def _new(difference: Difference, rules: Rules) -> None:
    wanted = difference.wanted
    if not wanted.title:
        wanted.refuse("no_title")
        difference.outcome = Outcome.REFUSED
        return
    difference.outcome = Outcome.CREATED
    priced = all(any(price.currency == rules.currency for price in variant.prices) for variant in wanted.variants)
    difference.status = wanted.status or DraftStatus.DRAFT
    if difference.status == DraftStatus.ACTIVE and not priced:
        wanted.note("no_price", currency=rules.currency)
    if difference.status == DraftStatus.ACTIVE and (rules.drafts_only or not priced):
        difference.status = DraftStatus.DRAFT
    difference.categories = wanted.categories
    if wanted.categories is None and rules.by_type and (kind := wanted.fields.get("product_type")):
        difference.categories = ((kind[:120],),)


def _options_fit(difference: Difference, existing: Existing) -> bool:
    """A file that knows other options than the catalogue cannot say which variant is which."""
    wanted = difference.wanted
    if wanted.draft.completes:
        return True
    ours = [option.name.casefold() for option in existing.options]
    theirs = [option.casefold() for option in wanted.options]
    if sorted(ours) == sorted(theirs):
        return True
    wanted.refuse(
        "options_differ", " / ".join(wanted.options), ours=" / ".join(option.name for option in existing.options)
    )
    difference.outcome = Outcome.REFUSED
    return False


def _changed(difference: Difference, existing: Existing, rules: Rules) -> None:
    wanted, product = difference.wanted, existing.product
    difference.fields = {name: value for name, value in wanted.fields.items() if getattr(product, name) != value}
    extras = _kept(wanted.draft.extras)
    if any(product.extras.get(name) != value for name, value in extras.items()):
        difference.fields["extras"] = {**product.extras, **extras}
    _compare_variants(difference, existing, rules)
    difference.status = _status(difference, existing, rules)
    if wanted.tags is not None and {tag_key(tag) for tag in wanted.tags if tag_key(tag)} != existing.tags:
        difference.tags = wanted.tags
    difference.facts = _facts(wanted, existing)
    if wanted.categories is not None and [path_of(names) for names in _once(wanted.categories)] != existing.paths:
        difference.categories = wanted.categories
    _compare_pictures(difference, existing)
    _compare_texts(difference, existing)
    difference.outcome = Outcome.CHANGED if difference.any else Outcome.UNCHANGED


def path_of(names: Sequence[str]) -> str:
    """Return the path that a category of these names has."""
    return "/".join(slug_of(name) or "x" for name in names)


def _once(paths: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for names in paths:
        found.setdefault(path_of(names), names)
    return list(found.values())


def _compare_variants(difference: Difference, existing: Existing, rules: Rules) -> None:
    wanted = difference.wanted
    ours = [option.name.casefold() for option in existing.options]
    order = [[option.casefold() for option in wanted.options].index(name) for name in ours] if wanted.options else []
    by_values = {tuple(value.casefold() for value in existing.values_of(row)): row for row in existing.variants}
    for variant in wanted.variants:
        values = tuple(variant.values[place] for place in order)
        row = by_values.get(tuple(value.casefold() for value in values))
        if row is None:
            difference.variants.append(variant)
            continue
        if details := details_of(variant, row, rules):
            difference.details.append((row, details))
        for price in variant.prices:
            now = existing.prices[row.pk].get(price.currency)
            if _price_differs(price, now.price_minor if now else None, now.compare_at_minor if now else None):
                keep = now.compare_at_minor if now and not price.compare_at_given else price.compare_at_minor
                difference.prices.append((row, PriceDraft(price.currency, price.price_minor, keep)))
        report = existing.reports.get(row.pk)
        said = Report(report.quantity, report.tracked, report.keep_selling) if report else None
        if variant.report is not None and variant.report != said:
            difference.reports.append((row, variant.report))


def details_of(variant: WantedVariant, row: Variant, rules: Rules) -> dict[str, Any]:
    """Return the columns of a variant that the file wants otherwise."""
    columns = dict(variant.columns)
    if "cost_minor" in columns:
        columns["cost_currency"] = rules.currency
    if not columns.get("sku"):
        columns.pop("sku", None)  # a blank SKU does not take away one that was given since
    differing = {name: value for name, value in columns.items() if getattr(row, name) != value}
    extras = _kept(variant.extras)
    if any(row.extras.get(name) != value for name, value in extras.items()):
        differing["extras"] = {**row.extras, **extras}
    return differing


def _kept(extras: Mapping[str, str]) -> dict[str, str]:
    return dict(extras)


def _price_differs(price: PriceDraft, now_minor: int | None, now_compare: int | None) -> bool:
    if price.price_minor != now_minor:
        return True
    return price.compare_at_given and price.compare_at_minor != now_compare


def _status(difference: Difference, existing: Existing, rules: Rules) -> DraftStatus | None:
    """Return the status to be set; None when it stays."""
    wanted = difference.wanted.status
    if wanted is None or wanted == existing.product.status:
        return None
    if wanted == DraftStatus.ACTIVE:
        if rules.drafts_only or existing.product.status == ProductStatus.ARCHIVED:
            return None  # what was put away here does not come back by a file
        if not _all_priced(difference, existing, rules.currency):
            difference.wanted.note("no_price", currency=rules.currency)
            return None
    return wanted


def _all_priced(difference: Difference, existing: Existing, currency: str) -> bool:
    coming = {row.pk for row, price in difference.prices if price.currency == currency}
    old = all(currency in existing.prices[row.pk] or row.pk in coming for row in existing.variants)
    return old and all(any(price.currency == currency for price in variant.prices) for variant in difference.variants)


def _facts(wanted: Wanted, existing: Existing) -> list[FactDraft] | None:
    told = {fact.code: fact for fact in wanted.facts}
    if all(existing.facts.get(code) == [value for value in fact.values if value] for code, fact in told.items()):
        return None
    others = [FactDraft(code, "", tuple(texts)) for code, texts in existing.facts.items() if code not in told]
    return [*others, *told.values()]


def _compare_pictures(difference: Difference, existing: Existing) -> None:
    known = {address: picture for picture in existing.pictures for address in addresses_of(picture)}
    for picture in difference.wanted.pictures:
        row = known.get(picture.source)
        if row is None:
            difference.pictures.append(picture)
        elif picture.alt and row.alt != picture.alt:
            difference.alts.append((row, picture.alt))


def addresses_of(picture: Picture) -> list[str]:
    """Return the addresses under which a file may know a picture: where it came from, and where our exports say it is.

    Exports of earlier releases named drawings themselves.
    """
    site = settings.ENVIRONMENT.origin.rstrip("/")
    found = [picture.source_url, address_of(picture, site)]
    if picture.asset is not None and picture.asset.is_drawing:
        found.append(site + paths.address(picture.asset.key, paths.DRAWING))
    return [address for address in dict.fromkeys(found) if address]


def address_of(picture: Picture, site: str) -> str:
    """Return where a picture can be fetched from: from us once we have it, before that from where we shall fetch it."""
    asset = picture.asset
    if asset is None:
        return picture.source_url
    # other shop systems take no drawings; one that is too tall to be drawn in pixels can only be had as it is
    return site.rstrip("/") + (raster_url(asset.picture()) or paths.address(asset.key, paths.DRAWING))


def _compare_texts(difference: Difference, existing: Existing) -> None:
    wanted, product = difference.wanted, existing.product
    for (language, name), text in translated(wanted, product).items():
        if existing.translations.get((language, name)) != text:
            difference.texts[language, name] = text


def translated(wanted: Wanted, product: Product) -> dict[tuple[str, str], str]:
    """Return the translations of a product's own texts: (language, field) → text.

    A text without an original is left out: nobody could tell whether it still says the same.
    """
    found: dict[tuple[str, str], str] = {}
    for translation in wanted.translations:
        language = translation.language.replace("_", "-").lower()
        if language == product.language.lower():
            wanted.note("own_language", translation.language, line=translation.line)
            continue
        for name in FIELDS["product"]:
            text = getattr(translation, name, "")
            if text and getattr(product, name):
                found[language, name] = markup.cleaned(text) if name == "description" else text
    return found
