"""Where the link of an order leads: to its page here, in the language it was ordered in. Letters and the console ask for it."""

from storecrew.fronts.checkout.addresses import Paths
from storecrew.fronts.storefront.site import addresses_in
from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.store.reads import current
from storecrew.shop.orders import page
from storecrew.shop.orders.reads import language_of


@page.buyer_page
def address_of(token: str) -> str:
    """Return the path of an order's page; empty for a token that opens nothing, and before there is a store."""
    store = current()
    try:
        language = language_of(token)
    except ActionError:
        return ""
    if store is None:
        return ""
    spoken = language if language in store.languages else store.languages[0]
    return Paths(addresses_in(spoken, store)).order(token)
