"""Ask a provider what it has paid out, and take it in."""

from datetime import datetime, timedelta

from storecrew.shop.payments.accounts import account_of
from storecrew.shop.payments.actions.payouts import TakeInPayout, take_in_payout
from storecrew.shop.payments.actions.taking import provider_speaks
from storecrew.shop.payments.models import Payout, Provider
from storecrew.shop.payments.providers import remote_of
from storecrew.shop.payments.types import PayoutState

BACK = timedelta(days=14)
"""How far back payouts are asked for, and further while one is still on its way."""


def look_for_payouts(provider: Provider, now: datetime) -> int:
    """Ask a provider for its payouts and take them in; returns how many it told of. Outside of any transaction."""
    remote = remote_of(provider.kind)
    if remote is None:
        return 0
    open_ = Payout.objects.filter(provider=provider, state=PayoutState.PENDING).order_by("created_at", "pk").first()
    since = min(open_.created_at - timedelta(days=1), now - BACK) if open_ else now - BACK
    found = remote.payouts(account_of(provider, now), since, now)
    for one in found:
        data = TakeInPayout(provider_id=provider.pk, payout=one)
        take_in_payout(provider_speaks("payouts"), data, now=now)
    return len(found)
