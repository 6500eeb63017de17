"""Money in templates: `{{ price|money }}` with its sign, `{{ price|amount }}` as a bare number for columns."""

from django import template

from storecrew.kernel.money.formatting import format_amount, format_money
from storecrew.kernel.money.types import Money

register = template.Library()


@register.filter
def money(value: Money | None) -> str:
    """Return the amount with its currency; a dash where there is none."""
    return "–" if value is None else format_money(value)


@register.filter
def amount(value: Money | None) -> str:
    """Return the number alone; a dash where there is none."""
    return "–" if value is None else format_amount(value)
