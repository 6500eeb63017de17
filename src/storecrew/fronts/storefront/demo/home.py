"""What the demo store says: frame, menus, home page, pages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from storecrew.fronts.storefront import actions
from storecrew.fronts.storefront.actions.home import AddSection
from storecrew.fronts.storefront.actions.look import SetTheme
from storecrew.fronts.storefront.actions.menus import SetMenu
from storecrew.fronts.storefront.actions.pages import SavePage
from storecrew.fronts.storefront.demo import source
from storecrew.fronts.storefront.types import (
    Fact,
    Facts,
    Frame,
    Goods,
    Hero,
    Link,
    LinkGroup,
    PageText,
    Picture,
    Roll,
    Shipping,
    Story,
    Texts,
    Tiles,
)
from storecrew.kernel.actions.types import Actor


def furnish(actor: Actor, brand: Mapping[str, Any], pictures: Mapping[str, int], now: datetime) -> None:
    """Choose the look and write everything around the goods. `pictures`: asset ids by file name."""
    actions.set_theme(actor, SetTheme(look="quiet"), now=now)
    actions.set_frame(actor, _frame(brand, pictures["favicon.svg"]), now=now)
    for slug, texts in source.texts().items():
        words = {
            language: PageText(title=text.title, description=text.description, body=text.body)
            for language, text in texts.items()
        }
        actions.save_page(actor, SavePage(slug=slug, texts=words), now=now)
    actions.set_menu(actor, SetMenu(place="foot", groups=_foot()), now=now)
    for content in _home(pictures):
        actions.add_section(actor, AddSection(content=content), now=now)


def _both(zh: str, en: str) -> Texts:
    return {"zh-hans": zh, "en": en}


def _named(pair: Mapping[str, str]) -> Texts:
    return {source.LANGUAGES[language]: text for language, text in pair.items()}


def _frame(brand: Mapping[str, Any], mark_id: int) -> Frame:
    free = brand["policy"]["free_shipping_from_minor"]
    return Frame(
        name=_named(brand["name"]),
        tagline=_named(brand["tagline"]),
        notice=_both(
            "满 ¥199 包邮 · 30 天用过也能退 · 坏了换新，两年",
            "Free delivery over $75 · Duties paid by us · 30 days to send it back",
        ),
        about=_both(
            "掌灯做六十样晚上用的东西：灯、茶、餐桌、书桌、沐浴、安睡。四个省十二家作坊，三十天用过也能退，两年坏了换新。",
            "Lamphour makes sixty things for the evening: light, tea, table, desk, bath and rest, with twelve workshops. "
            "Thirty days to send it back, replaced for two years.",
        ),
        mark_id=mark_id,
        email=brand["email"],
        hours=_both("每天 9:00–21:00 有人回信。", "A person answers 9:00–21:00 China time, every day."),
        company=_named(brand["company"]),
        address=_named(brand["address"]),
        small_print=_both(
            "本店不用追踪 Cookie，所以没有弹窗要你点。",
            "We set no tracking cookies, which is why no banner asked you about them.",
        ),
        currencies={"zh-hans": "CNY", "en": "USD"},
        return_days=brand["policy"]["returns_days"],
        shipping=(
            Shipping(
                country="CN",
                currency="CNY",
                rate_minor=1000,
                free_from_minor=free["CNY"],
                handling_days=(0, 1),
                transit_days=(2, 4),
            ),
            Shipping(
                country="US",
                currency="USD",
                rate_minor=900,
                free_from_minor=free["USD"],
                handling_days=(0, 1),
                transit_days=(9, 14),
            ),
        ),
        search_hints={
            "zh-hans": ("台灯", "茶壶", "毛巾", "送爸妈", "盖碗", "亚麻"),
            "en": ("lamp", "teapot", "towel", "gift", "linen", "candle"),
        },
    )


def _foot() -> tuple[LinkGroup, ...]:
    def link(target: str, zh: str, en: str) -> Link:
        return Link(label=_both(zh, en), target=target)

    return (
        LinkGroup(
            heading=_both("买东西", "Shop"),
            links=(
                link("search", "全部商品", "Everything"),
                link("collection:gifts", "送礼", "Gifts"),
                link("collection:under-100", "100 元以内", "Small things"),
            ),
        ),
        LinkGroup(
            heading=_both("帮得上忙", "Help"),
            links=(
                link("page:delivery", "配送与日期", "Delivery and dates"),
                link("page:returns", "30 天退换", "30-day returns"),
                link("page:contact", "联系我们", "Contact"),
            ),
        ),
        LinkGroup(
            heading=_both("掌灯", "Lamphour"),
            links=(
                link("page:about", "我们是谁", "Who we are"),
                link("page:workshops", "十二家作坊", "Twelve workshops"),
                link("page:evening-tea", "夜读：晚上想喝茶", "Reading: tea in the evening"),
                link("page:terms", "销售条款", "Terms of sale"),
                link("page:privacy", "隐私与数据", "Privacy and data"),
            ),
        ),
    )


def _home(pictures: Mapping[str, int]) -> tuple[Hero | Facts | Goods | Tiles | Story | Roll, ...]:
    def drawn(name: str, zh: str = "", en: str = "") -> Picture:
        return Picture(asset_id=pictures[f"scene-{name}.svg"], alt=_both(zh, en) if zh else {})

    evening = (
        "晚上的桌子：半月台灯亮着，茶倒好了，本子摊开，窗外是城市的黄昏",
        "A table in the evening: the half-moon lamp is on, tea is poured, a notebook lies open, dusk over the city",
    )
    return (
        Hero(
            heading=_both("天黑以后，\n是自己的时间。", "After dark,\nthe hours are yours."),
            text=_both(
                "六十样晚上真正用得着的东西：一盏不刺眼的灯，一把收水干净的壶，一条明早就干的毛巾。",
                "Sixty things an evening really needs: a lamp that does not glare, a teapot that does not drip, a towel that is dry by morning.",  # noqa: E501
            ),
            button=_both("今晚用得上的", "For tonight"),
            target="collection:tonight",
            wide=drawn("evening", *evening),
            tall=drawn("evening-tall", *evening),
        ),
        Facts(
            facts=(
                Fact(
                    title=_both("三十天，用过也能退", "Thirty days, used or not"),
                    text=_both(
                        "我们寄来取件单，运费我们出；东西回到杭州后两天内退款。",
                        "We send a label and pay the post. Your money goes back within two days of the parcel reaching us.",
                    ),
                ),
                Fact(
                    title=_both("坏了换新，两年", "Replaced for two years"),
                    text=_both(
                        "不是人为摔的都算。灯罩、滤网、壶盖这些零件，十年内都能单买。",
                        "Unless you dropped it. Shades, strainers and lids are sold on their own for ten years.",
                    ),
                ),
                Fact(
                    title=_both("谁做的，写在上面", "Made by somebody"),
                    text=_both(
                        "十二家作坊，每一家的名字和地方都在商品页上。",
                        "Twelve workshops; the name and town of each stand on the page of what it makes.",
                    ),
                ),
            )
        ),
        Goods(
            heading=_both("今晚就用得上", "For tonight"),
            source="collection:tonight",
            count=8,
            more=_both("今晚用得上的都在这里", "All of it"),
        ),
        Tiles(heading=_both("分六处找", "Six places to look")),
        Story(
            heading=_both("一个人的茶", "Tea for one"),
            text=_both(
                "侧把壶泡，公道杯匀，自己喝两杯，留两杯给临时来坐的人。",
                "Brew in the side-handle pot, even it out in the pitcher, drink two cups and keep two for whoever drops in.",
            ),
            picture=drawn("tea"),
            link=_both("看看这几样", "See the set"),
            target="collection:tea-for-one",
        ),
        Goods(
            heading=_both("送得出手", "Fit to give"),
            source="collection:gifts",
            count=4,
            more=_both("送礼", "All gifts"),
        ),
        Story(
            heading=_both("晚上想喝茶，又怕睡不着", "Tea in the evening, and sleep after it"),
            text=_both(
                "挑什么茶、放多少、几点以前喝，比「洗茶」管用。我们每天泡三次，说说自己的办法。",
                "Which tea, how much and until when matter more than rinsing the leaves. We brew three times a day, and this is how.",
            ),
            picture=drawn("bedside"),
            link=_both("读这一篇", "Read on"),
            target="page:evening-tea",
            flip=True,
        ),
        Roll(
            heading=_both("十二家作坊，四个省", "Twelve workshops, four provinces"),
            note=_both("每一家的名字都写在商品页上", "Each named on the page of what it makes"),
            rows=(
                Fact(
                    title=_both("江西", "Jiangxi"),
                    text=_both(
                        "景德镇的瓷与粗陶，上饶的皂、烛和香 · 三家",
                        "Porcelain and stoneware from Jingdezhen, soap, candles and incense from Shangrao · three",
                    ),
                ),
                Fact(
                    title=_both("江苏", "Jiangsu"),
                    text=_both(
                        "南通的棉麻和羊毛，宜兴的壶，苏州的丝 · 三家",
                        "Cotton, linen and wool from Nantong, teapots from Yixing, silk from Suzhou · three",
                    ),
                ),
                Fact(
                    title=_both("浙江", "Zhejiang"),
                    text=_both(
                        "安吉的竹，云和的木，浦江的玻璃，宁波的纸笔 · 四家",
                        "Bamboo from Anji, wood from Yunhe, glass from Pujiang, paper and pens from Ningbo · four",
                    ),
                ),
                Fact(
                    title=_both("广东", "Guangdong"),
                    text=_both(
                        "中山的灯，佛山的铸铁、黄铜与搪瓷 · 两家",
                        "Lamps from Zhongshan, cast iron, brass and enamel from Foshan · two",
                    ),
                ),
            ),
        ),
    )
