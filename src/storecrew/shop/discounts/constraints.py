"""What to say when the database itself holds one of the rules."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.constraints import sentence

USED_UP = _("This code has been used up.")
sentence("discounts_coupon_within_limit", says=USED_UP)
sentence("discounts_code_within_limit", says=USED_UP)
sentence("discounts_tally_within_limit", says=_("You have used this code as often as one may."))
sentence("discounts_code_key_key", "discounts_code.key", says=_("There is a coupon with this code already."))
sentence("discounts_coupon_ends_after_it_starts", says=_("It has to end after it begins."))
