"""What to say when the database itself holds one of the rules."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.constraints import sentence

sentence("taxes_zone_name_key", "taxes_zone.name", says=_("There is a zone with this name already."))
sentence("taxes_taxclass_code_key", "taxes_taxclass.code", says=_("There is a class with this code already."))
sentence("taxes_area_part_of_a_country", says=_("Name the country first; regions and postcodes are parts of it."))
sentence("taxes_rate_in_range", says=_("A rate is between 0 and 1,000 percent."))
sentence("taxes_rate_ends_after_it_starts", says=_("The rate has to end after it begins."))
sentence(
    "taxes_exemption_once",
    "taxes_exemption.customer, taxes_exemption.country",
    says=_("This customer is exempt there already. End that one first."),
)
