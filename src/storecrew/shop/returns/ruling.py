"""The policy as it holds now, and what the law asks of it."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from storecrew.shop.returns.models import Policy, ShippingBack
from storecrew.shop.returns.reasons import OURS, Reason
from storecrew.shop.returns.types import Hint

LETTERS = ("approved", "declined", "received", "refunded")
"""Which letters there are; all of them are sent until the store says otherwise."""
AUTO_REASONS = (Reason.TOO_SMALL, Reason.TOO_BIG, Reason.CHANGED_MIND)

_EU = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"
EU = frozenset(_EU.split())
CN_DAYS, EU_DAYS, EU_CLAIM_DAYS = 7, 14, 730
CN_LAW = "中华人民共和国消费者权益保护法 art. 25"
CN_DETAILS = "网络购买商品七日无理由退货暂行办法 arts. 6, 7, 18"
EU_WITHDRAWAL = "Directive 2011/83/EU art. 9"
EU_MONEY = "Directive 2011/83/EU art. 13"
EU_EXCEPTIONS = "Directive 2011/83/EU art. 16"
EU_GUARANTEE = "Directive (EU) 2019/771 art. 10"


def current_policy() -> Policy:
    """Return the policy; the defaults where none was set."""
    return Policy.objects.select_related("warehouse").filter(pk=1).first() or defaults()


def defaults() -> Policy:
    """Return what holds until somebody sets it."""
    return Policy(shop_pays=sorted(OURS), auto_reasons=list(AUTO_REASONS), letters=list(LETTERS))


def hints(policy: Policy, countries: Collection[str]) -> Iterator[Hint]:
    """Yield what statutes say of selling to these countries (ISO 3166-1 alpha-2), and where the policy is below them.

    Hints for a shop owner, no legal advice: only the floors that nearly every sale to consumers at a distance has to keep.
    """
    if "CN" in countries:
        yield from _china(policy)
    if EU & set(countries):
        yield from _union(policy)


def _china(policy: Policy) -> Iterator[Hint]:
    yield _law(
        _(
            "China: seven days to return without a reason, from the day after it was signed for. Made to measure, fresh food, "
            "opened recordings and software, and newspapers are left out; anything else only if its buyer agreed when buying."
        ),
        CN_LAW,
        broken=policy.window_days < CN_DAYS,
    )
    yield _law(
        _(
            "China: the buyer pays the way back, unless otherwise agreed. The price goes back within seven days of receipt."
        ),
        CN_DETAILS,
    )
    if policy.restocking_percent:
        yield _law(
            _("China: goods in good condition go back at the full price; a restocking fee is nothing you can ask for."),
            CN_LAW,
            broken=True,
        )


def _union(policy: Policy) -> Iterator[Hint]:
    yield _law(
        _("EU: fourteen days to withdraw without a reason, from the day it arrives."),
        EU_WITHDRAWAL,
        broken=policy.window_days < EU_DAYS,
    )
    yield _law(
        _(
            "EU: with a withdrawal from the whole order the price of ordinary delivery goes back as well, within fourteen days."
        ),
        EU_MONEY,
        broken=policy.shipping_back == ShippingBack.NONE or bool(policy.restocking_percent),
    )
    yield _law(
        _("EU: what was broken or wrong from the start can be claimed for two years."),
        EU_GUARANTEE,
        broken=policy.claim_days < EU_CLAIM_DAYS,
    )
    if policy.final_collection_id:
        yield _law(
            _(
                "EU: only made to measure, perishable, unsealed hygienic goods and the like may be kept from withdrawal."
            ),
            EU_EXCEPTIONS,
        )


def _law(text: str, source: str, *, broken: bool = False) -> Hint:
    return Hint(text=text, source=source, law=True, broken=broken)
