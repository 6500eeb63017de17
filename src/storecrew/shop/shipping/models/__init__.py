"""The tables of shipping, by noun."""

from storecrew.shop.shipping.models.carriers import OwnCarrier
from storecrew.shop.shipping.models.methods import Method, MethodKind, Threshold, Tier
from storecrew.shop.shipping.models.packages import PackageForm, PackageKind
from storecrew.shop.shipping.models.rulebook import Rulebook
from storecrew.shop.shipping.models.zones import Area, Zone

__all__ = [
    "Area",
    "Method",
    "MethodKind",
    "OwnCarrier",
    "PackageForm",
    "PackageKind",
    "Rulebook",
    "Threshold",
    "Tier",
    "Zone",
]
