"""What to say when the database itself holds one of drop shipments' rules."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.constraints import sentence

sentence(
    "dropships_ordinal_once",
    "dropships_dropshipment.order_id, dropships_dropshipment.ordinal",
    "dropships_dropshipment_number_key",
    "dropships_dropshipment.number",
    says=_("Somebody made another drop shipment of this order just now. Try again."),
)
sentence("dropships_line_not_beyond_wanted", says=_("More than was wanted cannot leave or be refused."))
sentence("dropships_line_adds_up", says=_("The pieces of this line do not add up."))
sentence("dropships_piece_billed_at_most", says=_("More than was sent cannot be billed."))
sentence("dropships_api_has_address", says=_("Where is their API?"))
