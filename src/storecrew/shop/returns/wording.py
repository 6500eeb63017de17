"""Words and tones of states, in one place; and how audited fields are called."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.pages import wording
from storecrew.kernel.pages.types import Tone
from storecrew.kernel.pages.wording import Word
from storecrew.shop.returns.models import RefundState, State

TONES: Mapping[str, Tone] = {
    State.REQUESTED: Tone.WARN,
    State.APPROVED: Tone.HALF,
    State.ON_THE_WAY: Tone.HALF,
    State.PART_RECEIVED: Tone.WARN,
    State.RECEIVED: Tone.WARN,
    State.SETTLED: Tone.HALF,
    State.CLOSED: Tone.GOOD,
    State.DECLINED: Tone.NEUTRAL,
    State.CANCELLED: Tone.NEUTRAL,
}
REFUND_TONES: Mapping[str, Tone] = {
    RefundState.SENT: Tone.HALF,
    RefundState.SETTLED: Tone.GOOD,
    RefundState.FAILED: Tone.BAD,
}

wording.register(
    "return",
    {
        "state": Word(pgettext_lazy("return", "State"), values=dict(State.choices)),
        "refunded": pgettext_lazy("return", "Given back"),
        "tracking_number": _("Tracking number"),
        "exchange": _("Sent instead"),
        "missing": _("Will not come"),
    },
)
