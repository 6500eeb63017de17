"""Turn a draft into what the catalogue can hold: within its limits, in its units, with a finding for what does not fit."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any, Final

from babel import Locale

from storecrew.kernel.store.choices import countries
from storecrew.kernel.tabular.finding import Finding, Severity
from storecrew.shop.catalogue import barcodes, markup
from storecrew.shop.catalogue.models import WeightUnit
from storecrew.shop.catalogue.models.categories import DEEPEST
from storecrew.shop.catalogue.transfer.draft import (
    DraftStatus,
    FactDraft,
    PictureDraft,
    PriceDraft,
    ProductDraft,
    TranslationDraft,
    VariantDraft,
)

MAX_OPTIONS: Final = 3
_TARIFF: Final = re.compile(r"[0-9.]{0,16}")
_PRODUCT_TEXTS: Final = {
    "title": 255,
    "brand": 120,
    "product_type": 160,
    "taxonomy": 255,
    "seo_title": 255,
    "seo_description": 500,
}


@dataclass(frozen=True, slots=True)
class Report:
    """What the other system says of the stock."""

    quantity: int | None
    tracked: bool
    keep_selling: bool


@dataclass(frozen=True, slots=True)
class WantedVariant:
    """A variant as it is to be. `columns` holds only what the file speaks of."""

    line: int
    values: tuple[str, ...]
    sku: str
    columns: Mapping[str, Any]
    prices: tuple[PriceDraft, ...]
    report: Report | None
    picture: str
    extras: Mapping[str, str]


@dataclass(slots=True)
class Wanted:
    """A product as it is to be. `fields` holds only what the file speaks of; the title is empty when it does not say."""

    draft: ProductDraft
    fields: dict[str, Any] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    variants: tuple[WantedVariant, ...] = ()
    tags: tuple[str, ...] | None = None
    facts: tuple[FactDraft, ...] = ()
    categories: tuple[tuple[str, ...], ...] | None = None
    pictures: tuple[PictureDraft, ...] = ()
    translations: tuple[TranslationDraft, ...] = ()
    findings: list[Finding] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Return the title, empty when the file has none."""
        return str(self.fields.get("title", ""))

    @property
    def status(self) -> DraftStatus | None:
        """Return the status the file asks for."""
        return self.draft.status

    def note(self, code: str, value: str = "", *, line: int = 0, **params: object) -> None:
        """Tell something about the product, which goes in."""
        self._find(code, value, line, params, Severity.NOTE)

    def refuse(self, code: str, value: str = "", *, line: int = 0, **params: object) -> None:
        """Keep the row on that line out; by default the one on which the product begins."""
        self._find(code, value, line, params, Severity.REFUSED)

    def _find(self, code: str, value: str, line: int, params: Mapping[str, object], severity: Severity) -> None:
        self.findings.append(Finding(line or self.draft.line, "", value[:120], code, dict(params), severity))


def wanted_of(draft: ProductDraft) -> Wanted:
    """Return what the catalogue is to hold of the draft."""
    wanted = Wanted(draft, findings=list(draft.findings))
    wanted.fields = dict(_fields(wanted, draft))
    wanted.options, variants = _three_options(wanted, draft)
    wanted.variants = tuple(_variant(wanted, variant) for variant in variants)
    wanted.tags = None if draft.tags is None else tuple(tag[:255] for tag in draft.tags)
    wanted.facts = tuple(fact for fact in draft.facts if fact.code and any(fact.values))
    wanted.categories = None if draft.categories is None else tuple(_paths(wanted, draft.categories))
    wanted.pictures = tuple(_pictures(wanted, draft.pictures or ()))
    wanted.translations = draft.translations
    return wanted


def _fields(wanted: Wanted, draft: ProductDraft) -> Iterable[tuple[str, Any]]:
    texts = {
        "title": draft.title,
        "brand": draft.brand,
        "product_type": draft.kind,
        "taxonomy": draft.taxonomy,
        "seo_title": draft.seo_title,
        "seo_description": draft.seo_description,
    }
    for name, text in texts.items():
        if text is None or (name == "title" and not text):
            continue
        most = _PRODUCT_TEXTS[name]
        if len(text) > most:
            wanted.note("cut", text, most=most)
        yield name, " ".join(text.split())[:most].strip()
    description = _description(draft)
    if description is not None:
        yield "description", markup.cleaned(description)
    if draft.hs_code is not None:
        yield "hs_code", _tariff(wanted, draft.hs_code, draft.line)
    if draft.origin is not None:
        yield "origin", _country(wanted, draft.origin, draft.line)


def _description(draft: ProductDraft) -> str | None:
    """A short description goes before the long one, unless that says it already."""
    if not draft.summary or draft.summary in (draft.description or ""):
        return draft.description
    if not draft.description:
        return draft.summary
    return f"{markup.cleaned(draft.summary)}\n{markup.cleaned(draft.description)}"


