"""Take apart an address that was copied out of a chat: name, number and place on one line or on several.

People write `张三 13800138000 广东省佛山市南海区桂城街道灯湖路8号`, in any order, with or without labels, commas or
province, and marketplaces put their own words around it. What is found is checked against the places that exist.
"""

import re
from dataclasses import dataclass

from storecrew.shop.addresses.address import Address
from storecrew.shop.addresses.checking import EMPTY_LEVELS
from storecrew.shop.addresses.folding import has_han, narrowed, shortened
from storecrew.shop.addresses.places import ELSEWHERE, MUNICIPALITIES, Country, Place, country

LONGEST = 400
"""An address is shorter than this; a whole conversation is not taken apart."""

LABELS = re.compile(
    r"(收货人姓名|收件人姓名|收货人|收件人|联系人|姓名|名字|手机号码|手机号|联系电话|联系方式|手机|电话|"
    r"所在地区|所在区域|收货地址|收件地址|详细地址|街道地址|地址|地区|邮政编码|邮编)\s*[::]?\s*"
)
PHONE = re.compile(
    r"(?<!\d)(?:\(?\+?\(?(?:0086|86)\)?[\s-]*)?(?P<mobile>1[3-9]\d[\s-]?\d{4}[\s-]?\d{4})(?P<extension>-\d{3,4})?(?!\d)"
)
LANDLINE = re.compile(r"(?<!\d)(0\d{2,3}-?[2-8]\d{6,7})(?!\d)")
POSTCODE = re.compile(r"(?<!\d)(\d{6})(?!\d|号|室|弄|栋|幢)")
BETWEEN = re.compile(r"[\s,;|/、。]+")
NO_NAME = re.compile(r"\d|[路街道巷弄号栋幢座楼室层村镇乡区县市省园苑城厦]$|小区|大厦|单元|广场|花园|公寓|学校|驿站")
STREET = re.compile(r"[东西南北中]?(路|大道|大街|街|道|门|镇|乡|村|巷)")
TITLE = re.compile(r"(\(收\)|收|\[\d{1,5}\])$")


def parse_pasted(text: str) -> Address | None:
    """Return the address in China that a pasted text says; None when no place in it is known.

    Nothing is made up: a field that is not there stays empty, and `checked` then asks for it. The province is filled in
    when a city or a district of only one province is named.
    """
    text = narrowed(text)
    china = country("CN")
    if china is None or not has_han(text) or len(text) > LONGEST:
        return None
    text = LABELS.sub(" ", text)
    phone, text = _phone(text)
    postal_code, text = _taken(POSTCODE, text)
    tokens = [token for token in BETWEEN.split(text) if token]
    found = _first_place(china, tokens)
    if found is None:
        return None
    start, place = found
    before, after = tokens[:start], tokens[start + 1 :]
    name, after = _name(before, after)
    address = _rest(china, place, after)
    return address.model_copy(update={"name": name, "phone": phone, "postal_code": postal_code})


@dataclass(frozen=True, slots=True)
class _Found:
    region: Place
    rest: str


def _phone(text: str) -> tuple[str, str]:
    found = PHONE.search(text)
    if found:
        number = re.sub(r"[\s-]", "", found["mobile"]) + (found["extension"] or "")
        return number, f"{text[: found.start()]} {text[found.end() :]}"
    return _taken(LANDLINE, text)


