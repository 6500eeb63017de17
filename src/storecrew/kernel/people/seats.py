"""The eight seats of an e-commerce team. A seat owns no tables; its guide is in `guides`."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


class Seat(StrEnum):
    """One of eight functions; the order is the order of every list of seats."""

    DIRECTOR = "director"
    WEB = "web"
    IT = "it"
    WAREHOUSE = "warehouse"
    MARKETING = "marketing"
    SERVICE = "service"
    FINANCE = "finance"
    ANALYST = "analyst"

    @property
    def label(self) -> Promise:
        """Return the seat's name in the reader's language."""
        return LABELS[self]


LABELS: dict[Seat, Promise] = {
    Seat.DIRECTOR: pgettext_lazy("seat", "Director"),
    Seat.WEB: pgettext_lazy("seat", "Web"),
    Seat.IT: pgettext_lazy("seat", "IT"),
    Seat.WAREHOUSE: pgettext_lazy("seat", "Warehouse"),
    Seat.MARKETING: pgettext_lazy("seat", "Marketing"),
    Seat.SERVICE: pgettext_lazy("seat", "Service"),
    Seat.FINANCE: pgettext_lazy("seat", "Finance"),
    Seat.ANALYST: pgettext_lazy("seat", "Analyst"),
}

CHOICES = [(seat.value, LABELS[seat]) for seat in Seat]
