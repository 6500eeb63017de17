"""What the rules of these tables say to whoever runs into them."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions import constraints

constraints.sentence(
    "wishes_one_waits_once",
    "wishes_stockalert.variant_id, wishes_stockalert.email",
    says=_("You are on the list already. We write as soon as it is back."),
)
constraints.sentence("wishes_multiple_in_range", says=_("Between 1 and 100 people can be told for each piece."))
