"""A few things to sell in each department, made as the demo's catalogue is made; quicker, and without pictures."""

from datetime import datetime

from storecrew.kernel.actions.types import Actor
from storecrew.kernel.money.types import Money
from storecrew.shop.catalogue import actions as catalogue

KINDS = (
    ("LT", "half-moon-table-lamp", 46_900, 8_900, 3),
    ("LT", "paper-moon-lamp", 29_900, 5_900, 2),
    ("LT", "taper-candles", 6_900, None, 3),
    ("TE", "three-sip-gaiwan", 9_900, 1_900, 2),
    ("TA", "rice-bowl-pair", 8_900, 1_700, 2),
    ("RE", "felt-slippers", 9_900, None, 4),
    ("BA", "slow-soap", 5_900, 1_200, 2),
    ("DE", "evening-notebook", 4_500, 900, 3),
)
"""Department, address, price in yuan and in dollars (None: by the rate), variants."""


def build(actor: Actor, now: datetime) -> None:
    """Put them on sale."""
    for aisle, slug, yuan, dollars, count in KINDS:
        prices = [{"currency": "CNY", "price_minor": yuan}]
        if dollars:
            prices.append({"currency": "USD", "price_minor": dollars})
        values = [str(number) for number in range(1, count + 1)]
        draft = {
            "title": slug,
            "slug": slug,
            "options": [{"name": "款式", "values": [{"name": value} for value in values]}],
            "variants": [
                {
                    "sku": f"{aisle}-{slug}-{value}",
                    "values": (value,),
                    "prices": prices,
                    "cost": Money(yuan // 3, "CNY"),
                    "weight_g": 900,
                }
                for value in values
            ],
        }
        made = catalogue.create(actor, catalogue.ProductDraft.model_validate(draft), now=now)
        catalogue.publish(actor, catalogue.OneProduct(product_id=made.product_id), now=now)
