"""Rules in words, for lists."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from storecrew.kernel.money.formatting import format_money as money
from storecrew.kernel.money.types import Money
from storecrew.shop.shipping.models import Method, MethodKind, Tier


def days(least: int, most: int) -> str:
    """Return a span of working days in words."""
    if least == most:
        return ngettext("%(n)d working day", "%(n)d working days", most) % {"n": most}
    return _("%(least)d to %(most)d working days") % {"least": least, "most": most}


def prices_in_words(method: Method) -> list[str]:
    """Return the prices of a method, one line a currency. Tiers and thresholds have to be prefetched."""
    lines: dict[str, list[str]] = {}
    for tier in sorted(method.tiers.all(), key=lambda tier: (tier.currency, tier.above, tier.pk)):
        lines.setdefault(tier.currency, []).append(_tier(MethodKind(method.kind), tier))
    for threshold in method.thresholds.all():
        amount = money(Money(threshold.free_from_minor, threshold.currency))
        lines.setdefault(threshold.currency, []).append(_("free from %(amount)s") % {"amount": amount})
    return [" · ".join(parts) for parts in lines.values()]


def kilos(weight_g: int) -> str:
    """Return a weight in kilograms, as short as it can be told."""
    return f"{(Decimal(weight_g) / 1000).normalize():f}"


def _tier(kind: MethodKind, tier: Tier) -> str:
    price = money(Money(tier.price_minor, tier.currency)) if tier.price_minor else _("free")
    begun = _begun(kind, tier)
    text = _("%(begun)s %(price)s") % {"begun": begun, "price": price} if begun else price
    if not tier.step:
        return text
    more = money(Money(tier.step_minor, tier.currency))
    each = _("%(kg)s kg") % {"kg": kilos(tier.step)} if kind == MethodKind.WEIGHT else _pieces(tier.step)
    return _("%(text)s, each further %(each)s %(more)s") % {"text": text, "each": each, "more": more}


def _begun(kind: MethodKind, tier: Tier) -> str:
    if not tier.above:
        return ""
    match kind:
        case MethodKind.WEIGHT:
            return _("over %(kg)s kg") % {"kg": kilos(tier.above)}
        case MethodKind.VALUE:
            return pgettext("price tier", "from %(amount)s") % {"amount": money(Money(tier.above, tier.currency))}
    return _("from %(pieces)s") % {"pieces": _pieces(tier.above)}


def _pieces(count: int) -> str:
    return ngettext("%(n)d piece", "%(n)d pieces", count) % {"n": count}
