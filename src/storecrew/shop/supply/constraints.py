"""What the rules of these tables say to whoever runs into them."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.constraints import sentence

sentence(
    "supply_supplier_code_key",
    "supply_supplier.code",
    says=_("Another supplier has this code. Choose another one."),
)
sentence("supply_supplier_name_key", "supply_supplier.name", says=_("There is a supplier of this name already."))
sentence(
    "supply_supplier_prepaid_owes_nothing",
    says=_("What is paid in full with the order leaves nothing to pay later. Set the days to 0."),
)
sentence(
    "supply_one_primary_contact",
    "supply_contact.supplier_id",
    says=_("Somebody else is asked first there. Load the page again."),
)
sentence(
    "supply_channel_once",
    "supply_channel.contact_id, supply_channel.kind, supply_channel.address",
    says=_("The same number or address is there twice."),
)
sentence("supply_document_not_backwards", says=_("The last day lies before the first."))
sentence(
    "supply_offer_once_a_variant",
    "supply_offer.supplier_id, supply_offer.variant_id",
    says=_("This supplier offers this already. Change that offer."),
)
sentence(
    "supply_offer_sku_once",
    "supply_offer.supplier_id, supply_offer.sku",
    says=_("This supplier uses this SKU for something else. End that offer first, or use another SKU."),
)
sentence("supply_offer_not_backwards", says=_("The last day lies before the first."))
