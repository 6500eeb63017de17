"""A product's options as rows of links: each value leads to the variant that differs in nothing else, or in as little as there is."""

from collections.abc import Sequence, Set

from storecrew.fronts.storefront.goods import Choice, OptionRow
from storecrew.fronts.storefront.pictures import picture_html
from storecrew.fronts.storefront.site import Site
from storecrew.shop.catalogue.types import OptionView, ProductPage, VariantView

MOST_PICTURES = 12
"""More values than this are told apart by name: a wall of small pictures helps nobody."""


def chosen_variant(product: ProductPage, asked: str, gone: Set[int] = frozenset()) -> VariantView:
    """Return the variant that the address asks for by id; otherwise the first that can be bought, else the first.

    `gone`: ids of variants that are sold out.
    """
    if asked.isdigit() and (found := next((one for one in product.variants if one.variant_id == int(asked)), None)):
        return found
    priced = [one for one in product.variants if one.price] or list(product.variants)
    return next((one for one in priced if one.variant_id not in gone), priced[0])


def option_rows(
    site: Site, product: ProductPage, variant: VariantView, gone: Set[int] = frozenset()
) -> tuple[OptionRow, ...]:
    """Return the product's options with `variant` chosen; those whose variant is sold out (`gone`) look it."""
    pictured = _pictured_option(product)
    return tuple(
        _row(site, product, variant, option, gone, pictured=option.code == pictured) for option in product.options
    )


def _row(
    site: Site, product: ProductPage, variant: VariantView, option: OptionView, gone: Set[int], *, pictured: bool
) -> OptionRow:
    now = variant.values.get(option.code)
    choices = []
    for value in option.values:
        nearest, exact = _nearest(product.variants, variant, option.code, value.code)
        if nearest is None:
            continue
        differs = variant.price and nearest.price and nearest.price.price != variant.price.price
        choices.append(
            Choice(
                name=value.name,
                href=site.to.product(product.slug, nearest.variant_id),
                current=value.code == now,
                exact=exact and nearest.variant_id not in gone,
                picture=_small(product, nearest) if pictured else "",
                price=nearest.price.price if differs and nearest.price else None,
            )
        )
    chosen = next((value.name for value in option.values if value.code == now), "")
    return OptionRow(name=option.name, chosen=chosen, choices=tuple(choices), pictured=pictured)


def _nearest(
    variants: Sequence[VariantView], variant: VariantView, code: str, value: str
) -> tuple[VariantView | None, bool]:
    """Return the variant with this value that shares most other values with the chosen one, and whether it shares all."""
    best, most = None, -1
    for other in variants:
        if other.values.get(code) != value:
            continue
        shared = sum(other.values.get(name) == chosen for name, chosen in variant.values.items() if name != code)
        if shared > most:
            best, most = other, shared
    return best, most == len(variant.values) - 1


def _pictured_option(product: ProductPage) -> str:
    """Return the option whose values each have a picture of their own, empty for none."""
    for option in product.options:
        if not 1 < len(option.values) <= MOST_PICTURES:
            continue
        shown = [
            {v.picture_id for v in product.variants if v.values.get(option.code) == value.code}
            for value in option.values
        ]
        one_each = all(len(pictures) == 1 and None not in pictures for pictures in shown)
        if one_each and len(set.union(*shown)) == len(option.values):
            return option.code
    return ""


def _small(product: ProductPage, variant: VariantView) -> str:
    shot = next((shot for shot in product.pictures if shot.picture_id == variant.picture_id), None)
    return picture_html(shot, sizes="4rem", decorative=True)
