"""What to say when the database itself holds one of this room's rules."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.constraints import sentence

sentence(
    "returns_ordinal_once",
    "returns_return.order_id, returns_return.ordinal",
    "returns_return_number_key",
    "returns_return.number",
    says=_("A return of this order was asked for at the same moment. Look at the order again."),
)
sentence("returns_received_at_most_asked", says=_("More came in than was to be returned. Count again."))
sentence("returns_refunded_at_most_asked", says=_("The price of more pieces than came back was to be given back."))
sentence("returns_refund_not_negative", says=_("What is kept is more than what goes back."))
sentence(
    "returns_refund_ordinal_once",
    "returns_refund.ret_id, returns_refund.ordinal",
    says=_("Somebody has given money back for this return at the same moment. Look at it again."),
)
