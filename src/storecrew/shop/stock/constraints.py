"""What to say when the database itself holds one of the rules of stock."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.constraints import sentence

sentence(
    "stock_warehouse_code_key", "stock_warehouse.code", says=_("Another warehouse has this code. Choose another one.")
)
sentence(
    "stock_warehouse_name_key", "stock_warehouse.name", says=_("Another warehouse has this name. Choose another one.")
)
sentence(
    "stock_bin_code_once",
    "stock_bin.warehouse_id, stock_bin.code",
    says=_("There is a bin with this code in this warehouse already."),
)
sentence(
    "stock_level_not_oversold",
    says=_("That would promise more than there is. Look at what is promised, then try again."),
)
sentence(
    "stock_level_parts_within",
    says=_("So many do not lie there by the books. Count, or receive what came, then try again."),
)
sentence("stock_level_parts_not_negative", says=_("So many do not lie there by the books."))
sentence(
    "stock_reservation_once",
    "stock_reservation.owner",
    says=_("This is promised already. Load the page again."),
)
sentence("stock_level_promises_not_negative", says=_("So many are not promised any more. Load the page again."))
sentence("stock_transfer_goes_elsewhere", says=_("Choose two different warehouses."))
sentence("stock_transfer_line_no_more_than_sent", says=_("More cannot arrive than was sent."))
sentence("stock_item_bundle_is_no_component", says=_("A bundle cannot be part of another bundle."))
sentence("stock_component_not_itself", says=_("A bundle cannot contain itself."))
sentence(
    "stock_serial_once",
    "stock_serial.item_id, stock_serial.code",
    says=_("One of these serial numbers is known already."),
)
sentence("'Move.item'", says=_("Goods of it have moved through the warehouse; archive it instead of deleting it."))
