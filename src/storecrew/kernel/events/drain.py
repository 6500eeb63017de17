"""Do in this process, now, everything that the outbox holds and that is due: for commands, demo data and tests."""

import uuid
from datetime import datetime, timedelta
from random import Random

from storecrew.kernel.events import carrying, claims
from storecrew.kernel.events.handling import handle
from storecrew.kernel.events.models import Delivery, OutwardAct

LEASE = timedelta(minutes=10)


def drain(now: datetime, *, outward: bool = True, rng: Random | None = None) -> int:
    """Deliver and carry out what is due at `now`, and what follows from it; returns how many were tried.

    What fails waits for its next try as usual. With `outward` False, acts stay planned.
    """
    token, chance, tried = uuid.uuid4().hex, rng or Random(), 0  # noqa: S311  jitter is no secret
    while True:
        deliveries: list[Delivery] = claims.claim(token, limit=100, now=now, lease=LEASE)
        for delivery in deliveries:
            follower = handle(delivery, token, now=now, lease=LEASE, rng=chance)
            if follower is not None:
                deliveries.append(follower)
        acts: list[OutwardAct] = carrying.claim(token, limit=100, now=now, lease=LEASE) if outward else []
        for act in acts:
            carrying.carry(act, token, clock=lambda: now, lease=LEASE, rng=chance)
        if not deliveries and not acts:
            return tried
        tried += len(deliveries) + len(acts)
