"""What the doctor looks at: is the history of seats free of contradictions, and can everything still be handed out?"""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from storecrew.kernel.jobs.health import Finding, Level, check
from storecrew.kernel.people import directory
from storecrew.kernel.people.proof import prove


@check("people.seats")
def seats(now: datetime) -> Iterable[Finding]:
    """Every seat has one holder at most at any instant, covers stay inside what they cover, leavers hold nothing."""
    if directory.is_empty():
        yield Finding(
            Level.WARN, _("Nobody has set this store up yet."), _("Open it in a browser: set-up begins by itself.")
        )
        return
    found = prove(now)
    remedy = _("No action can do this. See in the audit how it came about, and restore the last sound backup.")
    for rows, message in (
        (found.double_owners, _("Two people hand out seats at the same time; rows %(rows)s.")),
        (found.double_holders, _("A seat has two holders at the same time; tenures %(rows)s.")),
        (found.loose_covers, _("A cover lasts longer than the seat it covers; tenures %(rows)s.")),
        (found.ghosts, _("Somebody who left still holds a seat; tenures %(rows)s.")),
    ):
        if rows:
            yield Finding(Level.BAD, message % {"rows": ", ".join(map(str, rows[:20]))}, remedy)
    if found.owners != 1:
        yield Finding(Level.BAD, _("Nobody hands out seats."), remedy)
    elif not (found.double_owners or found.double_holders or found.loose_covers or found.ghosts):
        yield Finding(Level.GOOD, _("The history of seats is free of contradictions."))
