"""Pieces of HTML of this front."""

from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString


def part(name: str, /, **context: Any) -> SafeString:
    """Return `wishing/parts/<name>.html`, rendered."""
    return SafeString(get_template(f"wishing/parts/{name}.html").render(context).strip())
