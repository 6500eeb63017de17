"""Take the name of goods apart: words, pairs of Chinese characters, codes, and sizes with their unit."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_SHOUTS: Final = re.compile(
    "预售|包邮|正品|官方|专柜|直销|直营|旗舰店|旗舰|新品上市|新品|新款|热卖|热销|爆款|双十一|双1[1l]|双ii|11[-.]11"
    "|限时|限量|当天|仅限|专享|抢购|秒杀|特价|清仓|现货|批发|厂家|一件代发|代发|跨境|专供|定制|赠品|满减|买[一1二2]送[一1二2]"
    r"|买[一1二2]享[一1二2]|free shipping|drop ?shipping|wholesale|factory price|hot sale|new arrival|\bhot\b|\boem\b"
)
"""What lists and listings shout, and what says nothing of the goods."""
_SHADES: Final = {
    "黑": "black", "白": "white", "红": "red", "蓝": "blue", "绿": "green", "黄": "yellow", "粉": "pink", "灰": "grey",
    "紫": "purple", "橙": "orange", "棕": "brown", "咖啡": "coffee", "米": "beige", "金": "gold", "银": "silver",
    "透明": "clear", "卡其": "khaki", "藏青": "navy", "墨绿": "darkgreen", "酒红": "wine",
}  # fmt: skip
_MATTERS: Final = {
    "棉": "cotton", "麻": "linen", "丝绸": "silk", "真丝": "silk", "羊毛": "wool", "陶瓷": "ceramic", "玻璃": "glass",
    "不锈钢": "steel", "竹": "bamboo", "实木": "wood", "橡木": "oak", "胡桃木": "walnut", "黄铜": "brass", "皮革": "leather",
    "台灯": "lamp", "马克杯": "mug", "杯": "cup", "碗": "bowl", "盘": "plate", "花瓶": "vase", "毛巾": "towel", "大号": "large",
    "中号": "medium", "小号": "small",
}  # fmt: skip
"""A few words that tell variants apart and stand in Chinese in one list, in English in the other."""
_TWO_TONGUES: Final = re.compile(
    "|".join(
        [rf"(?:{shade})色?" if shade != "米" else "米色" for shade in _SHADES] + sorted(_MATTERS, key=len, reverse=True)
    )
)
_SAME: Final = {"gray": "grey", "cream": "beige", "transparent": "clear", "wooden": "wood", "tee": "tshirt"}
_UNITS: Final = {
    "毫升": ("ml", 1), "ml": ("ml", 1), "cc": ("ml", 1), "cl": ("ml", 10), "l": ("ml", 1000), "升": ("ml", 1000),
    "克": ("g", 1), "g": ("g", 1), "gm": ("g", 1), "千克": ("g", 1000), "公斤": ("g", 1000), "kg": ("g", 1000),
    "斤": ("g", 500), "mg": ("mg", 1), "毫米": ("mm", 1), "mm": ("mm", 1), "厘米": ("mm", 10), "cm": ("mm", 10),
    "公分": ("mm", 10), "米": ("mm", 1000), "m": ("mm", 1000), "寸": ("in", 1), "英寸": ("in", 1), "inch": ("in", 1),
    "in": ("in", 1), "w": ("w", 1), "瓦": ("w", 1), "v": ("v", 1), "mah": ("mah", 1), "毫安": ("mah", 1),
    "片": ("pc", 1), "支": ("pc", 1), "瓶": ("pc", 1), "件": ("pc", 1), "只": ("pc", 1), "个": ("pc", 1), "包": ("pc", 1),
    "袋": ("pc", 1), "盒": ("pc", 1), "对": ("pc", 1), "粒": ("pc", 1), "枚": ("pc", 1), "条": ("pc", 1), "装": ("pc", 1),
    "套": ("pc", 1), "pcs": ("pc", 1), "pc": ("pc", 1), "pack": ("pc", 1), "packs": ("pc", 1), "piece": ("pc", 1),
    "pieces": ("pc", 1), "set": ("pc", 1), "piece set": ("pc", 1),
}  # fmt: skip
"""Unit → (what it is counted in, how many of those)."""
_SIZE: Final = re.compile(
    rf"(?<![a-z\d.])(\d+(?:\.\d+)?)\s*-?\s*({'|'.join(sorted(map(re.escape, _UNITS), key=len, reverse=True))})(?![a-z])"
)
_TIMES: Final = re.compile(r"[*×x]\s*(\d{1,4})(?![a-z\d.])|(?<![a-z\d.])(\d{1,4})\s*[*×x](?=\s*\d)")
"""How often: 19ml*3, 2x12."""
_CODE: Final = re.compile(r"(?=[a-z\d-]*\d)(?=[a-z\d-]*[a-z])[a-z\d]+(?:-[a-z\d]+)*")
_WORD: Final = re.compile(r"[a-z]+|\d+(?:\.\d+)?")
_HAN: Final = re.compile(r"[\u3400-\u9fff]+")
_JOINED: Final = re.compile(r"(?<=[a-z])['’](?=[a-z])|(?<=\b[a-z])-(?=[a-z]{3})")
_OF_NO_WEIGHT: Final = frozenset({"the", "a", "an", "of", "and", "with", "for", "in", "to", "on", "by", "or"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart."""

    words: frozenset[str]
    """Words, pairs of Chinese characters, codes and bare numbers; sizes as `300ml`."""
    sizes: frozenset[tuple[str, float]]
    """(unit, how many), in the smallest unit of a kind."""
    pairs: frozenset[str]
    """Pairs of neighbouring signs, blanks left out: what survives slips of the pen."""


def take_apart(text: str) -> Name:
    """Return what a name is made of. Width, case, accents, units and shouting make no difference."""
    plain = _SHOUTS.sub(" ", fold(text))
    sizes = frozenset(_sizes(plain))
    rest = _JOINED.sub("", _SIZE.sub(" ", plain))
    words = {f"{count:g}{unit}" for unit, count in sizes} | set(_words(rest))
    signs = "".join(sign for sign in plain if sign.isalnum())
    pairs = frozenset(signs[at : at + 2] for at in range(len(signs) - 1)) or frozenset({signs})
    return Name(frozenset(words), sizes, pairs)


def fold(text: str) -> str:
    """Return text in one width and case, without accents."""
    wide = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in wide if not unicodedata.combining(sign))


def _sizes(text: str) -> Iterator[tuple[str, float]]:
    for found in _SIZE.finditer(text):
        unit, many = _UNITS[found[2]]
        yield unit, float(found[1]) * many
    for found in _TIMES.finditer(text):
        yield "x", float(found[1] or found[2])


def _words(text: str) -> Iterator[str]:
    for found in _TWO_TONGUES.finditer(text):
        word = found[0]
        yield _SHADES.get(word.removesuffix("色")) or _MATTERS.get(word) or "beige"
    for found in _CODE.finditer(text):
        yield found[0].replace("-", "")
    for found in _WORD.finditer(_CODE.sub(" ", text)):
        word = _stem(found[0])
        if word not in _OF_NO_WEIGHT:
            yield _SAME.get(word, word)
    for found in _HAN.finditer(text):
        run = found[0]
        yield from (run[at : at + 2] for at in range(len(run) - 1))
        if len(run) == 1:
            yield run


def _stem(word: str) -> str:
    """Return an English word without the s of its plural."""
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
