"""What findings say, in the reader's language. A finding keeps a code and its figures, never a sentence."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from storecrew.kernel.tabular.sentences import SENTENCES as READING

SENTENCES: Final[Mapping[str, Promise]] = {
    **READING,
    # cells
    "not_a_number": lazy("This is not a number."),
    "not_whole": lazy("This has to be a whole number."),
    "not_a_price": lazy("This is not an amount. Write it like 1,234.50."),
    "negative_price": lazy("A price cannot be below zero."),
    "too_precise": lazy("%(currency)s has no such small coins: too many decimals."),
    "other_currency": lazy("This is in another currency than %(currency)s."),
    "unknown_currency": lazy("There is no currency with this code."),
    "not_yes_or_no": lazy("This says neither yes nor no."),
    "unknown_unit": lazy("The unit “%(unit)s” is not known."),
    "negative_measure": lazy("A weight or length cannot be below zero."),
    "cut": lazy("Too long: only the first %(most)s characters are kept."),
    "unknown_status": lazy("This status is not known; the product comes in as a draft."),
    "not_a_barcode": lazy("Too long for a barcode; it is left out."),
    "odd_barcode": lazy("The check digit is wrong: it should end with %(digit)s. It is kept to be looked at."),
    "not_a_tariff": lazy("A customs number has only digits and dots; it is left out."),
    "unknown_country": lazy("There is no country with this name or code; it is left out."),
    "not_a_picture": lazy("This is no address of a picture; it is left out."),
    # products
    "no_title": lazy("A new product needs a title."),
    "no_price": lazy("Not every variant has a price in %(currency)s; the product comes in as a draft."),
    "nothing_to_sell": lazy("No row of this product says what can be bought."),
    "no_such_product": lazy("There is no such product to add this to. Import the products first."),
    "same_product": lazy("Line %(first)s is about the same product already."),
    "product_twice": lazy("Line %(first)s describes this product already."),
    "too_many_variants": lazy("A product can have at most %(most)s variants."),
    "same_options": lazy("Line %(first)s has the same options with other values."),
    "repeated_row": lazy("The row says the same as line %(first)s."),
    "missing_option": lazy("The variant does not have a value for each option."),
    "options_alike": lazy("Two options have the same name."),
    "options_joined": lazy("A product has at most three options; the last ones are joined into one."),
    "options_differ": lazy("The product has other options here: %(ours)s. Change them here first."),
    "sku_twice": lazy("Line %(first)s has this SKU already."),
    "sku_taken": lazy("“%(product)s” has this SKU already."),
    "parent_missing": lazy("The product this variation belongs to is not in the file."),
    "no_variations": lazy("The file has no variations of this product; it comes in with one variant."),
    "sale_not_running": lazy("The sale price does not hold today; the regular one is taken."),
    "hidden_there": lazy("It was hidden in the other system; it comes in as a draft."),
    "category_too_deep": lazy("Categories are at most %(most)s levels deep; the lower ones are left out."),
    "language_missing": lazy("The row does not say which language it is in."),
    "translation_twice": lazy("Line %(first)s has this language already."),
    "own_language": lazy("This is the language the product is written in; it is no translation."),
    "not_taken": lazy("The catalogue did not take this product: %(reason)s"),
    "picture_missing": lazy("The picture was not found."),
    "picture_not_fetched": lazy("The picture could not be fetched: %(reason)s"),
}


def sentence_of(code: str, params: Mapping[str, Any]) -> str:
    """Return what a finding says in the active language."""
    known = SENTENCES.get(code)
    return str(known) % params if known is not None else _("Something is wrong here (%(code)s).") % {"code": code}
