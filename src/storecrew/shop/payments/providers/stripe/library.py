"""Stripe's library, loaded when something of it is first used.

Loading takes as long as a tenth of the whole store, and most processes never speak to Stripe.
"""

import sys
from importlib.util import LazyLoader, find_spec, module_from_spec
from typing import TYPE_CHECKING, Any

__all__ = ["stripe"]


def _lazily(name: str) -> Any:
    if name in sys.modules:
        return sys.modules[name]
    spec = find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(name=name)
    spec.loader = LazyLoader(spec.loader)
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


if TYPE_CHECKING:
    import stripe
else:
    stripe = _lazily("stripe")
