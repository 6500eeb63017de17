"""Letters to buyers about their returns, in the language they ordered in. The policy says which are sent."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from storecrew.kernel.events.types import Meta
from storecrew.kernel.mail import writing as mail
from storecrew.kernel.mail.types import Letter
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages import formats
from storecrew.kernel.store.reads import current
from storecrew.shop.orders import page
from storecrew.shop.orders import reads as orders
from storecrew.shop.returns.models import Decline, ExchangeState, Return
from storecrew.shop.returns.ruling import current_policy
from storecrew.shop.returns.writing.exchanging import of as exchange_of


def write(kind: str, return_id: int, *, key: str, meta: Meta, money: Money | None = None) -> None:
    """Write one letter, once for each key; nothing where the policy sends none or nobody has an address."""
    row = Return.objects.filter(pk=return_id).first()
    if row is None or kind not in current_policy().letters:
        return
    order = orders.find(row.order_id)
    if order is None or not order.email:
        return
    with translation.override(row.language):
        title, text = _words(kind, row, money)
        letter = Letter(to=order.email, title=title, text=text)
    mail.write(letter, key=key, subject=row.subject, cause=meta.cause, at=meta.now)


def address_of(row: Return) -> str:
    """Return where a buyer sees a return, as a whole address; empty while no front serves it."""
    path = page.address_for_buyer(orders.token_for(row.order_id))
    return f"{settings.ENVIRONMENT.origin}{path}return/{row.pk}/" if path else ""


def _words(kind: str, row: Return, money: Money | None) -> tuple[str, str]:
    store = current()
    said = {
        "number": row.number,
        "store": store.name if store else "",
        "reason": str(Decline(row.decline_reason).label) if row.decline_reason else "",
        "day": formats.day(row.send_by) if row.send_by else "",
        "money": format_money(money) if money else "",
    }
    title, parts = _PARTS[kind](row, said)
    parts += [_("Everything about it: %(link)s") % {"link": link}] if (link := address_of(row)) else []
    return title % said, "\n\n".join([_("Hello,"), *(part % said for part in parts), said["store"]])


def _approved(row: Return, said: dict[str, str]) -> tuple[str, list[str]]:
    parts = [_("your return %(number)s is granted.")]
    if row.nothing_back:
        parts.append(_("You need not send anything back."))
    else:
        parts.append(_("Send it on its way by %(day)s. How to pack it and where it goes stands on its page."))
    exchange = exchange_of(row)
    if exchange is not None and exchange.state in {ExchangeState.KEPT, ExchangeState.RELEASED}:
        parts.append(
            _("What you chose instead is put aside for you. It leaves as soon as the goods are here.")
            if exchange.state == ExchangeState.KEPT
            else _("What you get instead leaves in the next days.")
        )
        if exchange.due_minor:
            due = {"due": format_money(row.money(exchange.due_minor))}
            parts.append(_("The difference of %(due)s is still to be paid, on the page of the new order.") % due)
    return _("Return %(number)s is granted"), [*parts, *([row.note.replace("%", "%%")] if row.note else [])]


def _declined(row: Return, said: dict[str, str]) -> tuple[str, list[str]]:
    words = [row.decline_words.replace("%", "%%")] if row.decline_words else []
    parts = [
        _("we cannot take return %(number)s: %(reason)s."),
        *words,
        _("If you see it differently, answer this letter."),
    ]
    return _("About your return %(number)s"), parts


def _received(row: Return, said: dict[str, str]) -> tuple[str, list[str]]:
    parts = [_("the goods of return %(number)s have arrived."), _("We look at them, and then make it good.")]
    return _("Return %(number)s has arrived"), parts


def _refunded(row: Return, said: dict[str, str]) -> tuple[str, list[str]]:
    parts = [
        _("%(money)s for return %(number)s are on their way back to you, the way you paid."),
        _("Banks take up to some days until it shows."),
    ]
    return _("%(money)s are on their way back"), parts


_PARTS = {"approved": _approved, "declined": _declined, "received": _received, "refunded": _refunded}
