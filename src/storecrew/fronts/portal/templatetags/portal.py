"""What templates of suppliers' pages cannot do by themselves."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of(known: Mapping[Any, Any], number: Any) -> Any:
    """Return what is known under a number; None where nothing is."""
    return known.get(number)
