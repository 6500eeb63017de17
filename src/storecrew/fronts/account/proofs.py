"""Make sure who asks, for what a stolen session must not do: by the present password, or because they came in just now."""

from storecrew.fronts.account.visits import Visit, network_of
from storecrew.shop.customers import proving


def proof_of(visit: Visit) -> str:
    """Return the proof of the password that was typed; empty where none was asked for, or it is wrong.

    Takes a third of a second and belongs outside of any transaction. Raises Refused after too many tries.
    """
    typed = visit.request.POST.get("present", "")
    if not typed or not visit.customer.has_password:
        return ""
    return proving.prove(visit.customer.email, typed, address=network_of(visit.request))
