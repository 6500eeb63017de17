"""The first rows of a file, and how they would be understood: looked at by a person before the first use."""

from dataclasses import dataclass
from itertools import islice

from storecrew.kernel.tabular.decode import Broken
from storecrew.kernel.tabular.files import Unreadable
from storecrew.shop.feeds.columns import columns_gone, missing
from storecrew.shop.feeds.gate.lines import amount
from storecrew.shop.feeds.models import Version
from storecrew.shop.feeds.opening import SHELF, found_of, header_of, rows_of
from storecrew.shop.feeds.reading import Bad, Reader
from storecrew.shop.feeds.sentences import sentence_of
from storecrew.shop.feeds.staging import offers_of, reading_of

ROWS = 12


@dataclass(frozen=True, slots=True)
class Seen:
    """A row as it stands there, and as it is understood. `ours`: we buy it. `wrong`: why it would go to quarantine."""

    line: int
    cells: list[str]
    sku: str = ""
    quantity: str = ""
    cost: str = ""
    ours: bool = False
    wrong: str = ""


def first_rows(version: Version) -> list[Seen]:
    """Return the first rows; empty when the file is gone."""
    found = found_of(version.form, header_of(version.form, version.header))
    mapping = version.mapping
    known = not missing(mapping) and not columns_gone(mapping, found.header.names)
    try:
        rows = list(islice(rows_of(SHELF.path_of(version.digest), found), ROWS))
    except (Unreadable, FileNotFoundError):
        return []
    reading = reading_of(version.source)
    reader = Reader(found.header, mapping, reading)
    seen: list[Seen] = []
    for row in rows:
        if isinstance(row, Broken):
            seen.append(Seen(row.line, [row.text[:120]], wrong=sentence_of(row.code, {})))
            continue
        if not known:
            seen.append(Seen(row.line, row.cells))
            continue
        said = reader.read(row)
        if isinstance(said, Bad):
            problem = said.problem
            seen.append(Seen(row.line, row.cells, sku=said.sku, wrong=sentence_of(problem.code, problem.params)))
            continue
        cost = "" if said.cost is None else f"{amount(said.cost, reading.currency)} {reading.currency}"
        quantity = "" if said.quantity is None else str(said.quantity)
        seen.append(Seen(row.line, row.cells, said.sku, quantity, cost))
    ours = offers_of(version.source, [one.sku for one in seen if one.sku])
    return [Seen(one.line, one.cells, one.sku, one.quantity, one.cost, one.sku in ours, one.wrong) for one in seen]
