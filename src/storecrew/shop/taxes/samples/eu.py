"""Value added tax of the member states of the European Union, standard and reduced.

Source: European Commission, Your Europe, "VAT rules and rates", https://europa.eu/youreurope/business/taxation/vat/,
and the published laws of the states that changed a rate; state of 2026-01-01. Super-reduced and parking rates are left
out. Which goods fall under a reduced rate is decided by each state: look it up before using one.
"""

from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple


class Vat(NamedTuple):
    """A rate of a class, from a day until before another; None: ever since, still."""

    tax_class: str
    percent: str
    starts_on: date | None = None
    ends_on: date | None = None


SOURCE: Final = "European Commission, Your Europe: VAT rules and rates, as of 2026-01-01"
SECOND: Final = "reduced_2"
_EE, _FI, _FI_REDUCED = date(2025, 7, 1), date(2024, 9, 1), date(2026, 1, 1)
_SK, _RO, _LT = date(2025, 1, 1), date(2025, 8, 1), date(2026, 1, 1)

RATES: Final[dict[str, tuple[Vat, ...]]] = {
    "AT": (Vat("standard", "20"), Vat("reduced", "10"), Vat(SECOND, "13")),
    "BE": (Vat("standard", "21"), Vat("reduced", "6"), Vat(SECOND, "12")),
    "BG": (Vat("standard", "20"), Vat("reduced", "9")),
    "HR": (Vat("standard", "25"), Vat("reduced", "5"), Vat(SECOND, "13")),
    "CY": (Vat("standard", "19"), Vat("reduced", "5"), Vat(SECOND, "9")),
    "CZ": (Vat("standard", "21"), Vat("reduced", "12")),
    "DK": (Vat("standard", "25"),),
    "EE": (
        Vat("standard", "22", None, _EE),
        Vat("standard", "24", _EE),
        Vat("reduced", "9"),
        Vat(SECOND, "13", date(2025, 1, 1)),
    ),
    "FI": (
        Vat("standard", "24", None, _FI),
        Vat("standard", "25.5", _FI),
        Vat("reduced", "10"),
        Vat(SECOND, "14", None, _FI_REDUCED),
        Vat(SECOND, "13.5", _FI_REDUCED),
    ),
    "FR": (Vat("standard", "20"), Vat("reduced", "5.5"), Vat(SECOND, "10")),
    "DE": (Vat("standard", "19"), Vat("reduced", "7")),
    "GR": (Vat("standard", "24"), Vat("reduced", "6"), Vat(SECOND, "13")),
    "HU": (Vat("standard", "27"), Vat("reduced", "5"), Vat(SECOND, "18")),
    "IE": (Vat("standard", "23"), Vat("reduced", "9"), Vat(SECOND, "13.5")),
    "IT": (Vat("standard", "22"), Vat("reduced", "5"), Vat(SECOND, "10")),
    "LV": (Vat("standard", "21"), Vat("reduced", "5"), Vat(SECOND, "12")),
    "LT": (
        Vat("standard", "21"),
        Vat("reduced", "5"),
        Vat(SECOND, "9", None, _LT),
        Vat(SECOND, "12", _LT),
    ),
    "LU": (Vat("standard", "17"), Vat("reduced", "8")),
    "MT": (Vat("standard", "18"), Vat("reduced", "5"), Vat(SECOND, "7")),
    "NL": (Vat("standard", "21"), Vat("reduced", "9")),
    "PL": (Vat("standard", "23"), Vat("reduced", "5"), Vat(SECOND, "8")),
    "PT": (Vat("standard", "23"), Vat("reduced", "6"), Vat(SECOND, "13")),
    "RO": (
        Vat("standard", "19", None, _RO),
        Vat("standard", "21", _RO),
        Vat("reduced", "5", None, _RO),
        Vat("reduced", "11", _RO),
        Vat(SECOND, "9", None, _RO),
        Vat(SECOND, "11", _RO),
    ),
    "SK": (
        Vat("standard", "20", None, _SK),
        Vat("standard", "23", _SK),
        Vat("reduced", "5", _SK),
        Vat(SECOND, "10", None, _SK),
        Vat(SECOND, "19", _SK),
    ),
    "SI": (Vat("standard", "22"), Vat("reduced", "5"), Vat(SECOND, "9.5")),
    "ES": (Vat("standard", "21"), Vat("reduced", "10")),
    "SE": (Vat("standard", "25"), Vat("reduced", "6"), Vat(SECOND, "12")),
}
NAMES: Final = {"DE": "MwSt.", "AT": "USt.", "FR": "TVA", "ES": "IVA", "IT": "IVA", "PT": "IVA", "NL": "btw"}
"""What the tax is called on invoices where VAT is not what people say."""
OUTSIDE: Final[tuple[tuple[str, str], ...]] = (
    ("ES", "35*; 38*; 51*; 52*"),  # Canary Islands, Ceuta, Melilla
    ("FI", "22*"),  # Åland
    ("DE", "27498; 78266"),  # Heligoland, Büsingen
    ("IT", "23041"),  # Livigno
    ("FR", "971*; 972*; 973*; 974*; 976*"),  # overseas departments: taxes of their own
    ("GR", "63086"),  # Mount Athos
)
"""Places of member states where the VAT Directive does not apply (2006/112/EC art. 6): charged nothing by this sample."""


def percent(rate: Vat) -> Decimal:
    """Return the percentage of a rate."""
    return Decimal(rate.percent)
