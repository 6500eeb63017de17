"""What a variant is: number, barcode, cost, weight, size. Set for many at once."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.run import Run
from storecrew.shop.catalogue import barcodes
from storecrew.shop.catalogue.drafts import VariantDraft
from storecrew.shop.catalogue.models import ReportedStock, Variant
from storecrew.shop.catalogue.writing.prices import NewPrice, set_prices

PLAIN = (
    *("weight_g", "weight_unit", "length_mm", "width_mm", "height_mm", "requires_shipping", "taxable", "tax_code"),
    *("hs_code", "origin", "extras"),
)
COLUMNS = ("sku", "barcode", "barcode_state", "cost_minor", "cost_currency", "picture_id", *PLAIN)

type Values = Mapping[str, object]


def columns_of(draft: VariantDraft, pictures: Sequence[int] = ()) -> dict[str, object]:
    """Return a draft's columns; `pictures` are the ids of the product's pictures in order."""
    place = draft.picture
    return {name: getattr(draft, name) for name in PLAIN} | {
        "sku": draft.sku,
        "barcode": draft.barcode,
        "barcode_state": barcodes.judge(draft.barcode),
        "cost_minor": draft.cost.minor if draft.cost else None,
        "cost_currency": draft.cost.currency if draft.cost else "",
        "picture_id": pictures[place - 1] if place and place <= len(pictures) else None,
    }


def set_details(run: Run, changes: Sequence[tuple[Variant, Values]]) -> bool:
    """Set columns of variants; tells whether anything changed. SKUs may change places between them.

    Raises InvalidInput naming the variant whose SKU belongs to another one.
    """
    edited = []
    for variant, values in changes:
        differing = {name: value for name, value in values.items() if getattr(variant, name) != value}
        for name, value in differing.items():
            if name not in {"barcode_state", "extras", "cost_minor", "cost_currency"}:
                label = f"{name} {variant.sku or variant.pk}"
                run.changed(f"product:{variant.product_id}", label, old=getattr(variant, name), new=value)
        if differing.keys() & {"cost_minor", "cost_currency"}:
            _note_cost(run, variant, values)
        if differing:
            edited.append((variant, differing))
    _refuse_taken(edited)
    moved = [variant.pk for variant, differing in edited if "sku" in differing]
    Variant.objects.filter(pk__in=moved).update(sku="")  # two variants may be swapping their numbers
    for variant, differing in edited:
        for name, value in differing.items():
            setattr(variant, name, value)
    columns = [name.removesuffix("_id") for name in COLUMNS]
    Variant.objects.bulk_update([variant for variant, _differing in edited], columns, batch_size=200)
    return bool(edited)


def set_drafts(run: Run, rows: Sequence[tuple[Variant, VariantDraft]], pictures: Sequence[int] = ()) -> bool:
    """Make variants what their drafts say, prices and reported stock included; tells whether anything changed."""
    changed = set_details(run, [(variant, columns_of(draft, pictures)) for variant, draft in rows])
    priced = set_prices(
        run,
        [
            NewPrice(variant, price.currency, price.price_minor, price.compare_at_minor)
            for variant, draft in rows
            for price in draft.prices
        ],
    )
    return _report_stock(run, rows) or changed or bool(priced)


def _report_stock(run: Run, rows: Sequence[tuple[Variant, VariantDraft]]) -> bool:
    reports = [
        ReportedStock(
            variant=variant,
            quantity=draft.reported.quantity,
            tracked=draft.reported.tracked,
            keep_selling=draft.reported.keep_selling,
            source=draft.reported.source,
            reported_at=run.now,
        )
        for variant, draft in rows
        if draft.reported
    ]
    known = {
        row.variant_id: (row.quantity, row.tracked, row.keep_selling, row.source)
        for row in ReportedStock.objects.filter(variant__in=[report.variant_id for report in reports])
    }
    new = [
        row for row in reports if known.get(row.variant_id) != (row.quantity, row.tracked, row.keep_selling, row.source)
    ]
    ReportedStock.objects.bulk_create(
        new,
        update_conflicts=True,
        unique_fields=["variant"],
        update_fields=["quantity", "tracked", "keep_selling", "source", "reported_at"],
        batch_size=500,
    )
    return bool(new)


def _refuse_taken(edited: Sequence[tuple[Variant, Mapping[str, object]]]) -> None:
    """Say which SKU is taken and by what, before the database can only say that one is."""
    wanted: dict[str, int] = {}
    for variant, differing in edited:
        sku = str(differing.get("sku") or "")
        if sku and sku in wanted:
            raise InvalidInput(
                {"sku": _("The SKU %(sku)s stands here twice. Give each variant its own.") % {"sku": sku}}
            )
        if sku:
            wanted[sku] = variant.pk
    moving = [variant.pk for variant, differing in edited if "sku" in differing]
    taken = (
        Variant.objects.filter(sku__in=wanted, retired_at=None).exclude(pk__in=moving).select_related("product").first()
    )
    if taken is not None:
        raise InvalidInput(
            {
                "sku": _("The SKU %(sku)s belongs to “%(product)s” already. Give this variant another one.")
                % {"sku": taken.sku, "product": taken.product.title}
            }
        )


def _note_cost(run: Run, variant: Variant, values: Values) -> None:
    """Write amount and currency of a cost as one value into the audit."""
    currency = values.get("cost_currency", variant.cost_currency)
    minor = values.get("cost_minor", variant.cost_minor)
    run.changed(
        f"product:{variant.product_id}",
        f"cost {variant.sku or variant.pk}",
        old=None if variant.cost_minor is None else {"minor": variant.cost_minor, "currency": variant.cost_currency},
        new=None if minor is None else {"minor": minor, "currency": currency},
    )
