"""What templates of the checkout say about stars and days."""

from datetime import date

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from storecrew.fronts.checkout import tracking
from storecrew.shop.reviews.types import Tallied

register = template.Library()

_STAR = "m8 1 2.1 4.6 5 .5-3.7 3.3 1.1 4.9L8 11.7l-4.5 2.6 1.1-4.9L.9 6.1l5-.5z"


@register.simple_tag
def stars(count: int) -> SafeString:
    """Return one to five stars as a picture with its words."""
    drawn = "".join(
        f'<path class="{"on" if at < count else "off"}" transform="translate({18 * at})" d="{_STAR}"/>'
        for at in range(5)
    )
    label = _("%(n)d of 5 stars") % {"n": count}
    return format_html(
        '<svg class="stars" viewBox="0 0 88 16" role="img" aria-label="{}">{}</svg>', label, SafeString(drawn)
    )


@register.simple_tag
def span(first: date | None, last: date | None) -> str:
    """Return two days as one span, each with its weekday."""
    return tracking.span(first, last)


@register.simple_tag
def mean_of(tally: Tallied) -> str:
    """Return the mean of the stars with one decimal, as the language writes it."""
    return number_format(tally.mean or 0, decimal_pos=1)
