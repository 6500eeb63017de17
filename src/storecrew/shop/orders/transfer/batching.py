"""How a file is dealt with in pieces, and what is noted of each."""

from typing import Final

from storecrew.kernel.tabular.finding import Severity
from storecrew.shop.orders.transfer.composing import Origin
from storecrew.shop.orders.transfer.draft import Said
from storecrew.shop.orders.transfer.models import Batch, Remark, Source

BATCH: Final = 200
"""Orders in one transaction."""
ROWS: Final = 4_000
"""Rows in one transaction, unless a single order has more."""


def origin_of(row: Batch) -> Origin:
    """Return where a file's orders come from."""
    return Origin(_channel(row.dialect, row.choices["shop"]), row.choices["prefix"], row.choices["language"])


def origin_of_source(source: Source, prefix: str) -> Origin:
    """Return where a shop's orders come from: the same place as those of its files."""
    return Origin(_channel(source.system, source.shop), prefix, source.language)


def _channel(system: str, shop: str) -> str:
    return f"import:{system}:{shop}"[:40] if shop else f"import:{system}"


def remark_of(row: Batch, said: Said, *, checked: bool) -> Remark:
    """Return a remark as it is kept."""
    return Remark(
        batch=row,
        checked=checked,
        line=said.line,
        number=said.number[:60],
        column=said.column[:120],
        value=said.value[:120].replace("\x00", ""),
        code=said.code,
        params=dict(said.params),
        refused=said.severity == Severity.REFUSED,
        effect=said.effect,
        currency=said.currency,
    )
