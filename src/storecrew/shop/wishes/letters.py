"""The two letters of this room: it is back; it has become cheaper. Each ends with a link that ends them."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from storecrew.kernel.mail.composing import Button, Part, Sheet, Words, compose
from storecrew.kernel.mail.dress import dress_in
from storecrew.kernel.mail.types import Letter
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue.types import Face
from storecrew.shop.wishes import pages
from storecrew.shop.wishes.models import StockAlert, Wish
from storecrew.shop.wishes.tokens import no_drops_link, stop_link


def back(alert: StockAlert, face: Face, *, few: bool) -> Letter:
    """Return the letter that says that something is back. `few`: fewer pieces than people who wait."""
    with translation.override(alert.language):
        name = _name(face)
        parts: list[Part] = [Words(_("Hello,\nyou asked us to say when this is back: %(name)s.") % {"name": name})]
        if few:
            parts.append(
                Words(_("There are fewer pieces than people who wait. Whoever orders first has it."), tone="strong")
            )
        parts += _to_product(alert.language, face, pgettext("product", "Look at it"))
        parts.append(
            Words(_("Nothing is kept back for you, and you will not hear of it again unless you ask."), tone="small")
        )
        parts += _end(pages.stop(alert.language, stop_link(alert)))
        sheet = Sheet(
            title=_("It is back: %(name)s") % {"name": name},
            parts=tuple(parts),
            why=_("You get this one letter because you asked for it on the page of the product."),
        )
        return compose(sheet, dress_in(alert.language), to=alert.email, language=alert.language)


def cheaper(wish: Wish, face: Face, to: str, now: Money) -> Letter:
    """Return the letter that says that something on a list became cheaper."""
    language = wish.list.language
    with translation.override(language):
        name, seen = _name(face), Money(wish.seen_minor or now.minor, now.currency)
        said = {"name": name, "was": format_money(seen, language), "now": format_money(now, language)}
        parts: list[Part] = [
            Words(_("Hello,\n%(name)s is on your wish list.") % said),
            Words(_("It was %(was)s when you put it there, and is %(now)s now.") % said, tone="strong"),
            *_to_product(language, face, pgettext("product", "Look at it")),
            *_end(pages.stop(language, no_drops_link(wish.list))),
        ]
        sheet = Sheet(
            title=_("Cheaper now: %(name)s") % {"name": name},
            parts=tuple(parts),
            why=_("You get this letter because you asked on your wish list to hear of lower prices."),
        )
        return compose(sheet, dress_in(language), to=to, language=language)


def _name(face: Face) -> str:
    return f"{face.title} ({', '.join(face.options)})" if face.options else face.title


def _to_product(language: str, face: Face, label: str) -> list[Part]:
    url = pages.product(language, face.slug, face.variant_id)
    return [Button(label, url)] if url else []


def _end(url: str) -> list[Part]:
    return [Button(_("No more letters about this"), url, plain=True)] if url else []
