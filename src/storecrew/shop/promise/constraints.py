"""What this room's constraints say to people."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions import constraints

constraints.sentence(
    "promise_observed_once",
    "promise_observation.shipment, promise_observation.what",
    says=_("This has been written down of the shipment already."),
)
