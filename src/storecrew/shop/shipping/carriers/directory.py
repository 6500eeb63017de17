"""Every carrier by its code: those the house knows, and those the shop added."""

from urllib.parse import quote

from storecrew.shop.shipping.carriers.known import KNOWN, Carrier
from storecrew.shop.shipping.models import OwnCarrier
from storecrew.shop.shipping.naming import in_language


def find(code: str) -> Carrier | None:
    """Return the carrier of that code; None when nobody has it."""
    if code in KNOWN or not code:
        return KNOWN.get(code)
    row = OwnCarrier.objects.filter(code=code).first()
    return _made(row) if row else None


def name_of(code: str, language: str) -> str:
    """Return a carrier's name in a language; its code when nobody knows it."""
    found = find(code)
    return found.named(language) if found else code


def tracking_url(code: str, number: str) -> str:
    """Return where a shipment can be followed; empty when there is no such page."""
    found = find(code)
    if found is None or not number or "{number}" not in found.tracking_url:
        return ""
    return found.tracking_url.replace("{number}", quote(number, safe=""))


def choices(language: str) -> list[tuple[str, str]]:
    """Return (code, name) of every carrier in use: the shop's own first, then those the house knows."""
    every = [*own_carriers(active=True), *KNOWN.values()]
    return [(carrier.code, carrier.named(language)) for carrier in every]


def own_carriers(*, active: bool = False) -> list[Carrier]:
    """Return the carriers that the shop added; `active`: only those in use."""
    rows = OwnCarrier.objects.filter(**({"active": True} if active else {})).order_by("code")
    return [_made(row) for row in rows]


def _made(row: OwnCarrier) -> Carrier:
    return Carrier(
        code=row.code,
        name=in_language(row.names, "en") or row.code,
        zh=in_language(row.names, "zh-hans"),
        country="",
        tracking_url=row.tracking_url,
    )
