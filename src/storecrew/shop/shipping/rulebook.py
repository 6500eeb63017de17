"""The rules in memory: loaded once per edition, kept by each process until the edition changes."""

import secrets
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from storecrew.shop.shipping import packing
from storecrew.shop.shipping.carriers.directory import own_carriers
from storecrew.shop.shipping.carriers.known import KNOWN, Carrier
from storecrew.shop.shipping.models import Area, Method, PackageKind, Rulebook, Threshold, Tier, Zone
from storecrew.shop.shipping.tariff import MethodRule, TierRule
from storecrew.shop.shipping.zoning import AreaRule


@dataclass(frozen=True, slots=True)
class Rules:
    """Every rule of one edition. Switched-off methods are left out; methods are in order."""

    edition: str
    assumed_weight_g: int
    zone_names: Mapping[int, str]
    everywhere_else: int | None
    areas: tuple[AreaRule, ...]
    methods: Mapping[int, tuple[MethodRule, ...]]
    kinds: tuple[packing.Kind, ...]
    own_carriers: Mapping[str, Carrier]

    def carrier_name(self, code: str, language: str) -> str:
        """Return a carrier's name in a language; its code when nobody knows it, nothing when nobody is named."""
        found = KNOWN.get(code) or self.own_carriers.get(code)
        return found.named(language) if found else code


_kept: dict[str, Rules] = {}
"""At most one edition, by database."""

NEVER_WRITTEN = Rulebook(edition="", assumed_weight_g=Rulebook._meta.get_field("assumed_weight_g").default)


def current() -> Rules:
    """Return the rules that hold: one query when this process knows the edition already, else eight."""
    book = Rulebook.objects.filter(pk=1).first() or NEVER_WRITTEN
    name = str(connection.settings_dict["NAME"])
    kept = _kept.get(name)
    if kept is None or kept.edition != book.edition:
        # the edition is read before the rules: whoever changes them meanwhile leaves another edition behind
        kept = _load(book)
        if book.edition:
            _kept[name] = kept
    return kept


def change() -> None:
    """Make the rules of all processes stale; called by every action that changes one, in its transaction."""
    edition = secrets.token_hex(16)
    if not Rulebook.objects.filter(pk=1).update(edition=edition):
        Rulebook.objects.create(pk=1, edition=edition)


def _load(book: Rulebook) -> Rules:
    zones = list(Zone.objects.order_by("position", "pk"))
    tiers: dict[int, dict[str, list[TierRule]]] = defaultdict(lambda: defaultdict(list))
    for row in Tier.objects.order_by("method_id", "currency", "above", "pk"):
        tiers[row.method_id][row.currency].append(TierRule(row.above, row.price_minor, row.step, row.step_minor))
    free: dict[int, dict[str, int]] = defaultdict(dict)
    for threshold in Threshold.objects.order_by("pk"):
        free[threshold.method_id][threshold.currency] = threshold.free_from_minor
    methods: dict[int, list[MethodRule]] = defaultdict(list)
    for method in Method.objects.filter(active=True).prefetch_related("package_kinds").order_by("position", "pk"):
        prices = {currency: tuple(rows) for currency, rows in tiers[method.pk].items()}
        methods[method.zone_id].append(_rule(method, prices, free[method.pk]))
    return Rules(
        edition=book.edition,
        assumed_weight_g=book.assumed_weight_g,
        zone_names={zone.pk: zone.name for zone in zones},
        everywhere_else=next((zone.pk for zone in zones if zone.everywhere_else), None),
        areas=tuple(
            AreaRule(area.zone_id, area.country, area.region.casefold(), area.postal_from, area.postal_to)
            for area in Area.objects.order_by("pk")
        ),
        methods={zone: tuple(rows) for zone, rows in methods.items()},
        kinds=tuple(_kind(kind) for kind in PackageKind.objects.filter(active=True).order_by("pk")),
        own_carriers={carrier.code: carrier for carrier in own_carriers()},
    )


def _rule(method: Method, tiers: Mapping[str, tuple[TierRule, ...]], free_from: Mapping[str, int]) -> MethodRule:
    return MethodRule(
        method_id=method.pk,
        zone_id=method.zone_id,
        kind=method.kind,
        names=method.names,
        notes=method.notes,
        carrier=method.carrier,
        warehouse_ids=tuple(method.warehouse_ids),
        min_weight_g=method.min_weight_g,
        max_weight_g=method.max_weight_g,
        volume_divisor=method.volume_divisor,
        kind_ids=frozenset(kind.pk for kind in method.package_kinds.all()),
        handling=(method.handling_min, method.handling_max),
        transit=(method.transit_min, method.transit_max),
        tiers=tiers,
        free_from=free_from,
    )


def _kind(row: PackageKind) -> packing.Kind:
    long, middle, short = sorted((row.length_mm, row.width_mm, row.height_mm), reverse=True)
    return packing.Kind(row.pk, row.name, (long, middle, short), row.tare_g, row.max_weight_g)
