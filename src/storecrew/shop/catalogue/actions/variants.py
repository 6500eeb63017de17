"""Change a product's options, its variants and what they are."""

from typing import Annotated, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, field_validator, model_validator

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue import barcodes
from storecrew.shop.catalogue.actions.products import Written, written
from storecrew.shop.catalogue.drafts import (
    VARIANTS_AT_MOST,
    Code,
    Country,
    Grams,
    Line,
    Millimetres,
    OptionDraft,
    Tariff,
)
from storecrew.shop.catalogue.events import ProductEdited, VariantsChanged
from storecrew.shop.catalogue.models import Picture, Product, Variant, WeightUnit
from storecrew.shop.catalogue.seats import EDITORS, EVERYWHERE
from storecrew.shop.catalogue.writing.details import set_details
from storecrew.shop.catalogue.writing.loading import product_of, variants_of
from storecrew.shop.catalogue.writing.touching import finish
from storecrew.shop.catalogue.writing.variants import Combination, arrange


class CombinationDraft(Input):
    """A variant that is to exist: its values by code or name, in the options' order."""

    values: tuple[Line, ...]
    variant_id: int | None = None


class SetOptions(Input):
    """The options a product is to have. `variants` None: every combination, keeping those that exist."""

    product_id: int
    version: int | None = None
    options: Annotated[tuple[OptionDraft, ...], Field(max_length=3)]
    variants: Annotated[tuple[CombinationDraft, ...], Field(max_length=VARIANTS_AT_MOST)] | None = None


class Arranged(Output):
    """A product's variants after its options were set, in order."""

    product_id: int
    version: int
    variant_ids: tuple[int, ...]
    added: int
    retired: int


@action(
    "catalogue.set_options",
    label=gettext_lazy("Change options and variants"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(VariantsChanged,),
    previews=True,
    destructive=True,
)
def set_options(run: Run, data: SetOptions) -> Arranged:
    """Give a product up to three options and the variants that follow from them.

    Variants whose values stay keep their id, SKU, price and history. Variants left over are retired.
    """
    product = product_of(run, data.product_id, version=data.version)
    before = set(variants_of(product))
    combinations = None if data.variants is None else [Combination(row.values, row.variant_id) for row in data.variants]
    rows = arrange(run, product, data.options, combinations)
    finish(run, product)
    after = {row.pk for row in rows}
    return Arranged(
        product_id=product.pk,
        version=product.version,
        variant_ids=tuple(row.pk for row in rows),
        added=len(after - before),
        retired=len(before - after),
    )


class VariantEdit(Input):
    """What is None stays as it is; names in `clear` are emptied."""

    variant_id: int
    sku: Annotated[str, Field(max_length=100)] | None = None
    barcode: Annotated[str, Field(max_length=64)] | None = None
    keep_odd_barcode: bool = False
    cost: Money | None = None
    weight_g: Grams | None = None
    weight_unit: WeightUnit | None = None
    length_mm: Millimetres | None = None
    width_mm: Millimetres | None = None
    height_mm: Millimetres | None = None
    requires_shipping: bool | None = None
    taxable: bool | None = None
    tax_code: Code | None = None
    hs_code: Tariff | None = None
    origin: Country | None = None
    picture_id: int | None = None
    clear: frozenset[Annotated[str, Field(pattern="^(cost|weight_g|length_mm|width_mm|height_mm|picture_id)$")]] = (
        frozenset()
    )

    @field_validator("barcode")
    @classmethod
    def _barcode(cls, text: str | None) -> str | None:
        return None if text is None else barcodes.plain(text)

    @model_validator(mode="after")
    def _check_digit(self) -> Self:
        right = None if self.keep_odd_barcode or not self.barcode else barcodes.mistyped(self.barcode)
        if right is not None:
            raise ValueError(
                _("The barcode %(code)s should end with %(digit)d. Look for a typing mistake.")
                % {"code": self.barcode, "digit": right}
            )
        return self


_PLAIN = (
    *("sku", "weight_g", "weight_unit", "length_mm", "width_mm", "height_mm", "requires_shipping", "taxable"),
    *("tax_code", "hs_code", "origin", "picture_id"),
)


def columns_of(edit: VariantEdit) -> dict[str, object]:
    """Return the columns that an edit sets."""
    values: dict[str, object] = {name: getattr(edit, name) for name in _PLAIN if getattr(edit, name) is not None}
    if edit.barcode is not None:
        values |= {"barcode": edit.barcode, "barcode_state": barcodes.judge(edit.barcode)}
    if edit.cost is not None:
        values |= {"cost_minor": edit.cost.minor, "cost_currency": edit.cost.currency}
    for name in edit.clear:
        values |= {"cost_minor": None, "cost_currency": ""} if name == "cost" else {name: None}
    return values


class EditVariants(Input):
    """Changes of variants of one product."""

    product_id: int
    version: int | None = None
    variants: Annotated[tuple[VariantEdit, ...], Field(min_length=1, max_length=VARIANTS_AT_MOST)]


@action(
    "catalogue.edit_variants",
    label=gettext_lazy("Edit variants"),
    seats=EDITORS,
    surfaces=EVERYWHERE,
    emits=(ProductEdited,),
    previews=True,
)
def edit_variants(run: Run, data: EditVariants) -> Written:
    """Change SKU, barcode, cost, weight, size, customs details or picture of variants; what is not given stays."""
    product = product_of(run, data.product_id, version=data.version)
    rows = variants_of(product)
    changes: list[tuple[Variant, dict[str, object]]] = []
    for edit in data.variants:
        if edit.variant_id not in rows:
            raise InvalidInput({"variants": _("A variant named here does not belong to this product any more.")})
        changes.append((rows[edit.variant_id], columns_of(edit)))
    check_pictures(product, [values.get("picture_id") for _row, values in changes])
    if not set_details(run, changes):
        return written(product, changed=False)
    finish(run, product)
    run.emit(ProductEdited(product_id=product.pk, fields=("variants",)), subject=product.subject)
    return written(product)


def check_pictures(product: Product, ids: list[object]) -> None:
    """Raise InvalidInput when a picture is not one of this product."""
    wanted = {number for number in ids if isinstance(number, int)}
    if wanted and Picture.objects.filter(product=product, pk__in=wanted).count() != len(wanted):
        raise InvalidInput({"picture_id": _("This picture does not belong to the product. Load the page again.")})
