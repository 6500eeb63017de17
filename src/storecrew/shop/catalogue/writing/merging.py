"""Move everything of one product into another."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.shop.catalogue.drafts import OptionDraft, ValueDraft
from storecrew.shop.catalogue.events import VariantsChanged
from storecrew.shop.catalogue.models import (
    Member,
    Picture,
    Placement,
    Product,
    ProductTag,
    Redirect,
    Variant,
    VariantValue,
)
from storecrew.shop.catalogue.writing.copying import forget_texts
from storecrew.shop.catalogue.writing.loading import variants_of
from storecrew.shop.catalogue.writing.options import Choice, choices_of, set_options
from storecrew.shop.catalogue.writing.prices import refresh_ranges
from storecrew.shop.catalogue.writing.variants import arrange, option_drafts


@dataclass(frozen=True, slots=True)
class Moved:
    """How much went over."""

    variants: int
    pictures: int


def tell_apart(run: Run, product: Product, option: str, value: str) -> None:
    """Give a product one more option, in which all its variants are `value`."""
    drafts = option_drafts(product)
    if option.casefold() in {draft.name.casefold() for draft in drafts}:
        return  # its variants say already what they are
    if len(drafts) == 3:
        raise Refused(_("“%(title)s” has three options already; a fourth is not possible.") % {"title": product.title})
    arrange(run, product, [*drafts, OptionDraft(name=option, values=(ValueDraft(name=value),))], None)


def move_all(run: Run, into: Product, gone: Product) -> Moved:
    """Move variants, pictures, tags, categories, memberships and old addresses, then delete what is left of `gone`."""
    before = choices_of(gone)
    choices = _united(into, before)
    pictures = _move_pictures(into, gone)
    variants = _move_variants(run, into, gone, choices, before)
    tags = ProductTag.objects.filter(product=gone).values_list("tag_id", flat=True)
    ProductTag.objects.bulk_create([ProductTag(product=into, tag_id=tag) for tag in tags], ignore_conflicts=True)
    _move_groups(into, gone)
    Redirect.objects.filter(product=gone).update(product=into)
    forget_texts(gone)
    gone.delete()
    refresh_ranges([into.pk])
    return Moved(variants, pictures)


def _united(into: Product, others: Sequence[Choice]) -> list[Choice]:
    """Give `into` the values of both; raises Refused when the options differ."""
    drafts = option_drafts(into)
    by_name = {choice.option.name.casefold(): choice for choice in others}
    if {draft.name.casefold() for draft in drafts} != set(by_name):
        raise Refused(
            _("The two have different options. Make the options alike first, or name one that tells them apart."),
            code="options_differ",
        )
    united = []
    for draft in drafts:
        known = {value.name.casefold() for value in draft.values}
        new = [
            ValueDraft(name=value.name, swatch=value.swatch)
            for value in by_name[draft.name.casefold()].values
            if value.name.casefold() not in known
        ]
        united.append(draft.model_copy(update={"values": (*draft.values, *new)}))
    return set_options(into, united)


def _move_variants(run: Run, into: Product, gone: Product, choices: Sequence[Choice], before: Sequence[Choice]) -> int:
    rows = list(variants_of(gone).values())
    held: dict[int, dict[str, str]] = {}
    names = {choice.option.pk: choice.option.name.casefold() for choice in before}
    for link in VariantValue.objects.filter(variant__in=rows).select_related("value"):
        held.setdefault(link.variant_id, {})[names[link.option_id]] = link.value.name
    taken = {variant.signature for variant in variants_of(into).values()}
    last = Variant.objects.filter(product=into).aggregate(last=Max("position"))["last"] or 0
    links = []
    for position, row in enumerate(rows, last + 1):
        values = []
        for choice in choices:
            value = choice.find(held[row.pk][choice.option.name.casefold()])
            assert value is not None  # all values were united a moment ago
            values.append(value)
        row.signature = "/".join(str(value.pk) for value in values)
        if row.signature in taken:
            raise Refused(
                _(
                    "Both have a variant “%(values)s”. Retire one of the two first, or name an option that tells them apart."
                )
                % {"values": " / ".join(value.name for value in values) or row.sku},
                code="same_variant",
            )
        row.product, row.position = into, position
        links += [VariantValue(variant=row, option_id=value.option_id, value=value) for value in values]
    VariantValue.objects.filter(variant__in=rows).delete()
    Variant.objects.bulk_update(rows, ["signature", "product", "position"], batch_size=200)
    VariantValue.objects.bulk_create(links, batch_size=500)
    # retired ones take their price history along; their values went with the product they were sold under
    Variant.objects.filter(product=gone).update(product=into)
    run.changed(into.subject, "variants", old=len(taken), new=len(taken) + len(rows))
    run.emit(VariantsChanged(product_id=into.pk, added=tuple(row.pk for row in rows), retired=()), subject=into.subject)
    return len(rows)


def _move_pictures(into: Product, gone: Product) -> int:
    last = Picture.objects.filter(product=into).aggregate(last=Max("position"))["last"] or 0
    rows = list(Picture.objects.filter(product=gone).order_by("position", "pk"))
    for position, row in enumerate(rows, last + 1):
        row.product, row.position = into, position
    Picture.objects.bulk_update(rows, ["product", "position"])
    return len(rows)


def _move_groups(into: Product, gone: Product) -> None:
    has_main = Placement.objects.filter(product=into, main=True).exists()
    known = set(Placement.objects.filter(product=into).values_list("category_id", flat=True))
    for placement in Placement.objects.filter(product=gone).order_by("-main", "pk"):
        if placement.category_id not in known:
            Placement.objects.create(
                product=into, category_id=placement.category_id, main=placement.main and not has_main
            )
    joined = set(Member.objects.filter(product=into).values_list("collection_id", flat=True))
    Member.objects.filter(product=gone).exclude(collection_id__in=joined).update(product=into)
