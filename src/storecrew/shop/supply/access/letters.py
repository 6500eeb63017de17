"""The letter with a link in it, in the language of its reader."""

from django.utils import translation
from django.utils.translation import gettext as _

from storecrew.kernel.mail.composing import Button, Sheet, Words, compose
from storecrew.kernel.mail.dress import dress_in
from storecrew.kernel.mail.types import Letter
from storecrew.shop.supply.access.models import Key


def invitation(key: Key, url: str, to: str) -> Letter:
    """Return the letter by which somebody of a supplier gets their link."""
    with translation.override(key.language):
        dress = dress_in(key.language)
        said = {"store": dress.name, "name": key.contact.name if key.contact else key.supplier.name, "days": key.days}
        sheet = Sheet(
            title=_("Your page at %(store)s") % said,
            parts=(
                Words(_("Hello %(name)s,") % said),
                Words(
                    _(
                        "this page is yours: which parcels are to be sent, what we ordered, what you have in stock, and "
                        "what we owe you. You need no account and no password; it opens on any phone."
                    )
                ),
                Button(_("Open your page"), url),
                Words(
                    _(
                        "Whoever has the link can answer in your name, so keep it among those who may. It runs out when "
                        "nobody uses it for %(days)d days."
                    )
                    % said,
                    tone="small",
                ),
            ),
            why=_("You get this because you deliver to %(store)s.") % said,
        )
        return compose(sheet, dress, to=to, language=key.language)
