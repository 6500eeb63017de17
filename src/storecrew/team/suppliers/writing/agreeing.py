"""Agree how a problem is made good."""

from django.utils.translation import gettext as _

from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.run import Run
from storecrew.kernel.money.types import Money
from storecrew.team.suppliers.events import ProblemAgreed
from storecrew.team.suppliers.models import Asked, Claim, Problem, ProblemState
from storecrew.team.suppliers.writing.problems import move


def agree(run: Run, row: Problem, made_good: Asked, amount: Money | None) -> None:
    """Keep what both sides agree on. A credit becomes a claim. Saving the problem is left to the caller."""
    if made_good == Asked.CREDIT and amount is None:
        raise InvalidInput({"amount": _("Say how much the credit comes to.")})
    move(run, row, ProblemState.AGREED)
    run.changed(row.subject, "agreed", old=row.agreed or None, new=made_good.value)
    row.agreed, row.agreed_at = made_good.value, run.now
    if made_good == Asked.CREDIT and amount is not None:
        Claim.objects.create(
            problem=row,
            supplier_id=row.supplier_id,
            amount_minor=amount.minor,
            currency=amount.currency,
            agreed_at=run.now,
        )
        run.changed(row.subject, "claim", old=None, new={"minor": amount.minor, "currency": amount.currency})
    run.emit(
        ProblemAgreed(
            supplier_id=row.supplier_id,
            problem_id=row.pk,
            made_good=made_good.value,
            credit=amount if made_good == Asked.CREDIT else None,
        ),
        subject=row.subject,
    )
