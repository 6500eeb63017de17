"""Words and tones of states, in one place."""

from collections.abc import Mapping

from django.utils.translation import pgettext_lazy

from storecrew.kernel.pages.types import Text, Tone
from storecrew.shop.fulfilment.models import ParcelState

TONES: Mapping[str, Tone] = {
    ParcelState.PACKED: Tone.NEUTRAL,
    ParcelState.LABELLED: Tone.HALF,
    ParcelState.SHIPPED: Tone.HALF,
    ParcelState.IN_TRANSIT: Tone.HALF,
    ParcelState.OUT_FOR_DELIVERY: Tone.HALF,
    ParcelState.DELIVERED: Tone.GOOD,
    ParcelState.EXCEPTION: Tone.BAD,
    ParcelState.RETURNED: Tone.WARN,
    ParcelState.UNDONE: Tone.NEUTRAL,
}

GROUPS: Mapping[str, Text] = {
    "overdue": pgettext_lazy("to ship", "Should have left"),
    "today": pgettext_lazy("to ship", "Before the next cut-off"),
    "next": pgettext_lazy("to ship", "On the next working day"),
    "later": pgettext_lazy("to ship", "Later"),
    "waiting": pgettext_lazy("to ship", "Waiting for goods"),
}


def word_of(state: str) -> str:
    """Return a parcel's state in the reader's language."""
    return str(ParcelState(state).label)
