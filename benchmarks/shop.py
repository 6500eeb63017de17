"""A store that sells, for measurements of whole sales: goods, taxes, coupons, a way to send, ways to pay."""

LINES = 10
HOME = {
    "name": "Bench",
    "country": "CN",
    "region": "上海市",
    "district": "徐汇区",
    "line1": "天平路 8 号",
    "phone": "13800138000",
}


def furnished(pieces: int = 5_000) -> dict[str, int]:
    """Found the store and furnish it; return variants by SKU. Tables have to be there and empty."""
    from django.utils import timezone  # noqa: PLC0415  tables exist only inside the stage

    from storecrew.fronts.lab.furnishing import Crew, furnish  # noqa: PLC0415
    from storecrew.kernel.actions.types import nobody, person  # noqa: PLC0415
    from storecrew.kernel.people.actions.setup import SetUp, set_up  # noqa: PLC0415
    from storecrew.kernel.people.seats import Seat  # noqa: PLC0415
    from storecrew.shop.discounts import actions as discounts  # noqa: PLC0415
    from storecrew.shop.taxes import actions as taxes  # noqa: PLC0415

    founded = set_up(
        nobody(),
        SetUp(
            name="Bench",
            country="CN",
            currency="CNY",
            languages=("en",),
            time_zone="Asia/Shanghai",
            founder_name="Bench",
            founder_email="bench@example.com",
            founder_language="en",
            password="a-long-enough-password",  # noqa: S106  of a store that is thrown away
            hats=tuple(Seat),
        ),
    )
    founder = person(founded.person_id)
    crew = Crew(founder, founder, founder, founder)
    goods = [(f"SKU-{number}", 1000 + 700 * number, pieces) for number in range(LINES)]
    made = furnish(crew, timezone.now(), goods)
    taxes.add_sample(founder, taxes.AddSample(sample="cn"))
    sent_free = {"title": "Sent free", "kind": "shipping", "automatic": True, "min_amounts": {"CNY": 100_000}}
    ten = {"title": "Ten", "kind": "percent", "percent": "10", "codes": ("TEN",), "stacks_with": ("shipping",)}
    for draft in (sent_free, ten):
        discounts.create(founder, discounts.CouponDraft.model_validate(draft))
    return made.variants
