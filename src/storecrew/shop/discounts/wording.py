"""What a coupon does, in one sentence, and how amounts by currency are written and read."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import Money, MoneyError
from storecrew.kernel.pages.types import Text, Tone
from storecrew.shop.discounts.models import Coupon, Kind


def does(coupon: Coupon) -> str:
    """Return what a coupon does: "10% off", "buy 2, get 1 free"."""
    if coupon.kind == Kind.PERCENT:
        return _("%(percent)s off") % {"percent": _percent(coupon.percent)}
    if coupon.kind == Kind.AMOUNT:
        return _("%(amount)s off") % {"amount": _amounts(coupon.amounts)}
    if coupon.kind == Kind.SHIPPING:
        return _("free shipping")
    values = {"buy": coupon.buy_quantity, "get": coupon.get_quantity, "percent": _percent(coupon.percent)}
    if coupon.percent == 100:
        return _("buy %(buy)d, get %(get)d free") % values
    return _("buy %(buy)d, get %(get)d at %(percent)s off") % values


def asks(coupon: Coupon) -> str:
    """Return what a coupon asks for, joined; empty when it asks for nothing."""
    parts = []
    if coupon.min_amounts:
        parts.append(pgettext("coupon", "from %(amount)s") % {"amount": _amounts(coupon.min_amounts)})
    if coupon.min_quantity:
        parts.append(
            ngettext("from %(n)d piece", "from %(n)d pieces", coupon.min_quantity) % {"n": coupon.min_quantity}
        )
    if coupon.first_order:
        parts.append(_("first order"))
    if coupon.customer_tags:
        parts.append(_("customers tagged %(tags)s") % {"tags": ", ".join(coupon.customer_tags)})
    if coupon.countries:
        parts.append(_("sent to %(countries)s") % {"countries": ", ".join(coupon.countries)})
    return " · ".join(parts)


def state_of(coupon: Coupon, now: datetime) -> tuple[Text, Tone]:
    """Return whether a coupon holds, as a word and its tone."""
    if coupon.ends_at is not None and coupon.ends_at <= now:
        return pgettext("coupon", "over"), Tone.NEUTRAL
    if coupon.total_limit is not None and coupon.used >= coupon.total_limit:
        return pgettext("coupon", "used up"), Tone.NEUTRAL
    if coupon.starts_at is not None and coupon.starts_at > now:
        return pgettext("coupon", "planned"), Tone.HALF
    return pgettext("coupon", "running"), Tone.GOOD


def write_amounts(amounts: Mapping[str, int]) -> str:
    """Return amounts as the form shows them: `30.00 CNY; 5.00 USD`."""
    return "; ".join(f"{Money(minor, currency).amount:f} {currency}" for currency, minor in sorted(amounts.items()))


def read_amounts(text: str, own: str) -> dict[str, int]:
    """Return what `30; 5 USD` means; a number without a currency is in `own`. Raises MoneyError."""
    found: dict[str, int] = {}
    for part in text.replace("；", ";").replace("\n", ";").split(";"):
        words = part.split()
        if not words:
            continue
        currency = next((word.upper() for word in words if len(word) == 3 and word.isascii() and word.isalpha()), own)
        amount = " ".join(word for word in words if word.upper() != currency)
        money = parse_money(amount, currency)
        if money.minor <= 0:
            raise MoneyError(_("An amount has to be more than nothing."))
        if currency in found:
            raise MoneyError(_("%(currency)s stands there twice.") % {"currency": currency})
        found[currency] = money.minor
    return found


def _amounts(amounts: Mapping[str, int]) -> str:
    return " / ".join(format_money(Money(minor, currency)) for currency, minor in sorted(amounts.items()))


def _percent(value: Decimal | None) -> str:
    return f"{(value or Decimal(0)).normalize():f}%"
