"""Turn drafts of another system into orders of ours: many at once, with a handful of questions to the database."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from pydantic import ValidationError

from storecrew.kernel.actions.errors import ActionError
from storecrew.kernel.store.choices import named_countries
from storecrew.shop.addresses.types import Address, checked, is_country
from storecrew.shop.catalogue.reads import variants_by_code
from storecrew.shop.customers.demo import PastPerson
from storecrew.shop.orders.demo import (
    ForeignCharge,
    ForeignLine,
    Levy,
    Moved,
    Off,
    Past,
    Received,
    foreign_quote,
)
from storecrew.shop.orders.models import ChargeKind
from storecrew.shop.orders.transfer.dialects.mapped import GOODS
from storecrew.shop.orders.transfer.draft import ROUNDED, ChargeDraft, LineDraft, OrderDraft, Said, Went


@dataclass(frozen=True, slots=True)
class Origin:
    """Where orders come from. `channel` is what orders keep; `prefix` stands before their numbers."""

    channel: str
    prefix: str
    language: str

    def checkout(self, key: str) -> str:
        """Return what names an order of this origin for ever."""
        name = f"{self.channel}:{key}"
        return name if len(name) <= 80 else f"{name[:60]}~{hashlib.sha256(key.encode()).hexdigest()[:19]}"


@dataclass(frozen=True, slots=True)
class Goods:
    """Which variants the SKUs and barcodes of some drafts mean."""

    by_sku: dict[str, int]
    by_barcode: dict[str, int]

    def variant_of(self, line: LineDraft) -> int | None:
        """Return the variant of a line; None: it is not known here."""
        return self.by_sku.get(line.sku) or self.by_barcode.get(line.barcode or line.sku)


def goods_of(drafts: Iterable[OrderDraft]) -> Goods:
    """Ask once which variants the lines of some drafts mean."""
    lines = [line for draft in drafts for line in draft.lines]
    skus = {line.sku for line in lines if line.sku and len(line.sku) <= 100}
    codes = {code for line in lines if (code := line.barcode or line.sku) and len(code) <= 64}
    return Goods(*variants_by_code(skus, codes))


def person_of(draft: OrderDraft, origin: Origin) -> PastPerson:
    """Return whom a draft names, as customers know people."""
    one = draft.person
    system = origin.channel.removeprefix("import:")
    return PastPerson(
        source=system[:40],
        outside_id=one.outside_id[:80],
        email=one.email if _is_email(one.email) else "",
        phone=one.phone[:40],
        name=one.name[:200],
        language=one.language[:12] if len(one.language) >= 2 else "",
        country=country_of(one.country),
        since=draft.placed_at,
    )


def _is_email(text: str) -> bool:
    name, sign, domain = text.partition("@")
    return bool(name and sign and "." in domain) and not any(sign.isspace() for sign in text) and len(text) <= 254


def past_of(draft: OrderDraft, origin: Origin, goods: Goods, *, customer_id: int | None, number: str) -> Past:
    """Return a draft as an order of the past. Raises ValueError when its rows cannot come to what its system says."""
    if draft.rows_minor != draft.total_minor:
        raise ValueError("rows and total differ")
    lines = tuple(_line(draft, line, goods) for line in draft.lines)
    charges = tuple(_charge(draft, one, place) for place, one in enumerate(draft.charges, 1))
    country = country_of((draft.ship_to or draft.bill_to or {}).get("country", "")) or country_of(draft.person.country)
    language = origin.language
    quote = foreign_quote(
        currency=draft.currency,
        language=language,
        country=country,
        inclusive=draft.inclusive,
        lines=lines,
        charges=charges,
        at=draft.placed_at,
    )
    return Past(
        checkout=origin.checkout(draft.key),
        placed_at=draft.placed_at,
        quote=quote,
        language=language,
        channel=origin.channel,
        lines=lines,
        charges=charges,
        tags=tuple(word[:60] for word in draft.tags[:20]),
        staff_note=draft.staff_note[:4000],
        number=number,
        source_number=draft.number[:60],
        external_id=draft.outside_id[:120],
        customer_id=customer_id,
        email=draft.person.email[:254],
        phone=draft.person.phone[:40],
        ship_to=address_of(draft.ship_to),
        bill_to=address_of(draft.bill_to) if draft.bill_to != draft.ship_to else None,
        ships_unpaid=draft.ships_unpaid,
        note=draft.note[:4000],
        money=Received(captured=draft.captured_minor, refunded=draft.refunded_minor),
        paid_at=draft.paid_at,
        cancelled=dict(draft.removed),
        cancelled_at=draft.cancelled_at,
        cancel_reason=draft.cancel_reason[:20],
        shipped=_moved(draft.shipped),
        returned=_moved(draft.returned),
    )


def unmatched(draft: OrderDraft, goods: Goods) -> list[Said]:
    """Tell which lines name goods that are not known here; they stay lines of their own."""
    return [
        Said(line.line, "unknown_sku", value=line.sku[:120], number=draft.number)
        for line in draft.lines
        if line.sku and goods.variant_of(line) is None
    ]


def digest_of(draft: OrderDraft) -> str:
    """Return the hash of everything a draft says, except where it stands in its file."""
    plain = asdict(draft)
    for name in ("line", "said", "updated_at"):
        plain.pop(name)
    for line in plain["lines"]:
        line.pop("line")
    return hashlib.sha256(json.dumps(plain, default=_plain, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value.normalize())
    raise TypeError(type(value))


def _line(draft: OrderDraft, line: LineDraft, goods: Goods) -> ForeignLine:
    return ForeignLine(
        key=line.key,
        title=worded(line.title)[:255] or line.sku[:255] or worded(GOODS),
        quantity=line.quantity,
        unit_minor=line.unit_minor,
        variant_id=goods.variant_of(line),
        sku=line.sku[:100],
        options=tuple((name[:60], value[:200]) for name, value in line.options[:20]),
        weight_g=line.weight_g if line.weight_g is not None and 0 <= line.weight_g < 2**31 else None,
        requires_shipping=line.requires_shipping,
        offs=_offs(line),
        levies=_levies(draft, line),
    )


def _charge(draft: OrderDraft, one: ChargeDraft, place: int) -> ForeignCharge:
    return ForeignCharge(
        kind=ChargeKind(one.kind),
        key=f"c{place}",
        name=worded(one.name)[:200],
        minor=one.minor,
        offs=_offs(one),
        levies=_levies(draft, one),
    )


def _offs(row: LineDraft | ChargeDraft) -> tuple[Off, ...]:
    return tuple(Off(worded(off.name), off.minor, off.code) for off in row.offs)


def _levies(draft: OrderDraft, row: LineDraft | ChargeDraft) -> tuple[Levy, ...]:
    whole = sum(levy.minor for levy in row.levies)
    base = row.net_minor - (whole if draft.inclusive else 0)
    return tuple(Levy(levy.name, levy.rate, max(0, base), levy.minor) for levy in row.levies)


def _moved(went: Sequence[Went]) -> tuple[Moved, ...]:
    return tuple(Moved(one.document, one.at, dict(one.pieces)) for one in sorted(went, key=lambda one: one.at))


def address_of(said: Any) -> Address | None:
    """Return an address as it came: put in order where the rules of its country allow, else word for word."""
    if not said or not any(said.values()):
        return None
    values = {name: str(text)[:200] for name, text in said.items()}
    values["country"] = country_of(values.get("country", ""))
    for name in ("postal_code", "phone"):
        values[name] = values.get(name, "")[:40]
    return _address(tuple(sorted(values.items())))


@lru_cache(maxsize=4096)
def _address(values: tuple[tuple[str, str], ...]) -> Address | None:
    try:
        plain = Address.model_validate(dict(values))
    except ValidationError:
        return None
    try:
        return checked(plain)
    except ActionError:
        return plain


@lru_cache(maxsize=1024)
def country_of(text: str) -> str:
    """Return the code of a country written as one or by its name; empty for what is neither."""
    if len(text) == 2 and is_country(text.upper()):
        return text.upper()
    return _countries().get(" ".join(text.casefold().split()), "")


OTHER_NAMES: Final = {
    "eire": "IE", "usa": "US", "uk": "GB", "united states of america": "US", "great britain": "GB", "czech republic": "CZ",
    "korea": "KR", "rsa": "ZA", "uae": "AE", "中国大陆": "CN", "中国": "CN", "美国": "US",
}  # fmt: skip
"""Names of countries in files of other systems that the Unicode names do not cover."""


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in ("zh-hans", "en"):
        for code, name in named_countries(language):
            found[" ".join(name.casefold().split())] = code
    return found | OTHER_NAMES


def worded(name: str) -> str:
    """Return the name of a row; ours are said in the active language."""
    if name == GOODS:
        return _("Goods of the order, not told one by one")
    if name == ROUNDED:
        return pgettext("imported order", "Difference to the other system's sum")
    return name
