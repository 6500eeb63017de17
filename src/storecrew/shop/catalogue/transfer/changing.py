"""Write what an import changes of products that exist, by the same functions as every other change of a product."""

from collections.abc import Sequence

from storecrew.kernel.actions.run import Run
from storecrew.shop.catalogue import texts
from storecrew.shop.catalogue.drafts import FactDraft, OptionDraft, TextDraft, ValueDraft
from storecrew.shop.catalogue.models import Picture, Product, ReportedStock, TranslationOrigin, Variant
from storecrew.shop.catalogue.transfer.creating import first_of_each
from storecrew.shop.catalogue.transfer.difference import Difference, Rules, details_of
from storecrew.shop.catalogue.transfer.draft import DraftStatus, PriceDraft
from storecrew.shop.catalogue.transfer.existing import Existing
from storecrew.shop.catalogue.transfer.placing import Places
from storecrew.shop.catalogue.transfer.wanted import Report, WantedVariant
from storecrew.shop.catalogue.writing.details import set_details
from storecrew.shop.catalogue.writing.prices import NewPrice, set_prices
from storecrew.shop.catalogue.writing.products import place, write_texts
from storecrew.shop.catalogue.writing.touching import finish, set_fields
from storecrew.shop.catalogue.writing.variants import Combination, arrange, option_drafts
from storecrew.shop.catalogue.writing.words import set_facts, set_tags


def change(run: Run, changed: Sequence[Difference], *, source: str, rules: Rules) -> None:
    """Write the changes of a batch, and finish each product once."""
    if not changed:
        return
    places = Places(rules.language)
    places.ready(names for item in changed for names in item.categories or ())
    details = [pair for item in changed for pair in item.details]
    prices = [pair for item in changed for pair in item.prices]
    reports = [pair for item in changed for pair in item.reports]
    for item in changed:
        existing = item.existing
        if existing is None:
            continue
        _change_product(run, item, existing, places)
        for variant, row in zip(item.variants, _add_variants(run, item, existing), strict=True):
            details.append((row, details_of(variant, row, rules)))
            prices += [(row, price) for price in variant.prices]
            if variant.report is not None:
                reports.append((row, variant.report))
    set_details(run, [(variant, values) for variant, values in details if values])
    set_prices(run, [_new_price(variant, price) for variant, price in prices])
    _report(run, reports, source)
    finish(run, *(item.existing.product for item in changed if item.existing))


def _change_product(run: Run, item: Difference, existing: Existing, places: Places) -> None:
    product = existing.product
    run.about(product.subject)
    set_fields(run, product, item.fields)
    originals = {name: str(value) for name, value in item.fields.items() if name in texts.FIELDS["product"]}
    if originals:
        texts.mark_behind("product", product.pk, originals)
    _set_status(run, product, item.status)
    if item.tags is not None:
        set_tags(run, product, item.tags)
    if item.facts is not None:
        facts = [
            FactDraft(code=fact.code, name=fact.name, text=text) for fact in item.facts for text in fact.values if text
        ]
        set_facts(run, product, facts)
    if item.categories is not None:
        place(run, product, places.ids(item.categories))
    _set_pictures(run, item, existing)
    drafts = [TextDraft(language=language, field=name, text=text) for (language, name), text in item.texts.items()]
    write_texts(run, product, drafts, TranslationOrigin.IMPORT)


def _set_status(run: Run, product: Product, status: DraftStatus | None) -> None:
    if status is None:
        return
    set_fields(run, product, {"status": status.value})
    if status == DraftStatus.ACTIVE:
        set_fields(run, product, {"published_at": run.now, "publish_at": None})
        product.first_published_at = product.first_published_at or run.now
    product.archived_at = run.now if status == DraftStatus.ARCHIVED else None


def _set_pictures(run: Run, item: Difference, existing: Existing) -> None:
    last = max((picture.position for picture in existing.pictures), default=0)
    rows = [
        Picture(product=existing.product, position=last + place_, alt=picture.alt, source_url=picture.source)
        for place_, picture in enumerate(item.pictures, 1)
    ]
    existing.pictures += Picture.objects.bulk_create(rows)
    if rows:
        run.changed(existing.product.subject, "pictures", old=last, new=last + len(rows))
    for picture, alt in item.alts:
        picture.alt = alt
        texts.mark_behind("picture", picture.pk, {"alt": alt})
    Picture.objects.bulk_update([picture for picture, _ in item.alts], ["alt"])


def _add_variants(run: Run, item: Difference, existing: Existing) -> list[Variant]:
    """Add variants to a product; those that it has keep their rows."""
    if not item.variants:
        return []
    order = _order(item, existing)
    options = _with_values(option_drafts(existing.product), item.variants, order)
    kept = [Combination(existing.values_of(row), row.pk) for row in existing.variants]
    added = [Combination(tuple(variant.values[place_] for place_ in order)) for variant in item.variants]
    rows = arrange(run, existing.product, options, [*kept, *added])[len(kept) :]
    pictures = {picture.source_url: picture for picture in existing.pictures}
    for variant, row in zip(item.variants, rows, strict=True):
        row.picture = pictures.get(variant.picture) if variant.picture else None
    Variant.objects.bulk_update(rows, ["picture"])
    return rows


def _order(item: Difference, existing: Existing) -> list[int]:
    """Return for each option of the product its place in the file's variants."""
    theirs = [option.casefold() for option in item.wanted.options]
    return [theirs.index(option.name.casefold()) for option in existing.options]


def _with_values(options: list[OptionDraft], variants: Sequence[WantedVariant], order: list[int]) -> list[OptionDraft]:
    extended = []
    for option, place_ in zip(options, order, strict=True):
        known = {value.name.casefold() for value in option.values}
        names = first_of_each(variant.values[place_] for variant in variants)
        new = tuple(ValueDraft(name=name) for name in names if name.casefold() not in known)
        extended.append(option.model_copy(update={"values": (*option.values, *new)}))
    return extended


def _new_price(variant: Variant, price: PriceDraft) -> NewPrice:
    return NewPrice(variant, price.currency, price.price_minor, price.compare_at_minor)


def _report(run: Run, reports: Sequence[tuple[Variant, Report]], source: str) -> None:
    ReportedStock.objects.bulk_create(
        (
            ReportedStock(
                variant=variant,
                quantity=report.quantity,
                tracked=report.tracked,
                keep_selling=report.keep_selling,
                source=source,
                reported_at=run.now,
            )
            for variant, report in reports
        ),
        update_conflicts=True,
        unique_fields=["variant"],
        update_fields=["quantity", "tracked", "keep_selling", "source", "reported_at"],
        batch_size=500,
    )
