"""What to say when the database itself holds one of shipping's rules."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.constraints import sentence

sentence("shipping_zone_has_name", says=_("A zone needs a name."))
sentence(
    "shipping_zone_one_everywhere_else",
    "shipping_zone.everywhere_else",
    says=_("There is a zone for the rest of the world already."),
)
sentence(
    "shipping_area_in_one_zone",
    "shipping_area.country, shipping_area.region, shipping_area.postal_from, shipping_area.postal_to",
    says=_("Another zone has this area already. Take it out there first."),
)
sentence("shipping_area_country_code", says=_("A country is a code of two letters, such as CN."))
sentence("shipping_area_range_has_two_ends", says=_("A range of postcodes needs both ends."))
sentence("shipping_method_days_in_order", says=_("The fewest days cannot be more than the most."))
sentence("shipping_method_weights_in_order", says=_("The most weight has to be more than the least."))
sentence("shipping_method_divisor_positive", says=_("The volume that counts as a kilogram is more than nothing."))
sentence(
    "shipping_tier_once",
    "shipping_tier.method_id, shipping_tier.currency, shipping_tier.above",
    says=_("Two prices begin at the same point."),
)
sentence("shipping_tier_not_negative", says=_("A price cannot be negative."))
sentence("shipping_tier_step_positive", says=_("A step is more than nothing."))
sentence(
    "shipping_threshold_once",
    "shipping_threshold.method_id, shipping_threshold.currency",
    says=_("A method is free from one amount in each currency."),
)
sentence("shipping_threshold_not_negative", says=_("A price cannot be negative."))
sentence(
    "shipping_packagekind_name_key",
    "shipping_packagekind.name",
    says=_("There is a package kind of this name already."),
)
sentence("shipping_package_kind_has_name", says=_("A package kind needs a name."))
sentence("shipping_package_kind_has_size", says=_("Length, width and height are more than nothing."))
sentence("shipping_package_kind_carries", says=_("What it carries is more than nothing."))
sentence(
    "shipping_own_carrier_code",
    says=_("A carrier's code is made of small letters, digits and underscores, a letter first."),
)
sentence(
    "shipping_owncarrier_code_key", "shipping_owncarrier.code", says=_("There is a carrier with this code already.")
)
