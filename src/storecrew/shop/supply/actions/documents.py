"""Papers of suppliers."""

from datetime import date
from typing import Annotated, Any, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, model_validator

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output
from storecrew.kernel.media import actions as media
from storecrew.shop.supply.models import Document, DocumentKind
from storecrew.shop.supply.seats import BUYERS, EVERYWHERE
from storecrew.shop.supply.writing.loading import document_of, supplier_of


class DocumentForm(Input):
    """A paper. `scan`: a picture of it; `valid_until` is the last day, None: without end."""

    kind: DocumentKind
    name: Annotated[str, Field(min_length=1, max_length=120)]
    number: Annotated[str, Field(max_length=80)] = ""
    scan: media.Content | None = None
    valid_from: date | None = None
    valid_until: date | None = None

    @model_validator(mode="after")
    def _span(self) -> Self:
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValueError(_("The last day lies before the first."))
        return self


class AddDocument(DocumentForm):
    """A paper of a supplier. `replaces`: the one whose place it takes."""

    supplier_id: int
    replaces: int | None = None


class DocumentId(Output):
    """Names a paper."""

    document_id: int


@action(
    "supply.add_document",
    label=gettext_lazy("Add a document of a supplier"),
    seats=BUYERS,
    surfaces=EVERYWHERE,
    calls=(media.upload,),
)
def add_document(run: Run, data: AddDocument) -> DocumentId:
    """Keep a licence, contract or certificate of a supplier, with the day on which it lapses."""
    supplier = supplier_of(run, data.supplier_id)
    old = document_of(run, data.replaces) if data.replaces is not None else None
    if old is not None and old.supplier_id != supplier.pk:
        raise InvalidInput({"replaces": _("That is a document of another supplier.")})
    if old is not None and old.replaced_by_id is not None:
        raise Refused(_("A newer document has taken its place already."), code="supply.replaced")
    row = Document.objects.create(supplier=supplier, added_at=run.now, **_columns(run, data))
    run.changed(row.subject, "name", old=None, new=row.name)
    if old is not None:
        old.replaced_by = row
        old.save(update_fields=["replaced_by"])
        run.changed(old.subject, "replaced_by", old=None, new=row.pk)
    return DocumentId(document_id=row.pk)


class OneDocument(Input):
    """Names a paper."""

    document_id: int


@action(
    "supply.remove_document",
    label=gettext_lazy("Remove a document of a supplier"),
    seats=BUYERS,
    surfaces=EVERYWHERE,
    destructive=True,
)
def remove_document(run: Run, data: OneDocument) -> Nothing:
    """Remove a paper that was put here by mistake. One that lapsed is better left: it says what was known when."""
    row = document_of(run, data.document_id)
    run.changed(row.subject, "name", old=row.name, new=None)
    row.delete()
    return Nothing()


def _columns(run: Run, data: DocumentForm) -> dict[str, Any]:
    asset_id = None
    if data.scan is not None:
        asset_id = run.call(media.upload, media.Upload(content=data.scan)).picture.asset_id
    values = {name: getattr(data, name) for name in ("name", "number", "valid_from", "valid_until")}
    return {**values, "kind": data.kind.value, "asset_id": asset_id}
