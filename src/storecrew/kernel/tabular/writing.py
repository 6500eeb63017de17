"""Write tables for spreadsheets, a line at a time."""

import csv
from collections.abc import Callable, Iterable

BOM = "\ufeff"
"""Without it spreadsheets take a file for one in the machine's own encoding, and Chinese for noise."""
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet runs text that begins so as a formula (OWASP, "CSV Injection")."""


def harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: a quote in front shows it as it is."""
    return f"'{text}" if text.startswith(RISKY) else text


def line_writer(*, delimiter: str = ",") -> Callable[[Iterable[object]], str]:
    """Return what makes a line of a CSV file of cells, with its end (RFC 4180). Cells are written as they are."""
    return csv.writer(_Echo(), delimiter=delimiter, lineterminator="\r\n").writerow


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text
