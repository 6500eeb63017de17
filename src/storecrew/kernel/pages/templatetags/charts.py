"""Charts in templates: `{% load charts %}{% chart cash %}`.

`{% picture it %}` is the picture alone, without title and table.
"""

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString

from storecrew.kernel.pages.charts import Drawing, draw

register = template.Library()


@register.inclusion_tag("pages/parts/chart.html")
def chart(it: object) -> Mapping[str, Drawing]:
    """Draw a chart with its title, and the table behind it."""
    return {"drawing": draw(it)}


@register.simple_tag
def picture(it: object) -> SafeString:
    """Draw the picture alone: meters, intervals and sparklines beside a figure."""
    return draw(it).picture
