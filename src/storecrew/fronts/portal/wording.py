"""What pages say after something was sent, and what audited fields are called."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.fronts.portal.models import WishState
from storecrew.kernel.pages import wording
from storecrew.kernel.pages.types import Text
from storecrew.kernel.pages.wording import Word

SAID_WORDS: Final[Mapping[str, Text]] = {
    "stock": _("Reported. We sell by these numbers now."),
    "same": _("Noted: everything is as you said before."),
    "wish": _("It is with us. The old price holds until we have agreed."),
    "accepted": _("Confirmed. We count on that day."),
    "refused": _("Noted. We look for another way."),
    "packed": _("Noted: it is packed."),
    "shipped": _("Noted: it has left. The customer sees the number now."),
    "many": _("The numbers are in. The customers see them now."),
    "agreed": _("Noted: it is called off."),
    "ordered": _("Thank you, we know where we stand."),
    "answered": _("Your answer is with us."),
}

PARCEL_STATES: Final[Mapping[str, tuple[Text, str]]] = {
    "stop": (_("stop, do not send"), "bad"),
    "sent": (_("to confirm"), "warn"),
    "acknowledged": (_("to send"), ""),
    "packed": (pgettext_lazy("portal", "packed"), ""),
    "part_shipped": (_("partly sent"), "warn"),
    "shipped": (_("sent"), "good"),
    "refused": (_("you said no"), ""),
    "cancelled": (_("called off"), ""),
    "moved": (_("sent by somebody else"), ""),
}
"""How a drop shipment stands, in the words of whoever packs it, with a tone."""
REFUSALS: Final[Sequence[tuple[str, Text]]] = (
    ("out_of_stock", _("Out of stock")),
    ("discontinued", _("No longer made")),
    ("price_changed", _("The price has changed")),
    ("cannot_deliver", _("We cannot deliver there")),
    ("other", _("Another reason")),
)
TOLD: Final[Mapping[str, Text]] = {
    "sent": _("We asked you to send it"),
    "changed": _("We told you that it changed"),
    "reminded": _("We reminded you"),
    "stopped": _("We asked you to stop"),
    "acknowledged": _("You confirmed"),
    "packed": _("You packed it"),
    "shipped": _("You sent it"),
    "refused": _("You said no"),
    "agreed": _("You stopped it"),
    "surprised": _("You sent it although it was called off"),
}
"""What was said of a drop shipment by either side. What we say among ourselves is not in it."""

ORDER_STATES: Final[Mapping[str, tuple[Text, str]]] = {
    "sent": (_("to confirm"), "warn"),
    "acknowledged": (_("confirmed"), ""),
    "differs": (_("we look at your answer"), ""),
    "part": (_("partly here"), ""),
    "received": (_("all here"), "good"),
    "closed": (_("done"), "good"),
    "cancelled": (_("called off"), ""),
    "draft": (_("to confirm"), ""),
}
"""How a purchase order stands, in the supplier's words, with a tone."""
BILL_STATES: Final[Mapping[str, tuple[Text, str]]] = {
    "differs": (_("we check it"), "warn"),
    "matched": (pgettext_lazy("portal", "to be paid"), ""),
    "paid": (pgettext_lazy("portal", "paid"), "good"),
    "rejected": (pgettext_lazy("portal", "sent back"), "bad"),
}
PROBLEM_STATES: Final[Mapping[str, tuple[Text, str]]] = {
    "sent": (_("to answer"), "warn"),
    "answered": (_("we look at your answer"), ""),
    "agreed": (pgettext_lazy("portal", "agreed"), "good"),
    "settled": (_("settled"), "good"),
}
OUTCOMES: Final[Sequence[tuple[str, Text]]] = (
    ("accept", _("We agree to what you ask for")),
    ("offer", _("We offer something else")),
    ("explain", _("Here is why")),
    ("question", _("We have a question")),
    ("refuse", _("It is not our fault")),
)
OFFERED: Final[Sequence[tuple[str, Text]]] = (
    ("credit", _("money")),
    ("replacement", _("new goods")),
    ("repair", _("a repair")),
)

wording.register("price_wish", {"state": Word(pgettext_lazy("wish", "Answer"), values=dict(WishState.choices))})
