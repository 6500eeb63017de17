"""How deep the prices of a file cut: what approval rules look at before it comes in."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from storecrew.kernel.actions.types import Weight
from storecrew.shop.catalogue.models import Price, Variant
from storecrew.shop.catalogue.transfer.difference import Difference
from storecrew.shop.catalogue.transfer.models import Import
from storecrew.shop.catalogue.weighing import BELOW_COST, CUT, is_below_cost

type Cuts = dict[str, Any]
"""JSON: `prices` that fall, and of the deepest cut by share of the old price `minor` (a piece), `was`, `currency`, `line`;
`below` tells whether any of them goes below cost. Empty: no price falls."""


def cuts_of(found: Iterable[Difference], before: Cuts) -> Cuts:
    """Return what is known of the cuts of a file after one more batch of it."""
    known = dict(before)
    for item in found:
        if item.existing is None:
            continue
        for variant, price in item.prices:
            old = item.existing.prices[variant.pk].get(price.currency)
            if old is None or price.price_minor is None or price.price_minor >= old.price_minor:
                continue
            known["prices"] = known.get("prices", 0) + 1
            known["below"] = known.get("below", False) or is_below_cost(variant, price.currency, price.price_minor)
            _deepen(known, variant, old, price.price_minor, item.wanted.draft.line)
    return known


def _deepen(known: Cuts, variant: Variant, old: Price, minor: int, line: int) -> None:
    cut = old.price_minor - minor
    if "minor" not in known or cut * known["was"] > known["minor"] * old.price_minor:
        known |= {"minor": cut, "was": old.price_minor, "currency": old.currency, "line": line, "sku": variant.sku}


def sealed(known: Cuts, at: datetime) -> Cuts:
    """Return cuts as a finished check leaves them: checked again, they are others, and an approval of them is void."""
    return {**known, "checked_at": int(at.timestamp())} if known else {}


def weigh_import(data: Any) -> Weight:
    """Weigh the input of `catalogue.run_import`. What came in already was approved: going on weighs nothing."""
    row = Import.objects.filter(pk=data.import_id).first()
    if row is None or not row.cuts or row.applied_to:
        return Weight()
    return Weight(
        amount_minor=row.cuts["minor"],
        currency=row.cuts["currency"],
        kind=BELOW_COST if row.cuts["below"] else CUT,
        versions={row.subject: row.cuts["checked_at"]},
    )
