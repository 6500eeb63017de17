"""Read the demo brand's files."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LANGUAGES = {"zh": "zh-hans", "en": "en"}
"""How the files name languages, and how the store does."""

FAMILIES = (
    ("搪瓷", "Enamel", ("搪瓷",)),
    ("铸铁", "Cast iron", ("铸铁",)),
    ("瓷", "Porcelain", ("瓷",)),
    ("粗陶", "Stoneware", ("陶",)),
    ("水磨石", "Terrazzo", ("水磨石",)),
    ("玻璃", "Glass", ("玻璃",)),
    ("竹", "Bamboo", ("竹",)),
    ("铜", "Brass", ("铜",)),
    ("钢与铝", "Steel and aluminium", ("钢", "铝")),
    ("亚麻", "Linen", ("亚麻",)),
    ("羊毛", "Wool", ("羊毛", "羊羔毛")),
    ("棉", "Cotton", ("棉",)),
    ("丝", "Silk", ("丝",)),
    ("木", "Wood", ("木", "榉")),
    ("纸", "Paper", ("纸", "精装")),
    ("蜡", "Wax", ("蜡",)),
)
"""Materials as customers sort them: name in both languages, and the signs in a description that tell of them."""


PRICED = ("under-100", "under-200")
"""Tags that say what prices say already."""

KINDS = {
    "apron": ("围裙", "Apron"),
    "bail_pot": ("茶壶", "Teapot"),
    "bath_mat": ("地垫", "Bath mat"),
    "bedding": ("床品", "Bedding"),
    "board": ("砧板", "Chopping board"),
    "bookends": ("书立", "Bookends"),
    "brew_bottle": ("茶瓶", "Bottle"),
    "brush": ("浴刷", "Brush"),
    "bulb": ("灯泡", "Light bulb"),
    "caddy": ("茶罐", "Tea caddy"),
    "calendar": ("日历", "Calendar"),
    "candle": ("蜡烛", "Candle"),
    "candlestick": ("烛台", "Candlestick"),
    "carafe": ("水瓶", "Carafe"),
    "catchall": ("托盘", "Tray"),
    "chopsticks": ("筷子", "Chopsticks"),
    "clip_light": ("夹灯", "Clip lamp"),
    "clock": ("闹钟", "Clock"),
    "cocotte": ("锅", "Pot"),
    "cushion": ("靠垫", "Cushion"),
    "desk_mat": ("桌垫", "Desk mat"),
    "dome_lamp": ("台灯", "Table lamp"),
    "eye_mask": ("眼罩", "Eye mask"),
    "four_cups": ("茶杯", "Teacups"),
    "gaiwan": ("盖碗", "Gaiwan"),
    "hot_water": ("热水袋", "Hot-water bottle"),
    "incense": ("线香", "Incense"),
    "kettle": ("水壶", "Kettle"),
    "lantern": ("提灯", "Lantern"),
    "magnifier": ("放大镜", "Magnifier"),
    "mirror": ("镜子", "Mirror"),
    "mug": ("杯子", "Mug"),
    "mushroom": ("台灯", "Table lamp"),
    "napkins": ("餐巾", "Napkins"),
    "noodle_bowl": ("碗", "Bowl"),
    "notebook": ("本子", "Notebook"),
    "paper_moon": ("台灯", "Table lamp"),
    "pen": ("笔", "Pen"),
    "pencils": ("铅笔", "Pencils"),
    "pendant": ("吊灯", "Pendant lamp"),
    "pillow": ("枕头", "Pillow"),
    "pitcher": ("公道杯", "Pitcher"),
    "plates": ("盘子", "Plate"),
    "porcelain": ("夜灯", "Night light"),
    "pourer": ("酱油壶", "Soy pourer"),
    "pump": ("按压瓶", "Pump bottle"),
    "rice_bowls": ("碗", "Bowls"),
    "rinse_cup": ("漱口杯", "Rinse cup"),
    "robe": ("浴袍", "Bathrobe"),
    "side_pot": ("茶壶", "Teapot"),
    "slippers": ("拖鞋", "Slippers"),
    "soap_bars": ("香皂", "Soap"),
    "soap_dish": ("皂碟", "Soap dish"),
    "stool": ("凳子", "Stool"),
    "tape": ("胶带座", "Tape dispenser"),
    "tapers": ("蜡烛", "Candles"),
    "tea_tray": ("茶盘", "Tea tray"),
    "throw": ("毯子", "Throw"),
    "towels": ("毛巾", "Towel"),
    "tumblers": ("玻璃杯", "Glasses"),
}
"""What customers call a thing, by the shape of its picture."""


def catalogue() -> dict[str, Any]:
    """Return the goods (see `notes` in the file for units)."""
    found: dict[str, Any] = json.loads((HERE / "catalogue.json").read_text(encoding="utf-8"))
    return found


def family_of(material: str) -> tuple[str, str] | None:
    """Return the family of what is named first in a description of materials; None where it fits none."""
    for part in material.replace("，", "、").split("、"):
        for chinese, english, signs in FAMILIES:
            if any(sign in part for sign in signs):
                return chinese, english
    return None


@dataclass(frozen=True, slots=True)
class Text:
    """A page as its file holds it: title, a sentence, body."""

    title: str
    description: str
    body: str


@cache
def texts() -> dict[str, dict[str, Text]]:
    """Return the pages by address and language."""
    found: dict[str, dict[str, Text]] = {}
    for path in sorted((HERE / "texts").glob("*.md")):
        slug, _, language = path.stem.partition(".")
        title, description, body = path.read_text(encoding="utf-8").split("\n", 2)
        found.setdefault(slug, {})[language] = Text(title, description, body.strip())
    return found


def picture(name: str) -> bytes:
    """Return a drawn picture."""
    return (HERE / "pictures" / name).read_bytes()


def extra_pictures(handle: str) -> list[str]:
    """Return the names of a product's further pictures, beyond those of its variants."""
    found = sorted(path.name for path in (HERE / "pictures").glob(f"{handle}-*.svg"))
    return [name for name in found if not name.startswith(f"{handle}--")]


def scenes() -> list[str]:
    """Return the names of the pictures that show no product by itself."""
    return sorted(path.name for path in (HERE / "pictures").glob("scene-*.svg"))


EXTRA_ALTS = {
    "clock-off-mug-close.svg": {"zh": "釉面上的铁斑，近看", "en": "The iron specks in the glaze, close up"},
    "clock-off-mug-measures.svg": {
        "zh": "尺寸：高 98 毫米，口径 88 毫米，380 毫升，410 克",
        "en": "Measures: 98 mm high, 88 mm across, 380 ml, 410 g",
    },
    "clock-off-mug-pair.svg": {
        "zh": "燕麦 380 毫升和酒瓶绿 280 毫升摆在一起",
        "en": "Oat 380 ml beside bottle green 280 ml",
    },
}
"""What further pictures show, by file name."""
