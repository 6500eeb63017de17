"""The demo store's taxes: what China and the states of the EU charge; prices contain it."""

from datetime import datetime, timedelta

from storecrew.kernel.actions.types import Actor
from storecrew.shop.taxes import actions


def build(actor: Actor, now: datetime) -> None:
    """Charge value added tax in China and the EU since thirteen months before `now`; `actor` is the founder."""
    at = now - timedelta(days=397)
    for sample in ("cn", "eu"):
        actions.add_sample(actor, actions.AddSample.model_validate({"sample": sample}), now=at)
    settings = actions.SetTaxes(inclusive=True, rounding="line", tax_number="91440300MA5LAMPH0R")
    actions.set_taxes(actor, settings, now=at)
