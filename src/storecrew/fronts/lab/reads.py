"""What trials there were."""

from django.utils.translation import gettext_lazy

from storecrew.fronts.lab.models import Trial
from storecrew.fronts.lab.types import Outcome, TrialView
from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Page


class NoQuestion(Input):
    """Nothing to say."""


@read(
    "lab.trials",
    label=gettext_lazy("Trials of the last piece"),
    seats={"it", "director"},
    surfaces={"web", "rest", "cli"},
)
def trials(ask: Ask, data: NoQuestion) -> Page[TrialView]:
    """List the last twenty trials, newest first."""
    rows = Trial.objects.all()[:20]
    return Page(
        items=tuple(TrialView(at=row.at, outcome=Outcome.model_validate(row.outcome), fine=row.fine) for row in rows)
    )
