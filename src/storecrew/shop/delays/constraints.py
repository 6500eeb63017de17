"""What to say when the database itself holds one of this room's rules."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.constraints import sentence

sentence(
    "delays_one_live",
    "delays_delay.order_id",
    says=_("Somebody noticed this delay at the same moment. Look again."),
)
sentence(
    "delays_offer_one_waiting",
    "delays_offer.delay_id",
    says=_("The buyer was written to at the same moment. Look again."),
)
sentence(
    "delays_decision_one_an_order",
    "delays_decision.outage_id, delays_decision.order_id",
    says=_("Something was decided for this order at the same moment. Look again."),
)
sentence(
    "delays_outage_one_at_a_time",
    "delays_outage.site_id",
    says=_("Somebody began to look after this source at the same moment. Look again."),
)
