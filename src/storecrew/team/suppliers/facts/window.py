"""The time that is looked at."""

from dataclasses import dataclass
from datetime import datetime

from storecrew.team.suppliers.facts.clocks import Clocks


@dataclass(frozen=True, slots=True)
class Window:
    """[since, until); what happened later is not known yet. `clocks`: when suppliers work."""

    since: datetime
    until: datetime
    clocks: Clocks