def _taken(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    found = pattern.search(text)
    return (found[1], f"{text[: found.start()]} {text[found.end() :]}") if found else ("", text)


def _first_place(china: Country, tokens: list[str]) -> tuple[int, _Found] | None:
    """Return the token in which the place begins. A province says so surely; a town alone only if it says what it is."""
    for index, token in enumerate(tokens):
        found = _province(china, token)
        # somebody may be called 北京 or 海南; a name stands alone, and a province is followed by something
        if found and (found.rest or index + 1 < len(tokens)):
            return index, found
    for index, token in enumerate(tokens):
        found = _by_town(china, token)
        if found:
            return index, found
    return None


def _province(china: Country, text: str) -> _Found | None:
    for name, place in _provinces(china):
        if text.startswith(name):
            return _Found(place, text[len(name) :])
    return None


def _provinces(china: Country) -> list[tuple[str, Place]]:
    """Return every way to begin with a province, the longest first."""
    elsewhere = [Place(key, key, key) for key in ELSEWHERE]
    names = [(name, place) for place in (*china.places(), *elsewhere) for name in _names(place)]
    names += [(f"{name}特别行政区", Place(name, name, name)) for name in ("香港", "澳门")]
    names += [(f"{name}省", Place(name, name, name)) for name in ("台湾",)]
    return sorted(names, key=lambda pair: -len(pair[0]))


def _names(place: Place) -> set[str]:
    return {place.key, place.native, shortened(place.key)}


def _by_town(china: Country, text: str) -> _Found | None:
    """Return the only province with a city of this name; a city's short name is a street's too often to count."""
    provinces = [
        province
        for province in china.places()
        if province.key not in MUNICIPALITIES
        and any(text.startswith((town.key, town.native)) for town in china.places((province.key,)))
    ]
    return _Found(provinces[0], text) if len(provinces) == 1 else None


def _name(before: list[str], after: list[str]) -> tuple[str, list[str]]:
    """Return the recipient, and what follows the place without him: he stands before it, or at the end."""
    for token in reversed(before):
        name = TITLE.sub("", token)
        if _may_be_a_name(name):
            return name, after
    for index in range(len(after) - 1, -1, -1):
        name = TITLE.sub("", after[index])
        if _may_be_a_name(name) and has_han(name) and len(name) <= 4:
            return name, after[:index] + after[index + 1 :]
    return "", after


def _may_be_a_name(token: str) -> bool:
    return 1 < len(token) <= 20 and not NO_NAME.search(token)


def _rest(china: Country, found: _Found, after: list[str]) -> Address:
    """Return the address below the province: city and district as far as they are said, the remainder as the line."""
    region, text = found.region, " ".join((found.rest, *after)).strip()
    if region.key in ELSEWHERE:
        code = ELSEWHERE[region.key]
        area, text = _area(code, text)
        return Address(country=code, region=area, line1=_line(text)[:200])
    city, district = "", ""
    if region.key in MUNICIPALITIES:
        for name in sorted(_names(region), key=len, reverse=True):  # 北京市北京市朝阳区
            text = _without(text, name)
        district, text = _next(china, (region.key,), _without_levels(text))
    else:
        city, text = _next(china, (region.key,), _without_levels(text))
        if city:
            district, text = _next(china, (region.key, city), _without_levels(text))
            district, text = (district, text) if district else _unlisted_district(text)
        else:
            city, district, text = _by_district(china, region, text)
    return Address(country="CN", region=region.key, city=city, district=district, line1=_line(text)[:200])


def _area(code: str, text: str) -> tuple[str, str]:
    """Return the area of Hong Kong or county of Taiwan with which the text begins, by its key, and what follows it."""
    known = country(code)
    for length in (4, 3, 2) if known else ():
        place = known.find(text[:length]) if known and len(text) > length else None
        if place:
            return place.key, text[length:].lstrip()
    return "", text


def _next(china: Country, above: tuple[str, ...], text: str) -> tuple[str, str]:
    """Return the place below `above` with which the text begins, and what follows it."""
    names = ((name, place.key) for place in china.places(above) for name in _names(place))
    for name, key in sorted(names, key=lambda pair: -len(pair[0])):
        if text.startswith(name) and not _goes_on(text[len(name) :], name, key):
            return key, text[len(name) :].lstrip()
    return "", text


def _goes_on(rest: str, name: str, key: str) -> bool:
    """Tell whether a short name is only the beginning of another one: 南海 of 南海大道, 朝阳 of 朝阳门."""
    whole = name == key or name.endswith(("区", "县", "市", "州", "旗"))
    return not whole and STREET.match(rest) is not None


def _unlisted_district(text: str) -> tuple[str, str]:
    """Return a district that the list does not know yet, where the text says plainly that it is one."""
    found = re.match(r"([\u4e00-\u9fff]{2,6}?(?:新区|开发区|高新区|区|县|市|旗))(?!域)\s*", text)
    return (found[1], text[found.end() :]) if found and "路" not in found[1] and "街" not in found[1] else ("", text)


def _by_district(china: Country, region: Place, text: str) -> tuple[str, str, str]:
    """Return city, district and the remainder when the city was left out: 广东省南海区 is in 佛山."""
    hits = []
    for town in china.places((region.key,)):
        district, rest = _next(china, (region.key, town.key), text)
        if district and text.startswith(district):
            hits.append((town.key, district, rest))
    return hits[0] if len(hits) == 1 else ("", "", text)


def _without(text: str, name: str) -> str:
    return text[len(name) :].lstrip() if text.startswith(name) else text


def _without_levels(text: str) -> str:
    for level in EMPTY_LEVELS:
        text = _without(text, level) if level != "县" else text
    return text


def _line(text: str) -> str:
    """Close the gaps that pasting leaves between Chinese words; keep those between numbers and Latin words."""
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+|\s+(?=[\u4e00-\u9fff])", "", text).strip(" -")
