"""The kinds of providers that this store can speak to."""

from collections.abc import Iterator

from storecrew.shop.payments.providers.cash import Cash
from storecrew.shop.payments.providers.interface import Adapter, Remote
from storecrew.shop.payments.providers.outside import Outside
from storecrew.shop.payments.providers.stripe.adapter import Stripe
from storecrew.shop.payments.providers.test.adapter import TestBank
from storecrew.shop.payments.providers.transfer import BankTransfer

_adapters: dict[str, Adapter] = {}


def register(adapter: Adapter) -> None:
    """Let providers of this kind be set up."""
    _adapters[adapter.kind] = adapter


def adapters() -> Iterator[Adapter]:
    """Yield every kind that can be set up, in the order in which they are offered for it."""
    yield from (adapter for adapter in _adapters.values() if adapter.capabilities.sets_up)


def adapter_of(kind: str) -> Adapter:
    """Return the adapter of a kind; raises LookupError when the code no longer knows it."""
    found = _adapters.get(kind)
    if found is None:
        raise LookupError(f"the code does not know payment providers of the kind {kind}")
    return found


def remote_of(kind: str) -> Remote | None:
    """Return the adapter of a kind that has a programming interface, None for one that works by hand."""
    found = adapter_of(kind)
    return found if isinstance(found, Remote) else None


for _adapter in (Stripe(), BankTransfer(), Cash(), TestBank(), Outside()):
    register(_adapter)
