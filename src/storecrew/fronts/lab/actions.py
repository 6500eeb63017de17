"""Keep what a trial measured."""

from django.utils.translation import gettext_lazy

from storecrew.fronts.lab.models import Trial
from storecrew.fronts.lab.types import Outcome
from storecrew.kernel.actions import grants
from storecrew.kernel.actions.door import action
from storecrew.kernel.actions.run import Run
from storecrew.kernel.actions.types import Nothing

TESTER = grants.system("lab.tester", may={"lab.record"})


@action("lab.record", label=gettext_lazy("Keep the outcome of a trial"), seats={"it"}, surfaces={"cli"})
def record(run: Run, data: Outcome) -> Nothing:
    """Keep what a trial of the last piece measured, for the home of the IT seat."""
    row = Trial.objects.create(at=run.now, fine=data.fine, outcome=data.model_dump(mode="json"))
    run.about(f"trial:{row.pk}")
    return Nothing()
