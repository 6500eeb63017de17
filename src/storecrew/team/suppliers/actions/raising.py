"""Note a problem with a supplier's goods, and everything that belongs to it."""

from datetime import date
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.errors import InvalidInput, Missing, Refused
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Input, Nothing, Output
from storecrew.kernel.media import actions as media
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue import reads as catalogue
from storecrew.shop.supply import reads as supply
from storecrew.shop.supply.types import SupplierView
from storecrew.team.suppliers.events import ProblemRaised
from storecrew.team.suppliers.models import (
    LIVE,
    Asked,
    Case,
    Fault,
    Photo,
    Problem,
    ProblemState,
    Suggestion,
    SuggestionState,
)
from storecrew.team.suppliers.seats import EVERYWHERE, RAISERS
from storecrew.team.suppliers.writing import cases
from storecrew.team.suppliers.writing.problems import problem_of, show

PHOTOS_AT_MOST = 8
CASES_AT_MOST = 500

type Subject = Annotated[str, Field(pattern=r"^(return|review|order):\d+$", max_length=60)]


class ProblemForm(Input):
    """What is wrong, and what makes it good. `asked_amount`: of a credit, in the supplier's currency.

    `lot` as printed on the goods; `quantity`: pieces concerned, None: those of the complaints. The supplier reads `title`
    and `text`.
    """

    variant_id: int | None = None
    lot: Annotated[str, Field(max_length=60)] = ""
    fault: Fault
    title: Annotated[str, Field(min_length=1, max_length=160)]
    text: Annotated[str, Field(max_length=4000)] = ""
    asked: Asked
    asked_amount: Money | None = None
    quantity: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    due_on: date | None = None


class RaiseProblem(ProblemForm):
    """A problem with its complaints (`return:4`, `review:9`, `order:12`) and pictures.

    `suggestion_id`: the complaints that were put together by themselves, which this problem takes over.
    """

    supplier_id: int
    cases: Annotated[tuple[Subject, ...], Field(max_length=CASES_AT_MOST)] = ()
    photos: Annotated[tuple[media.Content, ...], Field(max_length=PHOTOS_AT_MOST)] = ()
    suggestion_id: int | None = None


class ProblemId(Output):
    """Names a problem."""

    problem_id: int
    number: str


@action(
    "suppliers.raise_problem",
    label=gettext_lazy("Note a problem with a supplier’s goods"),
    seats=RAISERS,
    surfaces=EVERYWHERE,
    emits=(ProblemRaised,),
    calls=(media.upload,),
    previews=True,
)
def raise_problem(run: Run, data: RaiseProblem) -> ProblemId:
    """Note that something is wrong with what a supplier delivers, with the complaints and pictures that show it.

    Nothing is sent yet: that is `send_problem`. What it cost so far is reckoned from the complaints.
    """
    supplier = _supplier(data.supplier_id)
    suggestion = _suggestion(data)
    _is_sold(data.variant_id, run)
    row = Problem(
        supplier_id=supplier.supplier_id,
        currency=supplier.currency,
        raised_at=run.now,
        raised_by=run.actor.ref,
        **_columns(data, supplier),
    )
    row.save()
    run.changed(row.subject, "title", old=None, new=row.title)
    run.about(f"supplier:{supplier.supplier_id}")
    cases.add(run, row, [*data.cases, *(suggestion.subjects if suggestion else ())])
    _upload(run, row, data.photos)
    if suggestion is not None:
        suggestion.state, suggestion.problem = SuggestionState.RAISED, row
        suggestion.save(update_fields=["state", "problem"])
    event = ProblemRaised(supplier_id=row.supplier_id, problem_id=row.pk, variant_id=row.variant_id)
    run.emit(event, subject=row.subject)
    return ProblemId(problem_id=row.pk, number=row.number)


class EditProblem(ProblemForm):
    """What a problem is to say."""

    problem_id: int


@action(
    "suppliers.edit_problem",
    label=gettext_lazy("Change a problem"),
    seats=RAISERS,
    surfaces=EVERYWHERE,
    previews=True,
)
def edit_problem(run: Run, data: EditProblem) -> ProblemId:
    """Change what is said to be wrong and what is asked for, as long as it is not agreed."""
    row = problem_of(run, data.problem_id)
    if row.state not in {ProblemState.OPEN, ProblemState.SENT, ProblemState.ANSWERED}:
        raise Refused(_("What is agreed or over is not changed any more."), code="suppliers.not_now")
    _is_sold(data.variant_id, run)
    for name, value in _columns(data, _supplier(row.supplier_id)).items():
        old = getattr(row, name)
        run.changed(row.subject, name, old=_plain(old), new=_plain(value))
        setattr(row, name, value)
    row.save()
    return ProblemId(problem_id=row.pk, number=row.number)


