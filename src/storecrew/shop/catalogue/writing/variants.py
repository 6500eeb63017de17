"""Arrange the variants of a product: which combinations exist, which row each keeps, and which are retired."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product as cross

from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.run import Run
from storecrew.shop.catalogue.drafts import VARIANTS_AT_MOST, OptionDraft
from storecrew.shop.catalogue.events import VariantsChanged
from storecrew.shop.catalogue.models import OptionValue, Product, Variant, VariantValue
from storecrew.shop.catalogue.writing.loading import variants_of
from storecrew.shop.catalogue.writing.options import Choice, choices_of, set_options
from storecrew.shop.catalogue.writing.prices import refresh_ranges


@dataclass(frozen=True, slots=True)
class Combination:
    """A variant that is to exist: its values by code or name in the options' order, and the row it keeps, if known."""

    values: tuple[str, ...]
    variant_id: int | None = None


def arrange(
    run: Run, product: Product, options: Sequence[OptionDraft], combinations: Sequence[Combination] | None
) -> list[Variant]:
    """Give a product these options and variants; returns the variants in the order of `combinations`.

    None keeps every variant whose values still exist and adds the missing combinations. A variant whose option was added
    gets its first value; variants that become alike are reduced to the first. What is left over is retired, or deleted when
    no customer has ever seen the product.
    """
    had = _values_by_variant(product)
    before = variants_of(product)
    choices = set_options(product, options)
    wanted = _completed(choices, before, had) if combinations is None else _resolved(choices, combinations)
    if not wanted:
        raise InvalidInput({"variants": _("A product needs at least one variant.")})
    if len(wanted) > VARIANTS_AT_MOST:
        raise InvalidInput({"variants": _("These options make more than %(n)d variants.") % {"n": VARIANTS_AT_MOST}})
    rows = _assign(product, wanted, before, had, choices)
    kept = {row.pk for row in rows if row.pk}
    gone = [variant for number, variant in before.items() if number not in kept]
    retire(run, product, gone)
    added = _write(rows, wanted)
    if added or gone:
        run.changed(product.subject, "variants", old=len(before), new=len(rows))
        run.emit(
            VariantsChanged(product_id=product.pk, added=tuple(added), retired=tuple(variant.pk for variant in gone)),
            subject=product.subject,
        )
    return rows


def retire(run: Run, product: Product, variants: Iterable[Variant]) -> None:
    """Take variants out of sale for good; those of a product that was never published leave no trace."""
    ids = [variant.pk for variant in variants]
    if not ids:
        return
    if product.first_published_at is None:
        Variant.objects.filter(pk__in=ids).delete()
    else:
        Variant.objects.filter(pk__in=ids).update(retired_at=run.now)
    refresh_ranges([product.pk])


def option_drafts(product: Product) -> list[OptionDraft]:
    """Return the options of a product as drafts, to be changed a little and set again."""
    return [
        OptionDraft(
            name=choice.option.name,
            code=choice.option.code,
            was=choice.option.code,
            values=tuple(
                {"name": value.name, "code": value.code, "swatch": value.swatch, "was": value.code}  # type: ignore[misc]
                for value in choice.values
            ),
        )
        for choice in choices_of(product)
    ]


def _values_by_variant(product: Product) -> dict[int, dict[int, int]]:
    """Return variant → option → value, before anything is changed."""
    found: dict[int, dict[int, int]] = {}
    rows = VariantValue.objects.filter(variant__product=product, variant__retired_at=None)
    for variant_id, option_id, value_id in rows.values_list("variant_id", "option_id", "value_id"):
        found.setdefault(variant_id, {})[option_id] = value_id
    return found


type Row = tuple[OptionValue, ...]
type Wanted = list[tuple[int | None, Row]]


def _resolved(choices: Sequence[Choice], combinations: Sequence[Combination]) -> Wanted:
    wanted: Wanted = []
    seen: dict[tuple[int, ...], int] = {}
    problems: dict[str, str] = {}
    for index, combination in enumerate(combinations):
        if len(combination.values) != len(choices):
            problems[f"variants.{index}.values"] = _("This variant needs one value for each option.")
            continue
        row = []
        for choice, text in zip(choices, combination.values, strict=True):
            value = choice.find(text)
            if value is None:
                problems[f"variants.{index}.values"] = _("“%(value)s” is not a value of %(option)s.") % {
                    "value": text,
                    "option": choice.option.name,
                }
                break
            row.append(value)
        else:
            key = tuple(value.pk for value in row)
            if key in seen:
                problems[f"variants.{index}.values"] = _("Two variants have the same values.")
            seen[key] = index
            wanted.append((combination.variant_id, tuple(row)))
    if problems:
        raise InvalidInput(problems)
    return wanted


def _completed(
    choices: Sequence[Choice], before: Mapping[int, Variant], had: Mapping[int, Mapping[int, int]]
) -> Wanted:
    """Return every combination, with the variants that have it already, in the options' order."""
    owners: dict[tuple[int, ...], int] = {}
    for number in before:
        row = []
        for choice in choices:
            held = had.get(number, {}).get(choice.option.pk)
            alive = {value.pk for value in choice.values}
            row.append(choice.values[0].pk if held is None else held)
            if row[-1] not in alive:
                break
        else:
            owners.setdefault(tuple(row), number)
    combos = cross(*(choice.values for choice in choices))
    return [(owners.get(tuple(value.pk for value in combo)), combo) for combo in combos]


def _assign(
    product: Product,
    wanted: Wanted,
    before: Mapping[int, Variant],
    had: Mapping[int, Mapping[int, int]],
    choices: Sequence[Choice],
) -> list[Variant]:
    """Return the row of each wanted combination: the one that was named, the one that had its values, or a new one."""
    options = [choice.option.pk for choice in choices]
    by_values: dict[tuple[int | None, ...], int] = {}
    for number in before:
        by_values.setdefault(tuple(had.get(number, {}).get(option) for option in options), number)
    used = {number for number, _row in wanted if number is not None}
    unknown = used - set(before)
    if unknown:
        raise InvalidInput({"variants": _("A variant named here does not belong to this product any more.")})
    rows = []
    for index, (named, row) in enumerate(wanted):
        keeps = named
        if keeps is None:
            same = by_values.get(tuple(value.pk for value in row))
            if same is not None and same not in used:
                keeps = same
                used.add(same)
        variant = Variant(product=product) if keeps is None else before[keeps]
        variant.position = index + 1
        rows.append(variant)
    return rows


def _write(rows: Sequence[Variant], wanted: Wanted) -> list[int]:
    """Save positions, signatures and values; returns the ids of new variants."""
    for variant, (_number, row) in zip(rows, wanted, strict=True):
        variant.signature = "/".join(str(value.pk) for value in row)
    old = [variant for variant in rows if variant.pk]
    new = [variant for variant in rows if not variant.pk]
    # signatures may have changed places: take them off first
    Variant.objects.filter(pk__in=[variant.pk for variant in old]).update(signature=Concat(Value("~"), F("pk")))
    Variant.objects.bulk_update(old, ["position", "signature"], batch_size=500)
    Variant.objects.bulk_create(new, batch_size=500)
    VariantValue.objects.filter(variant__in=old).delete()
    VariantValue.objects.bulk_create(
        (
            VariantValue(variant=variant, option_id=value.option_id, value=value)
            for variant, (_number, row) in zip(rows, wanted, strict=True)
            for value in row
        ),
        batch_size=500,
    )
    return [variant.pk for variant in new]
