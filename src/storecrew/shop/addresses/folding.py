"""Make different spellings of one thing equal: widths, accents, capitals, and the words for "province" or "city"."""

import re
import unicodedata

CHINESE_ENDINGS = re.compile(
    r"(特别行政区|特別行政區|维吾尔自治区|壮族自治区|回族自治区|自治区|"
    r"(?:[\u4e00-\u9fff]{1,4}族)+自治[州县]|蒙古自治州|哈萨克自治州|柯尔克孜自治州|自治[州县旗]|"
    r"省|市|地区|林区|新区|盟|州|区|县|旗|縣|區|鄉|鎮)$"
)
JAPANESE_ENDINGS = re.compile(r"(?<=..)[都府県]$")
LATIN_ENDINGS = re.compile(
    r" (sheng|shi|qu|xinqu|xian|zizhiqu|zizhizhou|zizhixian|diqu|zhou|province|city|county|district|prefecture|"
    r"state|region|-?ken|-?fu|-?to)$"
)


ONE_SIGN = str.maketrans("臺灣龍島區縣鄉鎮東廣門雲陽義蘭連", "台湾龙岛区县乡镇东广门云阳义兰连")
"""Traditional signs in names of places that people write either way."""


def narrowed(text: str) -> str:
    """Return the text with full-width digits, letters and signs in their ordinary width, and single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def folded(text: str) -> str:
    """Return what two spellings of one name have in common: no accents, capitals, spaces or points."""
    plain = unicodedata.normalize("NFKD", narrowed(text).casefold().translate(ONE_SIGN))
    return "".join(sign for sign in plain if not unicodedata.combining(sign) and sign.isalnum())


def shortened(name: str) -> str:
    """Return a place's name without its kind (广东省 → 广东, Foshan Shi → Foshan); at least two signs stay."""
    text = narrowed(name)
    for ending in (CHINESE_ENDINGS, JAPANESE_ENDINGS):
        short = ending.sub("", text)
        if short != text and len(short) >= 2:
            return short
    return LATIN_ENDINGS.sub("", text.casefold())


def has_han(text: str) -> bool:
    """Tell whether there is a Chinese character in it."""
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)
