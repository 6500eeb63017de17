"""Every change of the shipping rules."""

from storecrew.shop.shipping.actions.assumptions import Assumptions, set_assumptions
from storecrew.shop.shipping.actions.carriers import CarrierEdit, CarrierSaved, add_carrier, edit_carrier
from storecrew.shop.shipping.actions.methods import (
    MethodEdit,
    MethodSaved,
    OneMethod,
    Switch,
    create_method,
    edit_method,
    remove_method,
    switch_method,
)
from storecrew.shop.shipping.actions.packages import (
    PackageKindEdit,
    PackageKindSaved,
    create_package_kind,
    edit_package_kind,
)
from storecrew.shop.shipping.actions.zones import (
    OneZone,
    ZoneDraft,
    ZoneEdit,
    ZoneSaved,
    create_zone,
    edit_zone,
    remove_zone,
)
from storecrew.shop.shipping.drafts import (
    AreaDraft,
    CarrierDraft,
    MethodDraft,
    PackageKindDraft,
    PricesDraft,
    TierDraft,
)

__all__ = [
    "AreaDraft",
    "Assumptions",
    "CarrierDraft",
    "CarrierEdit",
    "CarrierSaved",
    "MethodDraft",
    "MethodEdit",
    "MethodSaved",
    "OneMethod",
    "OneZone",
    "PackageKindDraft",
    "PackageKindEdit",
    "PackageKindSaved",
    "PricesDraft",
    "Switch",
    "TierDraft",
    "ZoneDraft",
    "ZoneEdit",
    "ZoneSaved",
    "add_carrier",
    "create_method",
    "create_package_kind",
    "create_zone",
    "edit_carrier",
    "edit_method",
    "edit_package_kind",
    "edit_zone",
    "remove_method",
    "remove_zone",
    "set_assumptions",
    "switch_method",
]
