"""What to say when the database itself holds one of fulfilment's rules."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.constraints import sentence

sentence("fulfilment_packed_at_most_open", says=_("Somebody has packed this already."))
sentence(
    "fulfilment_order_in_one_open_wave",
    "fulfilment_tote.order_id, fulfilment_tote.warehouse_id",
    says=_("One of these orders is in another wave already."),
)
sentence("fulfilment_pick_not_beyond_wanted", says=_("More cannot be picked than is wanted."))
sentence(
    "fulfilment_tracking_number_once",
    "fulfilment_parcel.carrier, fulfilment_parcel.tracking_number",
    says=_("Another parcel has this tracking number already. Scan the label again."),
)
sentence(
    "fulfilment_parcel_number_key",
    "fulfilment_parcel.number",
    "fulfilment_parcel_ordinal_once",
    "fulfilment_parcel.order_id, fulfilment_parcel.ordinal",
    says=_("Somebody packed another parcel of this order just now. Try again."),
)
sentence("fulfilment_parcel_left_once", says=_("A parcel leaves once."))
sentence(
    "fulfilment_service_name_key", "fulfilment_service.name", says=_("There is a connection of this name already.")
)
sentence("fulfilment_label_one_at_a_time", "fulfilment_label.parcel_id", says=_("A label was asked for already."))
sentence("fulfilment_habits_in_range", says=_("One walk takes one to a hundred orders."))
