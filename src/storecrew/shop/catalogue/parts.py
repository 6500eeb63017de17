"""The parts of a product that have texts, for translating them side by side."""

from storecrew.shop.catalogue.models import AttributeValue, Option, OptionValue, Picture, Product


def parts_of(product: Product) -> list[tuple[str, int]]:
    """Return type and id of a product and its parts, in the order in which they are read; four queries."""
    found: list[tuple[str, int]] = [("product", product.pk)]
    values: dict[int, list[int]] = {}
    for option_id, number in (
        OptionValue.objects.filter(option__product=product).order_by("position", "pk").values_list("option_id", "pk")
    ):
        values.setdefault(option_id, []).append(number)
    for option_id in Option.objects.filter(product=product).order_by("position").values_list("pk", flat=True):
        found.append(("option", option_id))
        found += [("option_value", number) for number in values.get(option_id, ())]
    facts = AttributeValue.objects.filter(product=product).order_by("attribute__position", "attribute_id", "position")
    found += [("attribute_value", number) for number in facts.values_list("pk", flat=True)]
    pictures = Picture.objects.filter(product=product).order_by("position", "pk")
    found += [("picture", number) for number in pictures.values_list("pk", flat=True)]
    return found
