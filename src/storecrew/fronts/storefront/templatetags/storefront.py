"""What storefront templates say about prices and texts."""

from typing import Any

from django import template

from storecrew.fronts.storefront.prices import price_text
from storecrew.fronts.storefront.site import Site
from storecrew.fronts.storefront.types import Texts
from storecrew.kernel.money.types import Money

register = template.Library()


@register.simple_tag(takes_context=True)
def price(context: dict[str, Any], money: Money | None) -> str:
    """Return a price in the page's language; nothing where there is none."""
    site: Site = context["site"]
    return "" if money is None else price_text(money, site.language)


@register.simple_tag(takes_context=True)
def say(context: dict[str, Any], texts: Texts | None) -> str:
    """Return a text of the store in the page's language."""
    site: Site = context["site"]
    return site.say(texts or {})


@register.simple_tag(takes_context=True)
def to(context: dict[str, Any], target: str) -> str:
    """Return where a link of the store leads."""
    site: Site = context["site"]
    return site.to.of(target)
