"""What to say when the database itself holds one of the catalogue's rules."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.constraints import sentence

sentence(
    "catalogue_product_slug_key",
    "catalogue_product.slug",
    says=_("Another product has this address. Choose another one."),
)
sentence("catalogue_product_has_title", says=_("A product needs a title."))
sentence("catalogue_product_sale_ends_after_it_begins", says=_("The sale has to end after it begins."))
sentence(
    "catalogue_variant_sku_once",
    "catalogue_variant.sku",
    says=_("Another variant has this SKU. Give each variant its own."),
)
sentence(
    "catalogue_variant_combination_once",
    "catalogue_variant.product_id, catalogue_variant.signature",
    says=_("Two variants have the same values."),
)
sentence("catalogue_variant_cost_has_currency", says=_("A cost needs a currency."))
sentence("catalogue_option_at_most_three", says=_("A product has at most three options."))
sentence("catalogue_price_not_negative", says=_("A price cannot be negative."))
sentence("catalogue_price_compare_at_not_negative", says=_("A price cannot be negative."))
sentence(
    "catalogue_category_path_key", "catalogue_category.path", says=_("There is a category with this address already.")
)
sentence("catalogue_category_not_too_deep", says=_("The tree is at most six levels deep."))
sentence(
    "catalogue_collection_slug_key",
    "catalogue_collection.slug",
    says=_("There is a collection with this address already."),
)
sentence("catalogue_placement_one_main", says=_("A product has one main category."))
