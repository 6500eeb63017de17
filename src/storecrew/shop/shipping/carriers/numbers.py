"""What tracking numbers look like: one line for each kind, with its check digit where it has one.

Written for numbers without spaces. Groups: `serial` and `digit` are what the check looks at (`digit` is the last sign
where it is not named), `country` of S10. Kinds without a check are known by their beginning or by their length only;
`weak` marks the latter: many other numbers look the same.
Sources: the carriers' own descriptions as collected in the public set `tracking_number_data` (MIT), UPU S10-12, and for
carriers in China the forms printed on their waybills.
"""

import re
from dataclasses import dataclass

from storecrew.shop.shipping.carriers.checksums import Check, mod7, mod10, s10, weighted

_EXPRESS_12 = weighted((3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1), 11, 10)
_EXPRESS_13 = weighted((1, 7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1), 11, 10)

_POSTS = (
    "AF AL DZ AO AG AR AM AU AT AZ BS BH BD BB BY BE BZ BJ BT BO BA BW BR BN BG BF BI KH CM CA CV CF TD CL CN HK CO KM CG"
    " CR HR CU CY CZ CI KP CD DK DJ DM DO EC EG SV GQ ER EE ET FJ FI FR GA GM GE DE GH GB GR GD GT GN GW GY HT HN HU IS IN"
    " ID IR IQ IE IL IT JM JP JO KZ KE KI KR KW KG LA LV LB LS LR LY LI LT LU MG MW MY MV ML MT MR MU MX MD MC MN ME MA MZ"
    " MM NA NR NP NL NZ NI NE NG NO OM PK PA PG PY PE PH PL PT QA RO RU RW KN LC VC WS SM ST SA SN RS SC SL SG SK SI SB SO"
    " ZA SS ES LK SD SR SZ SE CH SY TJ TZ TH MK TL TG TO TT TN TR TM TV UG UA AE US UY UZ VU VA VE VN YE ZM ZW"
)
POSTS = frozenset(_POSTS.split())
"""Countries whose posts give numbers after S10 (UPU member list)."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A kind of number. `prefix` goes before the serial where the check counts it but carriers may leave it out."""

    carrier: str
    kind: str
    regex: re.Pattern[str]
    check: Check | None = None
    prefix: str = ""
    unless: str = ""
    """No prefix when the serial begins with one of these signs (a regular expression)."""
    weak: bool = False


def _of(carrier: str, kind: str, regex: str, check: Check | None = None, **more: object) -> Pattern:
    return Pattern(carrier, kind, re.compile(regex), check, **more)  # type: ignore[arg-type]  # three plain fields


PATTERNS = (
    _of("ups", "UPS", r"1Z(?P<serial>[A-Z0-9]{15})[A-Z0-9]", mod10(1, 2)),
    _of("fedex", "Express 34", r"100\d\d\d{10}\d{5}(?P<serial>\d{13})\d", _EXPRESS_13),
    _of("fedex", "Ground GSN", r"96\d\d\d{5}\d{10}\d(?P<serial>\d{13})\d", _EXPRESS_13),
    _of("fedex", "Ground 96", r"96\d{5}(?P<serial>\d{14})\d", mod10(1, 3)),
    _of("usps", "34", r"420\d{5}\d{4}(?P<serial>(?:9[2345])?\d{19})\d", mod10(3, 1)),
    _of("usps", "IMpb", r"(?:420\d{5})?(?P<serial>9[1-5]\d{12}(?:\d{11}|\d{7}))\d", mod10(3, 1)),
    _of(
        "usps", "IMpb", r"(?:420\d{5})?(?P<serial>\d{12}(?:\d{11}|\d{7}))\d", mod10(3, 1), prefix="91", unless="9[1-5]"
    ),
    _of("usps", "20", r"(?P<serial>\d{19})\d", mod10(3, 1)),
    _of("fedex", "SmartPost", r"(?P<serial>(?:92)?\d{19})\d", mod10(3, 1), prefix="92", unless="92"),
    _of("fedex", "Ground SSCC", r"\d\d(?P<serial>\d{15})\d", mod10(3, 1)),
    _of("fedex", "Ground", r"(?P<serial>\d{14})\d", mod10(1, 3)),
    _of("fedex", "Express", r"(?P<serial>\d{11})\d", _EXPRESS_12),
    _of("dhl", "Air waybill", r"(?P<serial>\d{9})\d", mod7()),
    _of("dhl", "Air", r"(?P<serial>\d{10})\d", mod7()),
    _of("ontrac", "OnTrac", r"C(?P<serial>\d{13})\d", mod10(1, 2), prefix="4", unless="4"),
    _of("amazon", "TBA", r"TBA\d{12}"),
    # of posts: EMS of China and small packets of the same form are told apart by the first letter
    _of("ems", "EMS (S10)", r"E[A-Z](?P<serial>\d{8})(?P<digit>\d)(?P<country>CN)", s10()),
    _of("chinapost", "S10", r"[A-DF-Z][A-Z](?P<serial>\d{8})(?P<digit>\d)(?P<country>CN)", s10()),
    _of("usps", "S10", r"[A-Z]{2}(?P<serial>\d{8})(?P<digit>\d)(?P<country>US)", s10()),
    _of("s10", "S10", r"[A-Z]{2}(?P<serial>\d{8})(?P<digit>\d)(?P<country>[A-Z]{2})", s10()),
    _of("sf", "SF", r"SF\d{13}"),
    _of("yto", "YT", r"YT\d{13}"),
    _of("yunexpress", "YT", r"YT\d{16}"),
    _of("jt", "JT", r"JT\d{13}"),
    _of("jd", "JD", r"JD(?:[A-Z]{1,3}\d{10,13}|\d{11,15})(?:-\d{1,3}-\d{1,3}-?)?"),
    _of("deppon", "DPK", r"DPK\d{12}"),
    _of("4px", "4PX", r"4PX\d{13}CN"),
    _of("yanwen", "YP", r"[A-Z]{2}\d{9}YP"),
    _of("cainiao", "LP", r"LP\d{14}"),
    _of("cainiao", "CNG", r"CNG\d{14,17}"),
    _of("ems", "Domestic", r"1[0-3]\d{11}", weak=True),
    _of("chinapost", "Parcel", r"9[0-9]\d{11}", weak=True),
    _of("sto", "STO", r"(?:77[0-9]\d{12}|(?:22|33|44|55|66|77|88)\d{11})", weak=True),
    _of("yunda", "Yunda", r"(?:3[1-9]\d{11,13}|4[3-6]\d{11,13})", weak=True),
    _of("zto", "ZTO", r"(?:7[3-9]\d{12}|[2-7]\d{11})", weak=True),
    _of("yto", "YTO", r"8[0-9]\d{16}", weak=True),
    _of("sf", "SF (old)", r"\d{12}", weak=True),
)
"""Most telling first."""
