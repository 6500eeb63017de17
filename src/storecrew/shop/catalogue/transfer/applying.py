"""What a running import writes: a batch at a time, or one product less where the catalogue does not take it."""

from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Output, Surface
from storecrew.shop.catalogue.events import PriceChanged, VariantsChanged
from storecrew.shop.catalogue.search import index
from storecrew.shop.catalogue.seats import EDITORS
from storecrew.shop.catalogue.transfer import intake
from storecrew.shop.catalogue.transfer.batches import added, batch_after, finding_rows, findings_of, key_of, only
from storecrew.shop.catalogue.transfer.changing import change
from storecrew.shop.catalogue.transfer.creating import create
from storecrew.shop.catalogue.transfer.events import ProductsImported
from storecrew.shop.catalogue.transfer.models import Import, ImportedProduct, ImportFinding, Origin, Outcome, Phase


class ApplyBatch(Input):
    """The products of an import behind number `after`, at most `products` of them."""

    import_id: int
    after: int
    products: Annotated[int, Field(ge=1, le=1000)]


class Applied(Output):
    """What became of a batch: outcome → number of products. `last` is the number of its last product."""

    last: int
    rows: int
    counts: dict[str, int]


@action(
    "catalogue.apply_import_batch",
    label=gettext_lazy("Import a batch of products"),
    seats=EDITORS,
    surfaces={Surface.WORKER},
    emits=(ProductsImported, PriceChanged, VariantsChanged),
)
def apply_import_batch(run: Run, data: ApplyBatch) -> Applied:
    """Write a batch of an import: new products, changes of those that exist, and what was found in their rows."""
    row = Import.objects.select_for_update().get(pk=data.import_id)
    if row.applied_to != data.after:
        raise Refused(_("This batch was written already."), code="written_already")
    opened = intake.opened(row, now=run.now)
    batch = batch_after(opened, data.after, products=data.products)
    if batch is None:
        return Applied(last=data.after, rows=0, counts={})
    new, changed = only(batch.differences, Outcome.CREATED), only(batch.differences, Outcome.CHANGED)
    run.about(row.subject)
    made = create(run, new, source=row.dialect, rules=opened.rules)
    change(run, changed, source=row.dialect, rules=opened.rules)
    index.refresh(product.pk for product in made)
    ids = {item.number: product.pk for item, product in zip(new, made, strict=True)}
    ids |= {item.number: item.existing.product.pk for item in batch.differences if item.existing}
    _remember(row, [(key_of(item), ids[item.number]) for item in batch.differences if item.outcome != Outcome.REFUSED])
    ImportedProduct.objects.bulk_create(
        ImportedProduct(
            of=row,
            number=item.number,
            line=item.wanted.draft.line,
            outcome=item.outcome,
            product_id=ids.get(item.number),
        )
        for item in batch.differences
    )
    ImportFinding.objects.bulk_create(finding_rows(row, Phase.RUN, findings_of(batch)), batch_size=500)
    counts = batch.counts()
    row.counts, row.applied_to = added(row.counts, counts), batch.last
    row.save(update_fields=["counts", "applied_to"])
    run.changed(row.subject, "products", old=data.after, new=batch.last)
    if new or changed:
        old = tuple(item.existing.product.pk for item in changed if item.existing)
        event = ProductsImported(import_id=row.pk, created=tuple(product.pk for product in made), changed=old)
        run.emit(event, subject=row.subject)
    return Applied(last=batch.last, rows=batch.rows, counts=counts)


class RefuseProduct(Input):
    """The product of an import behind number `after`, which the catalogue did not take."""

    import_id: int
    after: int
    reason: Annotated[str, Field(max_length=1000)]


@action(
    "catalogue.skip_import_product", label=gettext_lazy("Leave a product out"), seats=EDITORS, surfaces={Surface.WORKER}
)
def skip_import_product(run: Run, data: RefuseProduct) -> Applied:
    """Leave out one product that the catalogue does not take, so that the rest of its file can come in."""
    row = Import.objects.select_for_update().get(pk=data.import_id)
    if row.applied_to != data.after:
        raise Refused(_("This batch was written already."), code="written_already")
    opened = intake.opened(row, now=run.now)
    (gathered,) = opened.stage.batch(after=data.after, products=1, rows=1)
    line = gathered.rows[0].line
    finding = ImportFinding(
        of=row, phase=Phase.RUN, line=line, code="not_taken", params={"reason": data.reason}, refused=True
    )
    ImportFinding.objects.bulk_create([finding])
    ImportedProduct.objects.bulk_create(
        [ImportedProduct(of=row, number=gathered.number, line=line, outcome=Outcome.REFUSED)]
    )
    row.counts, row.applied_to = added(row.counts, {Outcome.REFUSED: 1}), gathered.number
    row.save(update_fields=["counts", "applied_to"])
    run.changed(row.subject, "left out", old=None, new=gathered.key[:200])
    return Applied(last=gathered.number, rows=len(gathered.rows), counts={Outcome.REFUSED: 1})


def _remember(row: Import, pairs: list[tuple[str, int]]) -> None:
    """Remember under which name the other system knows the products; a name that moved on to another product moves."""
    known = dict(
        Origin.objects.filter(source=row.dialect, key__in=[key for key, _ in pairs]).values_list("key", "product_id")
    )
    Origin.objects.bulk_create(
        [Origin(source=row.dialect, key=key, product_id=number) for key, number in pairs if known.get(key) != number],
        update_conflicts=True,
        unique_fields=["source", "key"],
        update_fields=["product"],
        batch_size=500,
    )
