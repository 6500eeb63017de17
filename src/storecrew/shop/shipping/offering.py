"""What may be offered for packages to a place: each method of the zone is judged, with the reason when it is not offered."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from storecrew.kernel.money.rates import ExchangeRate
from storecrew.kernel.money.types import Money, Rounding
from storecrew.shop.shipping import packing, zoning
from storecrew.shop.shipping.models import MethodKind
from storecrew.shop.shipping.naming import in_language
from storecrew.shop.shipping.rulebook import Rules
from storecrew.shop.shipping.tariff import MethodRule, TierRule, charged_weight, price_of
from storecrew.shop.shipping.types import Content, Package, Place, RateOffer, Verdict

type Converter = Callable[[str, str], ExchangeRate | None]
"""`(from, to)` → the day's rate; None when nobody knows it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What all packages of one question have in common. `subtotal` is of the goods, after discounts."""

    subtotal: Money
    language: str
    rate: Converter

    @property
    def currency(self) -> str:
        """Return the currency of the answer."""
        return self.subtotal.currency


def verdicts(rules: Rules, packages: Sequence[Package], place: Place, asked: Asked) -> list[Verdict]:
    """Judge every method of the place's zone for each package; nothing when no zone serves the place."""
    zone = zoning.zone_of(place, rules.areas, rules.everywhere_else)
    if zone is None:
        return []
    methods = rules.methods.get(zone, ())
    return [_judge(rules, method, package, asked) for package in packages for method in methods]


def _judge(rules: Rules, method: MethodRule, package: Package, asked: Asked) -> Verdict:
    answer = _offer(rules, method, package, asked)
    name = in_language(method.names, asked.language)
    if isinstance(answer, str):
        return Verdict(package=package.key, method_id=method.method_id, name=name, offer=None, why=answer)
    return Verdict(package=package.key, method_id=method.method_id, name=name, offer=answer, why="")


def _offer(rules: Rules, method: MethodRule, package: Package, asked: Asked) -> RateOffer | str:
    """Return the offer, or the sentence that says why there is none."""
    if method.warehouse_ids and package.warehouse_id not in method.warehouse_ids:
        return _("It leaves from another warehouse.")
    boxes = packing.pack(items_of(package.contents, rules.assumed_weight_g), _kinds(rules, method))
    heaviest, whole = max(box.weight_g for box in boxes), sum(box.weight_g for box in boxes)
    if method.max_weight_g is not None and heaviest > method.max_weight_g:
        return _("A box weighs %(kg)s kg, more than the %(most)s kg it takes.") % _kilos(heaviest, method.max_weight_g)
    if whole < method.min_weight_g:
        return _("It weighs %(kg)s kg, less than the %(most)s kg it begins at.") % _kilos(whole, method.min_weight_g)
    if method.kind_ids and any(box.kind is None for box in boxes):
        return _("Something fits into none of its boxes.")
    charged = [charged_weight(box.weight_g, box.volume_mm3, method.volume_divisor) for box in boxes]
    priced = _price(method, charged, package, asked)
    if isinstance(priced, str):
        return priced
    return RateOffer(
        package=package.key,
        method_id=method.method_id,
        name=in_language(method.names, asked.language),
        note=in_language(method.notes, asked.language),
        price=priced.price,
        min_days=method.handling[0] + method.transit[0],
        max_days=method.handling[1] + method.transit[1],
        handling=method.handling,
        transit=method.transit,
        carrier=method.carrier,
        carrier_name=rules.carrier_name(method.carrier, asked.language),
        kind=method.kind,
        weight_g=sum(charged),
        boxes=len(boxes),
        free=not priced.price,
        converted=priced.converted,
        pickup_from=_pickup(method, package),
    )


@dataclass(frozen=True, slots=True)
class _Priced:
    price: Money
    converted: bool


def _price(method: MethodRule, charged: Sequence[int], package: Package, asked: Asked) -> _Priced | str:
    if asked.currency in method.tiers:
        minor = _minor(method, method.tiers[asked.currency], charged, package, asked.subtotal)
        return minor if isinstance(minor, str) else _Priced(Money(minor, asked.currency), converted=False)
    for own in sorted(method.tiers):
        rate = asked.rate(own, asked.currency)
        if rate is None:
            continue
        subtotal = rate.inverse().convert(asked.subtotal, rounding=Rounding.HALF_UP)
        minor = _minor(method, method.tiers[own], charged, package, subtotal)
        if isinstance(minor, str):
            return minor
        return _Priced(rate.convert(Money(minor, own), rounding=Rounding.HALF_UP), converted=True)
    return _("It has no price in %(currency)s, and no exchange rate is known.") % {"currency": asked.currency}


def _minor(
    method: MethodRule, tiers: Sequence[TierRule], charged: Sequence[int], package: Package, subtotal: Money
) -> int | str:
    """Return the price in minor units: by weight each box is a shipment of its own, otherwise the package is one."""
    free_from = method.free_from.get(subtotal.currency)
    if free_from is not None and subtotal.minor >= free_from:
        return 0
    measures: Iterable[int]
    match method.kind:
        case MethodKind.WEIGHT:
            measures = charged
        case MethodKind.VALUE:
            measures = [subtotal.minor]
        case MethodKind.PIECES:
            measures = [sum(content.quantity for content in package.contents)]
        case _:
            measures = [0]
    total = 0
    for measure in measures:
        price = price_of(tiers, measure, method.kind)
        if price is None:
            return _("Its prices begin higher up.")
        total += price
    return total


def items_of(contents: Sequence[Content], assumed_weight_g: int) -> list[packing.Item]:
    """Return contents as the packing estimate wants them."""
    return [
        packing.Item(
            content.quantity,
            assumed_weight_g if content.weight_g is None else content.weight_g,
            packing.sides(content.size_mm),
        )
        for content in contents
    ]


def _kinds(rules: Rules, method: MethodRule) -> list[packing.Kind]:
    return [kind for kind in rules.kinds if not method.kind_ids or kind.kind_id in method.kind_ids]


def _pickup(method: MethodRule, package: Package) -> int | None:
    if method.kind != MethodKind.PICKUP:
        return None
    return package.warehouse_id or next(iter(method.warehouse_ids), None)


def _kilos(weight_g: int, limit_g: int) -> dict[str, str]:
    return {"kg": f"{weight_g / 1000:.2f}", "most": f"{limit_g / 1000:.2f}"}
