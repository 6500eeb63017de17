"""Which ways to pay fit an amount, a currency and a country."""

from django.utils.translation import gettext as _

from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.parsing import parse_money
from storecrew.kernel.money.types import Money, MoneyError
from storecrew.kernel.store.reads import current
from storecrew.shop.payments.models import Provider
from storecrew.shop.payments.providers import adapter_of
from storecrew.shop.payments.types import CaptureMode


def problem_with(provider: Provider, amount: Money, country: str, capture: CaptureMode = "now") -> str:
    """Return why this way to pay does not fit, in a sentence; empty when it fits."""
    can, said = adapter_of(provider.kind).capabilities, provider.settings
    currencies = _words(said.get("currencies", "")) or can.currencies
    if currencies is not None and amount.currency not in currencies:
        return _("This way to pay does not take %(currency)s. Choose another one.") % {"currency": amount.currency}
    countries = _words(said.get("countries", "")) or can.countries
    if countries is not None and country and country not in countries:
        return _("This way to pay is not there for your country. Choose another one.")
    most = _most(said.get("most", ""))
    if most is not None and most.currency == amount.currency and amount > most:
        return _("This way to pay is there up to %(amount)s. Choose another one.") % {"amount": format_money(most)}
    if capture == "later" and not can.captures_later and can.flow != "instructions":
        return _("This way to pay cannot set money aside. Choose another one.")
    return ""


def _words(text: str) -> frozenset[str] | None:
    found = frozenset(text.upper().replace(",", " ").split())
    return found or None


def _most(text: str) -> Money | None:
    store = current()
    if not text.strip() or store is None:
        return None
    try:
        return parse_money(text, store.currency)
    except MoneyError:
        return None
