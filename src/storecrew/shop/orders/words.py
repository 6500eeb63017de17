"""How states, reasons and signs of risk are said, and in which tone: the one place for it."""

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from storecrew.kernel.pages.types import Text, Tone
from storecrew.shop.addresses.types import country_name
from storecrew.shop.orders.actions.cancelling import CancelReason
from storecrew.shop.orders.models import ChangeKind, Fulfilment, HoldReason, Order, PaymentState, State
from storecrew.shop.orders.risk import Hint

PAYMENT_TONES: Final = {
    PaymentState.PENDING: Tone.HALF,
    PaymentState.AUTHORISED: Tone.HALF,
    PaymentState.PART_PAID: Tone.WARN,
    PaymentState.PAID: Tone.GOOD,
    PaymentState.PART_REFUNDED: Tone.NEUTRAL,
    PaymentState.REFUNDED: Tone.NEUTRAL,
    PaymentState.VOID: Tone.NEUTRAL,
}
FULFILMENT_TONES: Final = {Fulfilment.NONE: Tone.NEUTRAL, Fulfilment.PART: Tone.HALF, Fulfilment.DONE: Tone.GOOD}
STATE_TONES: Final = {
    State.DRAFT: Tone.HALF,
    State.OPEN: Tone.NEUTRAL,
    State.CLOSED: Tone.GOOD,
    State.CANCELLED: Tone.NEUTRAL,
}


def tags_of(order: Order) -> list[tuple[Text, Tone]]:
    """Return the states of an order as words and tones, the one that matters most first."""
    if order.state in {State.DRAFT, State.CANCELLED}:
        state = State(order.state)
        tags: list[tuple[Text, Tone]] = [(state.label, STATE_TONES[state])]
        if order.payment not in {PaymentState.VOID, PaymentState.PENDING}:
            tags.append(payment_of(order))
        return tags
    tags = [payment_of(order), fulfilment_of(order)]
    if order.held:
        tags.insert(0, (_("on hold"), Tone.WARN))
    return tags


def payment_of(order: Order) -> tuple[Text, Tone]:
    """Return what of its money has arrived."""
    state = PaymentState(order.payment)
    if state == PaymentState.PENDING and order.ships_unpaid:
        return _("pays on delivery"), Tone.HALF
    return state.label, PAYMENT_TONES[state]


def fulfilment_of(order: Order) -> tuple[Text, Tone]:
    """Return how much of it has left."""
    state = Fulfilment(order.fulfilment)
    return state.label, FULFILMENT_TONES[state]


def channel(code: str) -> str:
    """Return where an order came from."""
    kind, _sep, system = code.partition(":")
    match kind:
        case "web":
            return _("storefront")
        case "phone":
            return _("written by the crew")
        case "import":
            return _("from %(system)s") % {"system": system.capitalize()}
    return code


def cancel_reason(code: str) -> str:
    """Return why an order was cancelled; a code of another system is shown as it is."""
    return str(CancelReason(code).label) if code in CancelReason.values else code


def hold_reason(code: str) -> str:
    """Return why an order waits."""
    return str(HoldReason(code).label) if code in HoldReason.values else code


def change_kind(code: str) -> str:
    """Return what kind of change it was."""
    return str(ChangeKind(code).label) if code in ChangeKind.values else code


def risk_sentences(hints: Iterable[Hint]) -> list[tuple[str, Tone]]:
    """Return signs of risk as sentences; a strong one warns, none of them condemns."""
    return [(_sentence(hint), Tone.WARN if hint["weight"] >= 2 else Tone.NEUTRAL) for hint in hints]


def _sentence(hint: Hint) -> str:
    values = hint["values"]
    match hint["code"]:
        case "countries":
            return _("It goes to %(ship)s, the bill to %(bill)s.") % {
                "ship": country_name(values["ship"]),
                "bill": country_name(values["bill"]),
            }
        case "forwarder":
            return _(
                "The address looks like a freight forwarder's. Usually harmless; the parcel just cannot be followed to the end."
            )
        case "big_first":
            return _("A first order, and a large one.")
        case "same_source":
            return _("%(n)s orders under different names came from the same network within a day.") % values
        case "tries":
            return _("%(n)s tries to pay failed before.") % values
        case "card":
            return _("The card is from %(card)s, the parcel goes to %(ship)s.") % {
                "card": country_name(values["card"]),
                "ship": country_name(values["ship"]),
            }
    return pgettext("risk", "Something about it is unusual.")
