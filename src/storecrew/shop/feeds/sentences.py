"""What there is to say about rows, files and sources, in the reader's language. Rows keep a code, never a sentence."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.tabular import sentences as tabular
from storecrew.shop.feeds.types import Trip

SENTENCES: Final[Mapping[str, Promise]] = {
    # rows
    "no_sku": _("There is no SKU here, so nobody knows whose stock it is."),
    "sku_too_long": _("This is longer than a SKU can be (100 characters)."),
    "unknown_warehouse": _("This supplier has no warehouse of this name. Add it, or write it as it is called here."),
    "no_quantity": _("No quantity stands here. Write 0 if there is none."),
    "not_a_quantity": _("This is no number of pieces."),
    "not_whole": _("There are no parts of pieces: write a whole number."),
    "too_many": _("So many there cannot be: is it another column?"),
    "only_a_word": _(
        "It says that there is some, and not how many. Write a number, or say in the source what this word counts as."
    ),
    "not_a_cost": _("This is no amount. Write it like 12.50."),
    "negative_cost": _("A cost cannot be below zero."),
    "other_currency": _("This is in another currency than %(currency)s, in which this supplier is paid."),
    "unknown_currency": _("There is no such currency."),
    "sku_twice": _("This SKU stands in the file twice with other values (line %(other)s). Leave one of them."),
    "sku_stands": _("This SKU stands in another line of the file with other values. Leave one of them."),
    "cost_jump": _("This cost is far from what it was (%(before)s). If it is right, send the row again from here."),
    # the file as a whole
    Trip.COLUMNS: _("Columns that we read are gone: %(columns)s."),
    Trip.FEWER: _("%(rows)s rows, where there are usually %(usual)s."),
    Trip.EMPTY: _("There is not a single row in it."),
    Trip.ZEROS: _("Only %(after)s of %(before)s goods would still be in stock."),
    Trip.DEARER: _("%(rows)s of %(of)s costs are about a hundred times what they were."),
    Trip.CHEAPER: _("%(rows)s of %(of)s costs are about a hundredth of what they were."),
    Trip.BAD: _("%(bad)s of %(rows)s rows cannot be read."),
    # asking
    "unreachable": _("It could not be asked: %(why)s"),
    "answered": _("It answers with status %(status)s."),
    "not_allowed": _("It does not let us in (status %(status)s): the user name, password or key is wrong."),
    "not_found": _("There is nothing at this address (404)."),
    "no_folder": _("The folder is not there: %(folder)s."),
    "file_too_big": _("%(name)s is larger than 2 GB. Cut it into several."),
    "secret_lost": _(
        "Its password cannot be read any more: it was kept under another installation key. Type it again."
    ),
    "kind_unknown": _("This way of asking is not installed here."),
}


def sentence_of(code: str, params: Mapping[str, Any]) -> str:
    """Return what a code says in the active language."""
    known = SENTENCES.get(code)
    if known is None:
        return tabular.sentence_of(code, params)
    try:
        return str(known) % params
    except KeyError:
        return str(known)
