"""Which adapters there are: one line each."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.pages.types import Text
from storecrew.shop.fulfilment.services.bridge import Bridge
from storecrew.shop.fulfilment.services.protocol import Carrier, Connection

ADAPTERS: Mapping[str, Callable[[Connection], Carrier]] = MappingProxyType({"bridge": Bridge})
NAMES: Mapping[str, Text] = MappingProxyType({"bridge": _("Open form (JSON)")})
