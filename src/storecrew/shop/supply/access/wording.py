"""What this room's audited fields are called, and the words of its states."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.pages import wording
from storecrew.kernel.pages.types import Text, Tone

STATES: Final[Mapping[str, tuple[Text, Tone]]] = {
    "open": (pgettext_lazy("link", "opens"), Tone.GOOD),
    "expired": (pgettext_lazy("link", "run out"), Tone.NEUTRAL),
    "revoked": (pgettext_lazy("link", "taken back"), Tone.NEUTRAL),
    "left": (_("works there no more"), Tone.NEUTRAL),
    "ended": (_("not a supplier any more"), Tone.NEUTRAL),
}

wording.register(
    "supplier_key",
    {
        "expires_at": _("Opens until"),
        "revoked": pgettext_lazy("link", "Taken back"),
        "sent_to": _("Mailed to"),
        "language": _("Language"),
    },
)
