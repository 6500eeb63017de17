"""What to say when the database itself holds one of this room's rules."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.constraints import sentence

sentence("carts_line_quantity_in_range", says=_("One item can be ordered up to 999 times. For more, write to us."))
