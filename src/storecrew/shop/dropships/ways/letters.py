"""Letters to suppliers, in the language of whoever reads them: please send, it has changed, stop, we have heard nothing."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.kernel.mail.composing import Button, Facts, Heading, Part, Row, Rows, Sheet, Words, compose
from storecrew.kernel.mail.dress import dress_in
from storecrew.kernel.mail.types import Letter
from storecrew.kernel.money.formatting import locale_of
from storecrew.shop.dropships import portal
from storecrew.shop.dropships.models import DropShipment, Kind
from storecrew.shop.dropships.ways.arranged import Arranged
from storecrew.shop.dropships.ways.slips import Slip, address_lines


def letter(row: DropShipment, slip: Slip, arranged: Arranged, kind: Kind, zone: str, note: str = "") -> Letter:
    """Compose what a supplier is written about a drop shipment."""
    url = portal.address_for(row.supplier_id, arranged.contact_id, row.subject)
    with translation.override(arranged.language):
        sheet = _sheet(slip, kind, arranged.language, zone, note, url)
        return compose(sheet, dress_in(arranged.language), to=arranged.to, language=arranged.language)


def _sheet(slip: Slip, kind: Kind, language: str, zone: str, note: str, url: str) -> Sheet:
    by = _day(slip.ship_by, zone)
    names = {"number": slip.number, "day": by, "note": note}
    match kind:
        case Kind.STOPPED:
            return Sheet(
                title=_("Please stop: %(number)s") % names,
                parts=(
                    Words(_("Hello,\nplease do not send %(number)s any more.") % names, tone="strong"),
                    *_said(note),
                    Words(_("Has it left already? Tell us the tracking number, and nothing more is to be done.")),
                    *_answer(url),
                ),
                why=_why(slip),
            )
        case Kind.CHANGED:
            title = _("Changed: %(number)s") % names
            first = _("Hello,\n%(number)s has changed. What stands below holds; forget the letters before.") % names
        case Kind.REMINDED:
            title = _("Not heard from you: %(number)s") % names
            first = _("Hello,\nwe have heard nothing of %(number)s yet. Can you send it in time?") % names
        case _:
            title = _("Please send by %(day)s: %(number)s") % names if by else _("Please send: %(number)s") % names
            first = _("Hello,\nplease send this for us, straight to our customer.")
    return Sheet(
        title=title, parts=(Words(first), *_said(note), *_whole(slip, language, by), *_answer(url)), why=_why(slip)
    )


def _whole(slip: Slip, language: str, by: str) -> Iterable[Part]:
    facts = [(_("Number"), slip.number), (_("Leaves by"), by)]
    facts.append((_("It goes to"), "\n".join(address_lines(slip, language))))
    facts.append((_("Sender on the parcel"), slip.sender))
    yield Facts(tuple(fact for fact in facts if fact[1]))
    yield Heading(ngettext("%(n)d piece", "%(n)d pieces", slip.pieces) % {"n": slip.pieces})
    yield Rows(tuple(_row(one.sku, one.title, one.options, one.ours, one.quantity) for one in slip.lines))
    if slip.note:
        yield Facts(((_("The customer writes"), slip.note),))
    yield Words(_("Please put no invoice and no prices into the parcel, and write our name on it as the sender."))


def _row(sku: str, title: str, options: str, ours: str, quantity: int) -> Row:
    name = " ".join(part for part in (sku, title) if part)
    detail = " · ".join(part for part in (options, _("our number %(sku)s") % {"sku": ours} if ours else "") if part)
    return Row(name, detail, f"× {quantity}")


def _said(note: str) -> Iterable[Part]:
    if note:
        yield Words(note)


def _answer(url: str) -> Iterable[Part]:
    if url:
        yield Button(_("Answer, or tell the tracking number"), url)
    else:
        yield Words(
            _("Answer this letter: will it leave in time, or what is missing? Then the tracking number, please.")
        )


def _why(slip: Slip) -> str:
    return _("You get this letter because you send for us. Order %(number)s.") % {"number": slip.order}


def _day(at: datetime | None, zone: str) -> str:
    if at is None:
        return ""
    on: date = at.astimezone(ZoneInfo(zone)).date()
    return str(format_skeleton("MMMEd", on, locale=locale_of()))
