"""What the account adds to the storefront's pages."""

from django.utils.html import format_html
from django.utils.translation import pgettext

from storecrew.fronts.account.addresses import Paths
from storecrew.fronts.storefront import slots


@slots.fill("frame.tools", order=80)
def account_link(place: slots.Place) -> str:
    """Link to the account: the same for everybody, so that pages for strangers can be kept."""
    return format_html(
        '<a class="to-account" href="{}">{}</a>', Paths(place.site.to).account, pgettext("storefront", "Account")
    )
