"""What the rules of this table say to whoever runs into them."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.constraints import sentence

sentence("sourcing_limits_in_range", says=_("The limits are at most 500 % more and 90 days later."))
