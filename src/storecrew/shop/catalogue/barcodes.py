"""What a barcode is worth: a GTIN with a right check digit, a number for inside the house, or an odd one.

Rules: GS1 General Specifications, section 7.9 (check digit) and 1.4.2 (prefixes for restricted circulation).
"""

from storecrew.shop.catalogue.models.variants import BarcodeState

LENGTHS = (8, 12, 13, 14)


def plain(barcode: str) -> str:
    """Return the barcode without the blanks and hyphens that people type into it."""
    return "".join(sign for sign in barcode if not sign.isspace() and sign not in "-\u2010\u2013")


def check_digit(digits: str) -> int:
    """Return the check digit that belongs after `digits` (all of the number but its last digit)."""
    weighted = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return -weighted % 10


def judge(barcode: str) -> BarcodeState:
    """Return what kind of number a barcode (see `plain`) is."""
    if not barcode:
        return BarcodeState.NONE
    if not _looks_like_gtin(barcode) or check_digit(barcode[:-1]) != int(barcode[-1]):
        return BarcodeState.ODD
    return BarcodeState.INTERNAL if _is_internal(barcode) else BarcodeState.GTIN


def mistyped(barcode: str) -> int | None:
    """Return the digit the number should end with, when it has a GTIN's length and its check digit is wrong."""
    if not _looks_like_gtin(barcode):
        return None
    right = check_digit(barcode[:-1])
    return None if right == int(barcode[-1]) else right


def _looks_like_gtin(barcode: str) -> bool:
    return len(barcode) in LENGTHS and barcode.isascii() and barcode.isdigit()


def _is_internal(barcode: str) -> bool:
    if len(barcode) == 8:
        return barcode[0] in "02"
    padded = barcode.zfill(14)[1:]
    return padded[0] == "2" or padded[:2] in {"02", "04"}
