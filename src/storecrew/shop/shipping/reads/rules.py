"""The rules themselves, for programs and for rooms that need a method or a box by its id."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.questions import read
from storecrew.kernel.actions.types import Ask, Input, Output
from storecrew.kernel.money.types import Money
from storecrew.shop.shipping.models import Area, Method, PackageKind, Zone
from storecrew.shop.shipping.naming import in_language
from storecrew.shop.shipping.seats import EVERYWHERE, READERS


class RulesQuery(Input):
    """Nothing needs to be said."""


class TierView(Output):
    """A price from a measure on."""

    above: int
    price: Money
    step: int | None
    step_price: Money


class MethodView(Output):
    """A method as it stands; days are working days."""

    method_id: int
    zone_id: int
    name: str
    kind: str
    carrier: str
    active: bool
    handling: tuple[int, int]
    transit: tuple[int, int]
    min_weight_g: int
    max_weight_g: int | None
    volume_divisor: int | None
    warehouse_ids: tuple[int, ...]
    tiers: tuple[TierView, ...] = ()
    free_from: tuple[Money, ...] = ()


class ZoneView(Output):
    """A zone with its areas (country, region, first and last postcode) and methods."""

    zone_id: int
    name: str
    everywhere_else: bool
    areas: tuple[tuple[str, str, str, str], ...]
    methods: tuple[MethodView, ...]


class RulesView(Output):
    """Every zone in order."""

    zones: tuple[ZoneView, ...]


class KindView(Output):
    """A box, bag, tube or letter: inner size from long to short."""

    kind_id: int
    name: str
    form: str
    size_mm: tuple[int, int, int]
    tare_g: int
    max_weight_g: int | None
    active: bool


@read("shipping.rules", label=_("Shipping zones and methods"), seats=READERS, surfaces=EVERYWHERE)
def rules(ask: Ask, data: RulesQuery) -> RulesView:
    """Show every zone with its areas and methods, switched-off ones too."""
    areas: dict[int, list[tuple[str, str, str, str]]] = {}
    for area in Area.objects.order_by("country", "region", "postal_from", "pk"):
        row = (area.country, area.region, area.postal_from, area.postal_to)
        areas.setdefault(area.zone_id, []).append(row)
    methods: dict[int, list[MethodView]] = {}
    for method in Method.objects.prefetch_related("tiers", "thresholds").order_by("position", "pk"):
        methods.setdefault(method.zone_id, []).append(_view(method))
    return RulesView(
        zones=tuple(
            ZoneView(
                zone_id=zone.pk,
                name=zone.name,
                everywhere_else=zone.everywhere_else,
                areas=tuple(areas.get(zone.pk, ())),
                methods=tuple(methods.get(zone.pk, ())),
            )
            for zone in Zone.objects.order_by("position", "pk")
        )
    )


def method_view(method_id: int) -> MethodView | None:
    """Return a method by its id; None when it was deleted since."""
    row = Method.objects.prefetch_related("tiers", "thresholds").filter(pk=method_id).first()
    return _view(row) if row else None


def package_kinds(*, active: bool = True) -> tuple[KindView, ...]:
    """Return the boxes, smallest first; `active`: only those in use."""
    rows = PackageKind.objects.filter(**({"active": True} if active else {})).order_by("pk")
    views = [
        KindView(
            kind_id=row.pk,
            name=row.name,
            form=row.form,
            size_mm=_sides(row),
            tare_g=row.tare_g,
            max_weight_g=row.max_weight_g,
            active=row.active,
        )
        for row in rows
    ]
    return tuple(sorted(views, key=lambda view: (view.size_mm[0] * view.size_mm[1] * view.size_mm[2], view.kind_id)))


def _sides(row: PackageKind) -> tuple[int, int, int]:
    long, middle, short = sorted((row.length_mm, row.width_mm, row.height_mm), reverse=True)
    return long, middle, short


def _view(row: Method) -> MethodView:
    tiers = sorted(row.tiers.all(), key=lambda tier: (tier.currency, tier.above, tier.pk))
    return MethodView(
        method_id=row.pk,
        zone_id=row.zone_id,
        name=in_language(row.names, get_language() or "en"),
        kind=row.kind,
        carrier=row.carrier,
        active=row.active,
        handling=(row.handling_min, row.handling_max),
        transit=(row.transit_min, row.transit_max),
        min_weight_g=row.min_weight_g,
        max_weight_g=row.max_weight_g,
        volume_divisor=row.volume_divisor,
        warehouse_ids=tuple(row.warehouse_ids),
        tiers=tuple(
            TierView(
                above=tier.above,
                price=Money(tier.price_minor, tier.currency),
                step=tier.step,
                step_price=Money(tier.step_minor, tier.currency),
            )
            for tier in tiers
        ),
        free_from=tuple(Money(one.free_from_minor, one.currency) for one in row.thresholds.all()),
    )


def handling_days() -> dict[int, int]:
    """Return the most working days that each method takes until things leave; one question."""
    return dict(Method.objects.values_list("pk", "handling_max"))


def methods_in_short() -> dict[int, tuple[str, str]]:
    """Return name (in the reader's language) and carrier of each method; one question."""
    language = get_language() or "en"
    rows = Method.objects.values_list("pk", "names", "carrier")
    return {pk: (in_language(names, language), carrier) for pk, names, carrier in rows}
