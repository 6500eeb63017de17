"""Questions about imports: which there were, what became of one, and what was found in its file."""

from datetime import datetime
from typing import Annotated

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output, Page, Surface
from storecrew.shop.catalogue.models import Category, Placement, Product
from storecrew.shop.catalogue.seats import EDITORS
from storecrew.shop.catalogue.transfer.models import Import, ImportFinding, ImportState, Phase
from storecrew.shop.catalogue.transfer.sentences import sentence_of

SEEN = frozenset({Surface.WEB, Surface.REST, Surface.MCP, Surface.CLI})


class ImportView(Output):
    """An import. `predicted` is what the check expects, `counts` what was done: outcome → number of products."""

    import_id: int
    name: str
    dialect: str
    state: str
    rows: int
    products: int
    broken: int
    predicted: dict[str, int]
    counts: dict[str, int]
    applied_to: int
    trouble: str
    created_at: datetime
    finished_at: datetime | None


class FindingView(Output):
    """One thing found in a file. `refused`: the row stayed out."""

    line: int
    column: str
    value: str
    code: str
    reason: str
    refused: bool


class ImportQuery(Input):
    """A part of the list of imports, newest first."""

    cursor: Annotated[str, Field(max_length=20, pattern=r"^\d*$")] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50


@read("catalogue.imports", label=_("Product imports"), seats=EDITORS, surfaces=SEEN)
def imports(ask: Ask, data: ImportQuery) -> Page[ImportView]:
    """List the product files that were imported, newest first."""
    rows = Import.objects.order_by("-pk")
    if data.cursor:
        rows = rows.filter(pk__lt=int(data.cursor))
    found = list(rows[: data.limit + 1])
    items = tuple(_view(row) for row in found[: data.limit])
    return Page[ImportView](items=items, cursor=str(items[-1].import_id) if len(found) > data.limit else None)


class OneImport(Input):
    """Which import."""

    import_id: int


@read("catalogue.import", label=_("Product import"), seats=EDITORS, surfaces=SEEN)
def one_import(ask: Ask, data: OneImport) -> ImportView:
    """Tell how far an import is and what became of its products."""
    return _view(row_of(data.import_id))


class FindingQuery(Input):
    """A part of what was found in a file, in its order. `refused` True: only what stayed out; None: all."""

    import_id: int
    refused: bool | None = None
    cursor: Annotated[str, Field(max_length=40, pattern=r"^(\d+-\d+)?$")] = ""
    limit: Annotated[int, Field(ge=1, le=500)] = 100


@read("catalogue.import_findings", label=_("What was found in a product file"), seats=EDITORS, surfaces=SEEN)
def import_findings(ask: Ask, data: FindingQuery) -> Page[FindingView]:
    """List what was found in a product file, by line: the column, the value, and the reason in the reader's language."""
    row = row_of(data.import_id)
    rows = findings_of(row)
    if data.refused is not None:
        rows = rows.filter(refused=data.refused)
    total = rows.count()
    if data.cursor:
        line, number = data.cursor.split("-")
        rows = rows.filter(line__gte=int(line)).exclude(line=int(line), pk__lte=int(number))
    found = list(rows[: data.limit + 1])
    items = tuple(
        FindingView(
            line=finding.line,
            column=finding.column,
            value=finding.value,
            code=finding.code,
            reason=sentence_of(finding.code, finding.params),
            refused=finding.refused,
        )
        for finding in found[: data.limit]
    )
    last = found[data.limit - 1] if len(found) > data.limit else None
    return Page[FindingView](items=items, cursor=f"{last.line}-{last.pk}" if last else None, total=total)


def findings_of(row: Import) -> QuerySet[ImportFinding]:
    """Return what a report of the import shows: what could not be read, and what the present phase found."""
    phase = Phase.RUN if row.applied_to or row.state in {ImportState.RUNNING, ImportState.DONE} else Phase.CHECK
    found = ImportFinding.objects.filter(of=row)
    if phase == Phase.RUN:
        found = found.filter(phase=Phase.RUN) | found.filter(code__in=UNREADABLE)
    return found.order_by("line", "pk")


UNREADABLE = (
    "unclosed_quote",
    "stray_quote",
    "bad_bytes",
    "other_encoding",
    "nul_byte",
    "too_many_cells",
    "blank_column",
    "duplicate_column",
)
"""Found while staging, once for both phases."""


def row_of(import_id: int) -> Import:
    """Return the import; raises Missing."""
    row = Import.objects.filter(pk=import_id).first()
    if row is None:
        raise Missing
    return row


def _view(row: Import) -> ImportView:
    return ImportView(
        import_id=row.pk,
        name=row.name,
        dialect=row.dialect,
        state=row.state,
        rows=row.rows,
        products=row.products,
        broken=row.broken,
        predicted=row.predicted,
        counts=row.counts,
        applied_to=row.applied_to,
        trouble=sentence_of(row.trouble["code"], row.trouble["params"]) if row.trouble else "",
        created_at=row.created_at,
        finished_at=row.finished_at,
    )


class ExportQuery(Input):
    """Which products go out; what is empty does not narrow it down. `category` is a path and means all below it too."""

    status: Annotated[str, Field(max_length=8)] = ""
    category: Annotated[str, Field(max_length=800)] = ""
    brand: Annotated[str, Field(max_length=120)] = ""
    ids: Annotated[tuple[int, ...], Field(max_length=10_000)] = ()

    def products(self) -> QuerySet[Product]:
        """Return the products meant."""
        found = Product.objects.all()
        if self.status:
            found = found.filter(status=self.status)
        if self.brand:
            found = found.filter(brand=self.brand)
        if self.category:
            below = Q(path=self.category) | Q(path__startswith=f"{self.category}/")
            found = found.filter(
                pk__in=Placement.objects.filter(category__in=Category.objects.filter(below)).values("product")
            )
        if self.ids:
            found = found.filter(pk__in=self.ids)
        return found


class Counted(Output):
    """How many products are meant."""

    count: int


@read("catalogue.exported_products", label=_("Products to be exported"), seats=EDITORS, surfaces={Surface.WEB})
def exported_products(ask: Ask, data: ExportQuery) -> Counted:
    """Tell how many products an export would hold."""
    return Counted(count=data.products().count())
