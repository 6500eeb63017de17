"""What there is to say about rows and orders of other systems, in the reader's language: what it is, what follows."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.kernel.tabular import sentences as tabular

SENTENCES: Final[Mapping[str, Promise]] = {
    # the file as a whole
    "json_broken": _("From line %(line)s on, this is no valid JSON. Export it again; nothing of it was taken."),
    "json_too_deep": _("The JSON is nested so deeply that it cannot be a list of orders (line %(line)s)."),
    "json_too_long": _("One order of the JSON is longer than 8 million characters (line %(line)s): it cannot be one."),
    "json_no_orders": _("There are no orders of Shopify or WooCommerce in this JSON."),
    "json_no_order": _("This is no order; it stays out."),
    "file_gone": _("The file is not here any more. Send it again."),
    # orders that stay out
    "no_number": _("It has no order number, by which it could be found again. It stays out."),
    "no_time": _("When it was ordered does not stand here, or cannot be read. It stays out."),
    "no_lines": _("It has no goods. It stays out."),
    "negative_total": _("It comes to less than nothing. It stays out."),
    "not_placed": _("Nobody has placed it yet: it is a basket. It stays out."),
    "no_sale": _("Nothing was sold: a correction of stock without a price or a buyer. It stays out."),
    "only_bookings": _("Only bookings stand here, and no goods. It stays out."),
    "booking": _("A booking (%(value)s) and no sale. It stays out."),
    "unreadable_row": _("Pieces or price of this row cannot be read. The row stays out."),
    "too_many_lines": _("It has more than 5,000 lines. It stays out."),
    "cannot_balance": _("Its rows cannot come to the sum that its system says. It stays out."),
    "still_open": _(
        "It is still to be sent or paid, and you chose to leave such orders to the other system. It stays out until it is finished there."
    ),
    "not_in_currency": _("This currency has no such amount. It stays out."),
    "database": _("The database does not take it: %(why)s. It stays out."),
    # credits
    "credited": _("Takes back %(pieces)s of order %(order)s: counted there as returned and given back."),
    "credit_unmatched": _(
        "Takes back %(pieces)s of something for which there is no earlier order of this customer in the file. It stays out."
    ),
    "credit_row": _("Takes off %(value)s without saying of which order. It stays out."),
    # worth knowing
    "unknown_sku": _("There is no article with this SKU here: the line stays a line of its own."),
    "sum_differs": _(
        "Its rows come to %(rows)s, its own total is %(total)s. The difference of %(difference)s is a row of its own."
    ),
    "rounded": _("Its prices have parts of a cent; the sum was rounded."),
    "not_an_amount": _("This is no amount; it counts as nothing."),
    "not_a_count": _("This is no number of pieces; the row stays out."),
    "no_pieces": _("No pieces: the row stays out."),
    "not_a_time": _("This is no time; it is left blank."),
    "not_a_currency": _("There is no such currency."),
    "too_much": _("This amount is beyond all measure."),
    "refunded_beyond_paid": _("More went back than was paid, says its system: at least so much counts as paid."),
    "authorised_only": _(
        "Its money is set aside and not taken yet: here it counts as unpaid until the other system says more."
    ),
    "never_paid": _("Nobody paid it for two weeks: it comes in as cancelled."),
    "presented_in": _("The buyer paid in %(value)s; here stand the amounts in the shop's own currency."),
    "number_twice": _("The order stands here in several rows; the first one counts."),
    "no_customer": _("Nothing tells who bought it: it belongs to no customer."),
    "number_taken": _("Another order has the number %(number)s here; this one gets the next number of ours."),
    "sold_out": _("Not enough is here to send it: it is on hold, and nothing is kept for it."),
    "known_before": _("It came in before and nothing is new in it."),
    "updated": _("It came in before and was brought up to date."),
    "older": _("What is here is newer than this. Nothing was changed."),
    "changed_here": _("It came in before and was changed here since. It was not touched."),
    "paid_here": _("Money for it came in here since. It was not touched."),
    "same_in_file": _("The same order stands in the file twice; the first one counts."),
    "undone_kept": _("It was changed here since it came in, so it stays."),
    # webhooks
    "not_an_order": _("The message holds no order."),
    "deleted_there": _("It was deleted in the other system. What is here stays."),
    "broken_body": _("The message cannot be read."),
}
MONEY: Final = frozenset({"rows", "total", "difference"})


def sentence_of(code: str, params: Mapping[str, Any], *, value: str = "", currency: str = "") -> str:
    """Return what a code says in the active language; amounts come in minor units of `currency`."""
    known = SENTENCES.get(code)
    if known is None:
        return tabular.sentence_of(code, params)
    said = {
        name: format_money(Money(int(one), currency)) if name in MONEY and currency else one
        for name, one in params.items()
    }
    try:
        return str(known) % {"value": value, **said}
    except KeyError:
        return str(known)
