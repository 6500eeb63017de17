"""What each seat is for, written for somebody who sits in it for the first time.

Rhythm and figures follow what small shops do and what the rooms can measure; a rule of thumb is called one.
"""

from storecrew.kernel.people.guides.form import Duties, Kpi, SeatGuide
from storecrew.kernel.people.guides.money import ANALYST, FINANCE
from storecrew.kernel.people.guides.outward import MARKETING, SERVICE
from storecrew.kernel.people.guides.site import IT, WEB
from storecrew.kernel.people.guides.store import DIRECTOR, WAREHOUSE
from storecrew.kernel.people.seats import Seat

__all__ = ["Duties", "Kpi", "SeatGuide", "guide_of"]

_GUIDES: dict[Seat, SeatGuide] = {
    Seat.DIRECTOR: DIRECTOR,
    Seat.WEB: WEB,
    Seat.IT: IT,
    Seat.WAREHOUSE: WAREHOUSE,
    Seat.MARKETING: MARKETING,
    Seat.SERVICE: SERVICE,
    Seat.FINANCE: FINANCE,
    Seat.ANALYST: ANALYST,
}


def guide_of(seat: Seat) -> SeatGuide:
    """Return the guide of a seat; its texts are in the language that is active when they are shown."""
    return _GUIDES[seat]
