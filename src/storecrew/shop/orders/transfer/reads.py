"""What came in from other systems: files with their sums and exceptions, and the shops that tell us."""

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output, Surface
from storecrew.shop.orders.transfer.actions.sources import path_of
from storecrew.shop.orders.transfer.models import Batch, Incoming, IncomingState, Remark, Source
from storecrew.shop.orders.transfer.seats import CONNECTORS, READERS
from storecrew.shop.orders.transfer.sentences import sentence_of

FACES = frozenset({Surface.WEB, Surface.REST, Surface.CLI})


class ImportQuery(Input):
    """A file; `after`: exceptions behind this row of the file."""

    import_id: int
    after: int = 0
    limit: Annotated[int, Field(ge=1, le=500)] = 100


class Exceptional(Output):
    """What was found in a row. `effect`: what the file has and the orders have not, in minor units of `currency`."""

    line: int
    number: str
    column: str
    value: str
    sentence: str
    refused: bool
    effect: str
    currency: str


class ImportView(Output):
    """A file. `checked` is what the check expects, `done` what the import did: counts, and sums by currency as text."""

    import_id: int
    name: str
    state: str
    dialect: str
    rows: int
    orders: int
    broken: int
    checked: dict[str, Any]
    done: dict[str, Any]
    trouble: str
    mapping: dict[str, str]
    exceptions: tuple[Exceptional, ...]


@read("orders.import", label=_("Import of orders"), seats=READERS, surfaces=FACES)
def import_(ask: Ask, data: ImportQuery) -> ImportView:
    """Tell how far a file is, what it comes to against its own sums, and each exception with its row."""
    row = Batch.objects.filter(pk=data.import_id).first()
    if row is None:
        raise Missing(gettext("There is no such import."))
    remarks = Remark.objects.filter(batch=row, checked=not row.applied_to, line__gt=data.after)[: data.limit]
    return ImportView(
        import_id=row.pk,
        name=row.name,
        state=row.state,
        dialect=row.dialect,
        rows=row.rows,
        orders=row.orders,
        broken=row.broken,
        checked=row.predicted,
        done=row.result,
        trouble=sentence_of(row.trouble["code"], row.trouble.get("params", {})) if row.trouble else "",
        mapping=row.choices.get("mapping", {}),
        exceptions=tuple(_exceptional(one) for one in remarks),
    )


def _exceptional(row: Remark) -> Exceptional:
    return Exceptional(
        line=row.line,
        number=row.number,
        column=row.column,
        value=row.value,
        sentence=sentence_of(row.code, row.params, value=row.value, currency=row.currency),
        refused=row.refused,
        effect=str(row.effect.normalize()),
        currency=row.currency,
    )


class NoQuestion(Input):
    """Nothing has to be said."""


class FileView(Output):
    """A file in short."""

    import_id: int
    name: str
    state: str
    orders: int
    created_at: datetime


class Files(Output):
    """The newest first, at most a hundred."""

    items: tuple[FileView, ...]


@read("orders.imports", label=_("Imports of orders"), seats=READERS, surfaces=FACES)
def imports(ask: Ask, data: NoQuestion) -> Files:
    """List the files of orders that were sent."""
    return Files(
        items=tuple(
            FileView(import_id=row.pk, name=row.name, state=row.state, orders=row.orders, created_at=row.created_at)
            for row in Batch.objects.order_by("-pk")[:100]
        )
    )


class SourceView(Output):
    """A shop that tells us of its orders; `waiting`: messages that nobody has looked at yet."""

    source_id: int
    name: str
    system: str
    path: str
    on: bool
    received: int
    repeated: int
    forged: int
    waiting: int
    last_received_at: datetime | None


class Sources(Output):
    """In the order in which they were set up."""

    items: tuple[SourceView, ...]


@read("orders.sources", label=_("Shops that tell of their orders"), seats=CONNECTORS, surfaces=FACES)
def sources(ask: Ask, data: NoQuestion) -> Sources:
    """List the shops that tell us of their orders by webhook, with what came from each."""
    waiting = Incoming.objects.filter(state=IncomingState.NEW).values_list("source_id", flat=True)
    counted = list(waiting)
    return Sources(
        items=tuple(
            SourceView(
                source_id=row.pk,
                name=row.name,
                system=row.system,
                path=path_of(row),
                on=row.paused_at is None,
                received=row.received,
                repeated=row.repeated,
                forged=row.forged,
                waiting=counted.count(row.pk),
                last_received_at=row.last_received_at,
            )
            for row in Source.objects.shown().order_by("pk")
        )
    )