def _three_options(wanted: Wanted, draft: ProductDraft) -> tuple[tuple[str, ...], tuple[VariantDraft, ...]]:
    """Options beyond the third are joined with it: `Logo / Style` with the values `Yes / Plain`."""
    options = tuple(option[:255] for option in draft.options)
    variants = draft.variants
    if len(options) > MAX_OPTIONS:
        wanted.note("options_joined", " / ".join(options[MAX_OPTIONS - 1 :]))
        options = (*options[: MAX_OPTIONS - 1], " / ".join(options[MAX_OPTIONS - 1 :])[:255])
        variants = tuple(_joined(variant) for variant in variants)
    if len({option.casefold() for option in options}) < len(options):
        wanted.refuse("options_alike", " / ".join(options))
        return options, ()
    return options, variants


def _joined(variant: VariantDraft) -> VariantDraft:
    values = variant.options
    return replace(variant, options=(*values[: MAX_OPTIONS - 1], " / ".join(values[MAX_OPTIONS - 1 :])))


def _variant(wanted: Wanted, draft: VariantDraft) -> WantedVariant:
    columns: dict[str, Any] = {}
    sku = (draft.sku or "")[:100]
    if draft.sku is not None:
        columns["sku"] = sku
    if draft.barcode is not None:
        barcode = barcodes.plain(draft.barcode)
        if len(barcode) > 64:
            wanted.note("not_a_barcode", barcode, line=draft.line)
            barcode = ""
        columns["barcode"] = barcode
        columns["barcode_state"] = str(barcodes.judge(barcode))
        if barcodes.mistyped(barcode) is not None:
            wanted.note("odd_barcode", barcode, line=draft.line, digit=barcodes.mistyped(barcode))
    if draft.cost_minor is not None:
        columns["cost_minor"] = draft.cost_minor
    if draft.weight_g is not None:
        columns["weight_g"] = _whole(draft.weight_g)
    if draft.weight_unit is not None:
        columns["weight_unit"] = draft.weight_unit if draft.weight_unit in WeightUnit.values else str(WeightUnit.G)
    for name in ("length_mm", "width_mm", "height_mm"):
        if (size := getattr(draft, name)) is not None:
            columns[name] = _whole(size)
    for name in ("requires_shipping", "taxable"):
        if (flag := getattr(draft, name)) is not None:
            columns[name] = flag
    if draft.tax_code is not None:
        columns["tax_code"] = draft.tax_code[:64]
    if draft.hs_code is not None:
        columns["hs_code"] = _tariff(wanted, draft.hs_code, draft.line)
    if draft.origin is not None:
        columns["origin"] = _country(wanted, draft.origin, draft.line)
    return WantedVariant(
        line=draft.line,
        values=tuple(" ".join(value.split())[:255] for value in draft.options),
        sku=sku,
        columns=columns,
        prices=draft.prices,
        report=_report(draft),
        picture=draft.picture.source[:2000] if draft.picture else "",
        extras=draft.extras,
    )


def _report(draft: VariantDraft) -> Report | None:
    if draft.quantity is None and draft.tracked is None and draft.sell_when_out is None:
        return None
    tracked = draft.tracked if draft.tracked is not None else draft.quantity is not None
    quantity = draft.quantity
    if quantity is not None and abs(quantity) > 10**9:
        quantity = None
    return Report(quantity, tracked, bool(draft.sell_when_out))


def _tariff(wanted: Wanted, text: str, line: int) -> str:
    code = text.replace(" ", "")
    if _TARIFF.fullmatch(code):
        return code
    wanted.note("not_a_tariff", text, line=line)
    return ""


def _country(wanted: Wanted, text: str, line: int) -> str:
    """A country by its two letters, or by its name in English or Chinese."""
    code = text.strip().upper()
    if not code or code in countries():
        return code
    if found := _countries_by_name().get(text.strip().casefold()):
        return found
    wanted.note("unknown_country", text, line=line)
    return ""


@cache
def _countries_by_name() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in ("en", "zh_Hans"):
        for code, name in Locale.parse(language).territories.items():
            if code in countries():
                found.setdefault(name.casefold(), code)
    return found


def _paths(wanted: Wanted, paths: Iterable[tuple[str, ...]]) -> Iterable[tuple[str, ...]]:
    for path in paths:
        names = tuple(" ".join(name.split())[:120] for name in path if name.strip())
        if len(names) > DEEPEST:
            wanted.note("category_too_deep", " > ".join(names), most=DEEPEST)
        if names:
            yield names[:DEEPEST]


def _pictures(wanted: Wanted, pictures: Iterable[PictureDraft]) -> Iterable[PictureDraft]:
    for picture in pictures:
        if len(picture.source) > 2000 or "\n" in picture.source:
            wanted.note("not_a_picture", picture.source, line=picture.line)
        else:
            yield PictureDraft(picture.source, picture.alt[:512], picture.line)


def _whole(number: Decimal) -> int:
    return min(int(number.to_integral_value(ROUND_HALF_UP)), 2_000_000_000)
