"""Index tables: declared once, then sorted, filtered, searched, paged, chosen from, saved as views and exported.

Nouns: Table (the declaration), Column, Filter, Bulk, View, Empty; State (what the address asks for); TablePage (what is shown).
`show(table, request, rows)` makes a page of a queryset or a list, `chosen(table, request, rows)` returns what a bulk action
is about, `export(table, request, rows)` answers `?export=csv` and `?export=xlsx` in constant memory.
Everything is in the address: a link to a table is a link to exactly this view of it.
"""

from storecrew.kernel.pages.tables.exports import export
from storecrew.kernel.pages.tables.page import TablePage, chosen, show
from storecrew.kernel.pages.tables.types import Bulk, Column, Empty, Filter, Kind, Table, View

__all__ = ["Bulk", "Column", "Empty", "Filter", "Kind", "Table", "TablePage", "View", "chosen", "export", "show"]