class AddEvidence(Input):
    """More complaints and pictures for a problem."""

    problem_id: int
    cases: Annotated[tuple[Subject, ...], Field(max_length=CASES_AT_MOST)] = ()
    photos: Annotated[tuple[media.Content, ...], Field(max_length=PHOTOS_AT_MOST)] = ()


@action(
    "suppliers.add_evidence",
    label=gettext_lazy("Add complaints or pictures to a problem"),
    seats=RAISERS,
    surfaces=EVERYWHERE,
    calls=(media.upload,),
)
def add_evidence(run: Run, data: AddEvidence) -> ProblemId:
    """Add complaints and pictures to a problem that is not over. What is there already stays once."""
    row = problem_of(run, data.problem_id)
    if row.state not in LIVE:
        raise Refused(_("This problem is over. Note a new one."), code="suppliers.not_now")
    cases.add(run, row, data.cases)
    _upload(run, row, data.photos)
    return ProblemId(problem_id=row.pk, number=row.number)


class TakeOut(Input):
    """A complaint, or a picture, that does not belong to a problem."""

    problem_id: int
    case: Annotated[str, Field(max_length=60)] = ""
    asset_id: int | None = None


@action(
    "suppliers.take_out",
    label=gettext_lazy("Take a complaint or picture out of a problem"),
    seats=RAISERS,
    surfaces=EVERYWHERE,
)
def take_out(run: Run, data: TakeOut) -> Nothing:
    """Take out what does not belong to it. What the supplier brought stays: it is their evidence."""
    row = problem_of(run, data.problem_id)
    if row.state not in LIVE:
        raise Refused(_("This problem is over; it stays as it was."), code="suppliers.not_now")
    if data.case and Case.objects.filter(problem=row, subject=data.case).delete()[0]:
        run.changed(row.subject, "case", old=data.case, new=None)
    if data.asset_id is not None:
        photo = Photo.objects.filter(problem=row, asset=data.asset_id).first()
        if photo is not None and photo.by == f"supplier:{row.supplier_id}":
            raise Refused(_("The supplier brought this picture. It stays."), code="suppliers.theirs")
        if photo is not None:
            photo.delete()
            run.changed(row.subject, "photo", old=data.asset_id, new=None)
    return Nothing()


def _upload(run: Run, row: Problem, photos: tuple[bytes, ...]) -> None:
    made = [run.call(media.upload, media.Upload(content=content)).picture.asset_id for content in photos]
    show(run, row, made)


def _supplier(supplier_id: int) -> SupplierView:
    found = supply.suppliers_by_id([supplier_id])
    if supplier_id not in found:
        raise Missing(_("There is no such supplier."))
    return found[supplier_id]


def _suggestion(data: RaiseProblem) -> Suggestion | None:
    if data.suggestion_id is None:
        return None
    row = Suggestion.objects.select_for_update().filter(pk=data.suggestion_id, supplier=data.supplier_id).first()
    if row is None:
        raise Missing(_("Nothing of that kind was put together."))
    if row.state != SuggestionState.OPEN:
        raise Refused(_("Somebody has looked at it already."), code="suppliers.looked_at")
    return row


def _is_sold(variant_id: int | None, run: Run) -> None:
    if variant_id is not None and variant_id not in catalogue.faces([variant_id], "en", now=run.now):
        raise InvalidInput({"variant_id": _("There is no such variant.")})


def _columns(data: ProblemForm, supplier: SupplierView) -> dict[str, Any]:
    if data.asked_amount is not None and data.asked != Asked.CREDIT:
        raise InvalidInput({"asked_amount": _("An amount belongs to a credit.")})
    if data.asked_amount is not None and data.asked_amount.currency != supplier.currency:
        raise InvalidInput({"asked_amount": _("Ask for it in %(code)s.") % {"code": supplier.currency}})
    if data.asked_amount is not None and data.asked_amount.minor <= 0:
        raise InvalidInput({"asked_amount": _("Ask for more than nothing.")})
    return {
        "variant_id": data.variant_id,
        "lot": data.lot,
        "fault": data.fault.value,
        "title": data.title,
        "text": data.text,
        "asked": data.asked.value,
        "asked_minor": data.asked_amount.minor if data.asked_amount else None,
        "quantity": data.quantity,
        "due_on": data.due_on,
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
