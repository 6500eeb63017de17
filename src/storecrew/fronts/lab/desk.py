"""What the IT seat sees of trials."""

from datetime import datetime

from django.utils.translation import gettext as _

from storecrew.fronts.lab.models import Trial
from storecrew.fronts.lab.types import Outcome
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.pages import desk
from storecrew.kernel.pages.types import Panel


@desk.panel("it", order=70)
def last_trial(actor: Actor, now: datetime) -> Panel | None:
    """Show the last trial of the last piece, or how to run one."""
    row = Trial.objects.first()
    context = {"row": row, "outcome": Outcome.model_validate(row.outcome) if row else None}
    return Panel(title=_("The last piece"), template="lab/panel.html", context=context)
