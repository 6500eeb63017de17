"""What the rules of these tables say to whoever runs into them."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.constraints import sentence

sentence("availability_risk_in_range", says=_("The risk is a share between 0 and 50 %."))
sentence(
    "availability_ages_in_order", says=_("Selling stops no earlier than the page says that it is being confirmed.")
)
sentence("availability_cap_of_something", says=_("At least one piece, or none for no limit."))
sentence(
    "availability_threshold_once",
    "availability_threshold.supplier_id",
    "availability_threshold_once",
    says=_("Somebody set these at the same moment. Load the page again."),
)
