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
    "too_slow": _("It took too long to answer and was left."),
    "broke_off": _("The connection broke (%(what)s). It is asked again."),
    "login_refused": _("It does not let us in: the user name, password or key is wrong."),
    "new_key": _(
        "Nobody has said yet that this server is theirs: compare the key that it shows with what they tell you."
    ),
    "other_key": _(
        "The server shows another key than the one that is trusted. Nothing was said to it. "
        "Ask them whether they changed it; somebody else may have put himself in between."
    ),
    "no_such_path": _("There is nothing on their server at %(path)s."),
    "path_closed": _("Their server does not let us read %(path)s."),
    "nothing_wanted": _("In their folder %(path)s lies no file of a name that is taken."),
    "folder_too_full": _(
        "In their folder %(path)s lie more than %(most)s files. Ask them to clear it, or name one file."
    ),
    "still_growing": _("%(name)s was still being written. It is fetched once it is whole."),
    "no_trust": _("The certificate of the mail server does not hold."),
    "mailbox_refused": _("The mail server refuses what it was asked. It is asked again."),
    "no_mail_folder": _("The mailbox has no folder %(folder)s that can be opened."),
    "no_file_yet": _("In the last %(days)s days no mail of theirs came with a file. The next one is taken."),
    "no_file_in_mail": _(
        "The mail “%(subject)s” of %(sender)s brings no file that is taken. Ask them for the list as a file."
    ),
    "mail_too_big": _("The mail “%(subject)s” is larger than %(most)s MB and was not opened."),
    "not_vouched": _(
        "The mail “%(subject)s” says it is from %(sender)s, and your mail server does not confirm it. It was not opened."
    ),
    "token_refused": _("The other Storecrew does not accept the token (status %(status)s): it needs a seat there."),
    "no_storecrew": _("At this address no Storecrew answers as expected."),
    "too_many_goods": _("It has more than %(most)s goods, which is more than is taken this way."),
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
