"""Why something comes back: a closed list of codes, so that suppliers and pages of products can be judged by it later."""

from typing import Final

from django.db import models
from django.utils.translation import pgettext_lazy


class Reason(models.TextChoices):
    """Why, as its buyer says. The codes are stable; rooms above count by them."""

    TOO_SMALL = "too_small", pgettext_lazy("return reason", "Too small")
    TOO_BIG = "too_big", pgettext_lazy("return reason", "Too big")
    CHANGED_MIND = "changed_mind", pgettext_lazy("return reason", "Changed my mind")
    DAMAGED = "damaged", pgettext_lazy("return reason", "Arrived damaged")
    DEFECTIVE = "defective", pgettext_lazy("return reason", "Does not work")
    WRONG_ITEM = "wrong_item", pgettext_lazy("return reason", "Something else than I ordered")
    NOT_AS_DESCRIBED = "not_as_described", pgettext_lazy("return reason", "Not as described")
    LATE = "late", pgettext_lazy("return reason", "Arrived too late")
    MISSING_PARTS = "missing_parts", pgettext_lazy("return reason", "Parts are missing")
    LOST = "lost", pgettext_lazy("return reason", "Never arrived")
    OTHER = "other", pgettext_lazy("return reason", "Another reason")


CLAIMS: Final = frozenset(
    {
        Reason.DAMAGED,
        Reason.DEFECTIVE,
        Reason.WRONG_ITEM,
        Reason.NOT_AS_DESCRIBED,
        Reason.MISSING_PARTS,
        Reason.LOST,
    }
)
"""Something was wrong with what we sent: no window of days without a reason applies, and photographs help."""
OURS: Final = CLAIMS | {Reason.LATE}
"""Not the buyer's doing: nothing is deducted, and the way back costs them nothing."""
NOTHING_TO_SEND: Final = frozenset({Reason.LOST, Reason.MISSING_PARTS})
"""There is nothing that could come back."""
