"""Words and tones of states and next steps, in one place; and how the audit's fields are called."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.pages import wording
from storecrew.kernel.pages.types import Text, Tone
from storecrew.kernel.pages.wording import Word
from storecrew.shop.dropships.models import Settlement, State, Way

TONES: Mapping[str, Tone] = {
    State.NEW: Tone.WARN,
    State.SENT: Tone.HALF,
    State.ACKNOWLEDGED: Tone.HALF,
    State.PACKED: Tone.HALF,
    State.PART_SHIPPED: Tone.HALF,
    State.SHIPPED: Tone.GOOD,
    State.REFUSED: Tone.BAD,
    State.CANCELLED: Tone.NEUTRAL,
    State.MOVED: Tone.NEUTRAL,
}
STEPS: Mapping[str, Text] = {
    "send": pgettext_lazy("next step", "Send it to the supplier"),
    "remind": pgettext_lazy("next step", "Ask where the answer stays"),
    "chase": pgettext_lazy("next step", "Ask where the parcel stays"),
    "choose": pgettext_lazy("next step", "Choose another source"),
    "settle": pgettext_lazy("next step", "Decide about a parcel"),
    "hear": pgettext_lazy("next step", "Hear whether it was stopped"),
    "wait": pgettext_lazy("next step", "Wait"),
    "none": "",
}
SURPRISES: Mapping[str, Text] = {
    "cancelled": _("It left although it had been called off."),
    "moved": _("It left although it had been given to another source."),
    "held": _("It left although the order was on hold."),
}


def step_of(step: str) -> Text:
    """Return what is next, in the reader's language."""
    return STEPS.get(step, "")


wording.register(
    "dropship",
    {
        "state": Word(pgettext_lazy("drop shipment", "State"), values=dict(State.choices)),
        "ships_on": Word(_("Leaves on")),
        "reference": Word(_("The supplier's number")),
        "cancel_agreed": Word(_("Agreed to stop")),
        "surprise": Word(_("Left against our will"), values=dict(SURPRISES) | dict(Settlement.choices)),
        "booked": Word(pgettext_lazy("cost", "Booked")),
        "billed": Word(_("Billed")),
        "way": Word(_("Told"), values=dict(Way.choices)),
    },
)
