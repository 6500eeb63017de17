"""Make the demo store out of its files, through the actions that people use."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from storecrew.fronts.storefront.demo import home, source
from storecrew.kernel.actions.types import Actor
from storecrew.kernel.media import actions as media
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue import actions as catalogue
from storecrew.shop.catalogue import reads

TONIGHT = (
    "clock-off-mug",
    "button-mushroom-lamp",
    "dry-by-morning-towel",
    "evening-notebook",
    "cast-iron-pot-for-one",
    "felt-slippers",
    "three-sip-gaiwan",
    "porcelain-cup-candle",
)
TEA_FOR_ONE = (
    "side-handle-teapot",
    "sharing-pitcher",
    "four-small-cups",
    "three-sip-gaiwan",
    "slatted-tea-tray",
    "wooden-lid-tea-caddy",
)
TRANSLATED = "en"


def build(actor: Actor, now: datetime) -> None:
    """Fill an established, empty store. `actor` holds the web seat; `now` (aware) is the moment everything is dated."""
    goods = source.catalogue()
    words = _Words()
    pictures = _pictures(actor, goods["products"], now)
    _attributes(actor, words, now)
    categories = _categories(actor, goods["categories"], words, now)
    tags = {code: words.tag(name) for code, name in goods["tags"].items() if code not in source.PRICED}
    makers = {maker["code"]: maker for maker in goods["makers"]}
    products: dict[str, int] = {}
    for product in reversed(goods["products"]):  # the first of the list is the newest on the shelf
        draft = _draft(product, categories[product["category"]], tags, makers[product["maker"]], pictures, words)
        products[product["handle"]] = catalogue.create(actor, draft, now=now).product_id
    for product_id in products.values():
        catalogue.publish(actor, catalogue.OneProduct(product_id=product_id), now=now)
    _collections(actor, products, tags, words, now)
    _translate(actor, words, now)
    home.furnish(actor, goods["brand"], pictures, now)


class _Words:
    """Remembers the English of every Chinese text, for the translations at the end.

    The same word may be a tag and something else: 餐桌 is what is for dining, and the department Table.
    """

    def __init__(self) -> None:
        self.english: dict[str, str] = {}
        self.tags: dict[str, str] = {}

    def of(self, kind: str, chinese: str) -> str:
        """Return the English of a text of an object of that kind; empty where it has none."""
        return (self.tags if kind == "tag" else self.english).get(chinese, "")

    def tag(self, pair: Mapping[str, str]) -> str:
        """Return the Chinese name of a tag and remember its English."""
        self.tags[pair["zh"]] = pair["en"]
        return pair["zh"]

    def both(self, pair: Mapping[str, str]) -> str:
        """Return the Chinese text and remember its English."""
        return self.say(pair["zh"], pair["en"])

    def say(self, chinese: str, english: str) -> str:
        self.english[chinese] = english
        return chinese


def _translate(actor: Actor, words: _Words, now: datetime) -> None:
    """Write the English of everything that was written in Chinese."""
    while True:
        asked = reads.UntranslatedQuery(language=TRANSLATED, limit=2000)
        missing = reads.untranslated(actor, asked, now=now).items
        known = [one for one in missing if words.of(one.object_type, one.text)]
        if not known:
            return
        texts = tuple(
            catalogue.Text(
                object_type=one.object_type,
                object_id=one.object_id,
                field=one.field,
                text=words.of(one.object_type, one.text),
            )
            for one in known
        )
        catalogue.translate(actor, catalogue.Translate(language=TRANSLATED, texts=texts), now=now)


def _pictures(actor: Actor, products: Iterable[Mapping[str, Any]], now: datetime) -> dict[str, int]:
    names = {
        variant["image"].removeprefix("pictures/"): None for product in products for variant in product["variants"]
    }
    names |= dict.fromkeys(name for product in products for name in source.extra_pictures(product["handle"]))
    names |= dict.fromkeys(["favicon.svg", *source.scenes()])
    uploads = {name: media.Upload(content=source.picture(name), name=name) for name in names}
    return {name: media.upload(actor, data, now=now).picture.asset_id for name, data in uploads.items()}


def _attributes(actor: Actor, words: _Words, now: datetime) -> None:
    for code, chinese, english, filterable, shown in (
        ("family", "材质", "Material", True, False),
        ("material", "用料", "Made of", False, True),
        ("maker", "谁做的", "Made by", False, True),
    ):
        draft = catalogue.AttributeDraft(
            code=code, name=words.say(chinese, english), filterable=filterable, shown=shown
        )
        catalogue.set_attribute(actor, draft, now=now)


def _categories(actor: Actor, rows: Iterable[Mapping[str, Any]], words: _Words, now: datetime) -> dict[str, int]:
    return {
        row["code"]: catalogue.create_category(
            actor,
            catalogue.CategoryDraft(
                name=words.both(row["name"]),
                slug=row["code"],
                line=words.both(row["line"]),
                description=_html(words, row["intro"]),
            ),
            now=now,
        ).category_id
        for row in rows
    }


def _draft(
    product: Mapping[str, Any],
    category_id: int,
    tags: Mapping[str, str],
    maker: Mapping[str, Any],
    pictures: Mapping[str, int],
    words: _Words,
) -> catalogue.ProductDraft:
    images = list(dict.fromkeys(variant["image"].removeprefix("pictures/") for variant in product["variants"]))
    shown = [*images, *source.extra_pictures(product["handle"])]
    return catalogue.ProductDraft(
        title=words.both(product["name"]),
        slug=product["handle"],
        description=_html(words, product["description"]),
        hs_code=product["hs_code"],
        origin=product["country_of_origin"],
        product_type=words.say(*source.KINDS[product["picture"]["shape"]]),
        tags=tuple(tags[code] for code in product["tags"] if code in tags),
        categories=(category_id,),
        facts=tuple(_facts(product, maker, words)),
        options=tuple(_option(option, words) for option in product["options"]),
        variants=tuple(_variant(product, variant, images) for variant in product["variants"]),
        pictures=tuple(
            catalogue.PictureDraft(asset_id=pictures[name], alt=_alt(product, name, words)) for name in shown
        ),
    )


def _facts(product: Mapping[str, Any], maker: Mapping[str, Any], words: _Words) -> Iterable[catalogue.FactDraft]:
    if family := source.family_of(product["material"]["zh"]):
        yield catalogue.FactDraft(code="family", text=words.say(*family))
    yield catalogue.FactDraft(code="material", text=words.both(product["material"]))
    made_by = (
        f"{maker['name'][language]}{comma}{maker['place'][language]}"
        for language, comma in (("zh", "，"), ("en", ", "))
    )
    yield catalogue.FactDraft(code="maker", text=words.say(*made_by))


def _option(option: Mapping[str, Any], words: _Words) -> catalogue.OptionDraft:
    values = tuple(
        catalogue.ValueDraft(name=words.both(value["name"]), code=value["code"], swatch=value.get("swatch", ""))
        for value in option["values"]
    )
    return catalogue.OptionDraft(name=words.both(option["name"]), code=option["code"], values=values)


def _variant(product: Mapping[str, Any], variant: Mapping[str, Any], images: list[str]) -> catalogue.VariantDraft:
    length, width, height = variant["size_mm"]
    return catalogue.VariantDraft(
        values=tuple(variant["options"][option["code"]] for option in product["options"]),
        sku=variant["sku"],
        barcode=variant["ean13"],
        prices=tuple(
            catalogue.PriceDraft(currency=code, price_minor=minor) for code, minor in variant["price_minor"].items()
        ),
        cost=Money(variant["cost_minor"]["CNY"], "CNY"),
        weight_g=variant["weight_g"],
        length_mm=length,
        width_mm=width,
        height_mm=height,
        picture=images.index(variant["image"].removeprefix("pictures/")) + 1,
    )


def _alt(product: Mapping[str, Any], name: str, words: _Words) -> str:
    """Say what a picture shows: the product in the values of the variants that it stands for."""
    shown = [variant["options"] for variant in product["variants"] if variant["image"].endswith(f"/{name}")]
    if not shown:
        return words.both(source.EXTRA_ALTS[name])
    common = [
        next(value["name"] for value in option["values"] if value["code"] == shown[0][option["code"]])
        for option in product["options"]
        if len({options[option["code"]] for options in shown}) == 1
    ]
    chinese, english = (
        [product["name"][language], *(value[language] for value in common)] for language in ("zh", "en")
    )
    return words.say("，".join(chinese), ", ".join(english))


def _html(words: _Words, pair: Mapping[str, str]) -> str:
    return words.say(f"<p>{pair['zh']}</p>", f"<p>{pair['en']}</p>")


def _collections(
    actor: Actor, products: Mapping[str, int], tags: Mapping[str, str], words: _Words, now: datetime
) -> None:
    def by_rule(
        slug: str, rule: tuple[str, str, str], title: tuple[str, str], about: tuple[str, str]
    ) -> catalogue.CollectionDraft:
        return catalogue.CollectionDraft.model_validate(
            {
                "title": words.say(*title),
                "slug": slug,
                "description": _html(words, {"zh": about[0], "en": about[1]}),
                "kind": "rule",
                "rules": (dict(zip(("field", "relation", "value"), rule, strict=True)),),
                "sort": "newest",
            }
        )

    def by_hand(
        slug: str, handles: Iterable[str], title: tuple[str, str], about: tuple[str, str]
    ) -> catalogue.CollectionDraft:
        return catalogue.CollectionDraft(
            title=words.say(*title),
            slug=slug,
            description=_html(words, {"zh": about[0], "en": about[1]}),
            product_ids=tuple(products[handle] for handle in handles),
        )

    for draft in (
        by_hand(
            "tonight",
            TONIGHT,
            ("今晚就用得上", "For tonight"),
            ("下了班，先从这几样开始。", "Home from work: begin with these."),
        ),
        by_hand(
            "tea-for-one",
            TEA_FOR_ONE,
            ("一个人的茶", "Tea for one"),
            ("自己喝两杯，留两杯给临时来坐的人。", "Two cups for yourself, two for whoever drops in."),
        ),
        by_rule(
            "gifts",
            ("tag", "is", tags["gift"]),
            ("送礼", "Gifts"),
            ("送得出手，收的人也真用得上。", "Fit to give, and of real use to whoever gets it."),
        ),
        by_rule(
            "under-100",
            ("price", "below", "10000"),
            ("100 元以内", "Small things"),
            ("小东西，晚上也能好过一点。", "Small things that make an evening better."),
        ),
        by_rule(
            "for-the-kitchen",
            ("tag", "is", tags["kitchen"]),
            ("厨房里", "In the kitchen"),
            ("一个人做饭也有模有样。", "Cooking for one, properly."),
        ),
        by_rule(
            "by-the-bed",
            ("tag", "is", tags["bedroom"]),
            ("床边", "By the bed"),
            ("关灯之前摸得着的。", "Within reach before the light goes out."),
        ),
    ):
        catalogue.create_collection(actor, draft, now=now)
