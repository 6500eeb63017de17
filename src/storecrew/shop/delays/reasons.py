"""Why a promise is not likely to hold: a closed list of codes, with what each is said to be. Who learns from it reads the code."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy


class Reason(models.TextChoices):
    """What stands in the way, in the order in which it decides where several do."""

    LOST = "lost", gettext_lazy("parcel in trouble")
    REFUSED = "refused", gettext_lazy("refused by the supplier")
    CLOSED = "closed", gettext_lazy("warehouse given up")
    SHORT = "short", gettext_lazy("goods missing")
    HELD = "held", pgettext_lazy("order", "held")
    DEAD = "dead", gettext_lazy("supplier silent for days")
    UNANSWERED = "unanswered", gettext_lazy("not acknowledged")
    SAID_LATER = "said_later", gettext_lazy("ships later, they say")
    NOT_SENT = "not_sent", gettext_lazy("should have left")
    RESTING = "resting", gettext_lazy("warehouse rests")
    SILENT = "silent", gettext_lazy("supplier silent")
    SLOW = "slow", gettext_lazy("slow on the road")
    TIGHT = "tight", gettext_lazy("little time left")


ORDER: Final = tuple(Reason)
SUPPLIERS: Final = frozenset(
    {Reason.REFUSED, Reason.DEAD, Reason.UNANSWERED, Reason.SAID_LATER, Reason.SILENT, Reason.RESTING, Reason.CLOSED}
)
"""What lies with a supplier whoever sends it."""


def sentence(why: Mapping[str, Any]) -> str:
    """Return a reason with its numbers, as the crew reads it. `n`: days, pieces or hours; `what`: a parcel or a day."""
    count = int(why.get("n") or 0)
    said = {"n": count, "what": why.get("what", "")}
    match why["code"]:
        case Reason.LOST:
            return _("The carrier reports trouble with parcel %(what)s.") % said
        case Reason.REFUSED:
            return _("The supplier has refused it.")
        case Reason.CLOSED:
            return _("The warehouse that it was to come from is closed.")
        case Reason.SHORT:
            text = ngettext("%(n)d piece does not lie there.", "%(n)d pieces do not lie there.", count)
        case Reason.HELD:
            return _("The order is held; nobody may send it.")
        case Reason.DEAD | Reason.SILENT:
            text = ngettext(
                "The supplier has said nothing for %(n)d working day.",
                "The supplier has said nothing for %(n)d working days.",
                count,
            )
        case Reason.UNANSWERED:
            text = ngettext(
                "Not acknowledged, %(n)d hour after it should have been.",
                "Not acknowledged, %(n)d hours after it should have been.",
                count,
            )
        case Reason.SAID_LATER:
            return _("The supplier says that it leaves on %(what)s.") % said
        case Reason.NOT_SENT:
            if not count:
                return _("It should have left today.")
            text = ngettext(
                "It should have left %(n)d working day ago.", "It should have left %(n)d working days ago.", count
            )
        case Reason.RESTING:
            return _("The warehouse rests until %(what)s.") % said
        case Reason.SLOW:
            text = ngettext(
                "On the road for %(n)d day, longer than usual.", "On the road for %(n)d days, longer than usual.", count
            )
        case _:
            return _("The way is as long as usual, and there is not enough time left for it.")
    return text % said
