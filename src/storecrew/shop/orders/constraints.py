"""What to say when the database itself holds one of this room's rules."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.constraints import sentence

sentence("orders_number_once", "orders_order.number", says=_("Another order has this number already."))
sentence("orders_external_once", says=_("This order was taken in before."))
sentence("orders_line_not_beyond_agreed", says=_("More than was ordered cannot be sent or cancelled."))
sentence("orders_line_returned_after_shipped", says=_("More than was sent cannot come back."))
sentence("orders_line_sums_in_range", says=_("A discount cannot be more than its line."))
sentence("orders_sums_not_negative", says=_("An order cannot come to less than nothing."))
sentence("orders_refunded_at_most_captured", says=_("More than was paid cannot go back."))
sentence("orders_hold_one_at_a_time", "orders_hold.order_id", says=_("It is on hold already."))
sentence(
    "orders_handling_once",
    "orders_handling.line_id, orders_handling.kind, orders_handling.document",
    says=_("This parcel or return was counted before."),
)
