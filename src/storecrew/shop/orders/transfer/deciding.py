"""What a file is taken for until somebody says otherwise: its currency, time zone, numbers, decimal sign."""

import re
from itertools import islice
from pathlib import Path
from typing import Any, Final

from storecrew.kernel.clock.reads import work_calendar
from storecrew.kernel.store.reads import current
from storecrew.kernel.tabular.decode import Row
from storecrew.kernel.tabular.table import Header, records
from storecrew.shop.orders.transfer.dialects import MAPPED
from storecrew.shop.orders.transfer.dialects.columns import BOOK_CODES, SHIPPING_CODES, guess
from storecrew.shop.orders.transfer.intake import Recognised

PREFIXES: Final = {"shopify": "SH-", "woocommerce": "WC-", "table": "IM-"}
_SAMPLE: Final = 300
_COMMA = re.compile(r"\D{0,4}\d{1,3}(?:\.?\d{3})*,\d{1,2}\D{0,4}")
_POINT = re.compile(r"\D{0,4}\d{1,3}(?:,?\d{3})*\.\d{1,4}\D{0,4}")
_AMOUNTS = re.compile(
    r"total|price|amount|paid|tax|shipping|discount|refund|sum|betrag|preis|prix|金额|价|费|款", re.IGNORECASE
)


def fresh_choices(header: Header, dialect: str) -> dict[str, Any]:
    """Return how a file is read at first: in the store's own currency, time zone and language."""
    store = current()
    mapping = guess(header) if header.index else {}
    online_retail = {"StockCode", "InvoiceNo"} <= set(header.index)
    chinese = any("订单" in name for name in header.names)
    return {
        "as_table": dialect == MAPPED.name,
        "decimal": ".",
        "currency": "CNY" if chinese else (store.currency if store else "CNY"),
        "zone": "Asia/Shanghai" if chinese else str(work_calendar().zone),
        "day_first": False,
        "country": "CN" if chinese else "",
        "language": store.languages[0] if store else "en",
        "paid_is": "guess",
        "mapping": mapping if dialect == MAPPED.name else {},
        "shipping_codes": list(SHIPPING_CODES) if online_retail else [],
        "book_codes": list(BOOK_CODES) if online_retail else [],
        "silent_sent": True,
        "shop": "",
        "prefix": PREFIXES.get(dialect, "IM-"),
        "takes_open": False,
    }


def decimal_sign(path: Path, found: Recognised) -> str:
    """Return the sign that most amounts of the first rows are written with; a point when nothing tells."""
    assert found.form is not None  # noqa: S101  only asked of tables
    places = {place for place, name in enumerate(found.header.names) if _AMOUNTS.search(name)}
    points = commas = 0
    for row in islice(records(path, found.form, found.header), _SAMPLE):
        if isinstance(row, Row):
            for cell in (cell for place, cell in enumerate(row.cells) if place in places and len(cell) < 20):
                points += bool(_POINT.fullmatch(cell))
                commas += bool(_COMMA.fullmatch(cell))
    return "," if commas > points else "."
