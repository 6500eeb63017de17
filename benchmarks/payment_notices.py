"""Ten thousand notices of a payment provider: 12 % doubled, shuffled, 1 % forged. None lost, none doubled.

The test bank holds 2,500 payments of every outcome. Its notices go through the door that the web address uses, then the
outbox asks the bank about each. The floor, in the same run: the same bodies, each checked by HMAC and inserted as one
row in a transaction of its own. The last figures are counts and have to be zero.
"""

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.stage import Figure, empty_store

NOTICES, DOUBLED, FORGED, PAYMENTS = 10_000, 12, 1, 2_500
"""How many notices, per cent of them that come twice and that are forged, and about how many payments."""
CARDS = ("tok_pays", "tok_pays", "tok_pays", "tok_declined", "tok_part")
SECRET = "whsec_benchmark"  # noqa: S105  nobody else's


def figures() -> list[Figure]:
    """Return notices a second taken in and asked about, with the floor, and what was lost or doubled."""
    with empty_store() as folder:
        now, bag = _furnish(Path(folder))
        floor = _rate(len(bag), lambda: _floor(bag))
        taken = _rate(len(bag), lambda: _take_in(bag, now))
        asked = _rate(NOTICES, lambda: _ask(now))
        return [
            Figure("check and insert a row", floor, "1/s"),
            Figure("take a notice in", taken, "1/s", taken / floor, "check and insert a row"),
            Figure("ask the provider and settle", asked, "1/s", asked / floor, "check and insert a row"),
            *_wrong(),
        ]


def _furnish(folder: Path) -> tuple[datetime, list[tuple[bytes, bool]]]:
    """Write the payments, let the bank know them and let shoppers pay; return now and the bag of messages."""
    from django.utils import timezone  # noqa: PLC0415  settings exist only inside the stage

    from storecrew.kernel.secrets import encrypt  # noqa: PLC0415
    from storecrew.shop.payments.models import Payment, Provider  # noqa: PLC0415
    from storecrew.shop.payments.providers.test.adapter import server  # noqa: PLC0415

    now, rng, bank = timezone.now(), Random(7), server()  # noqa: S311  a shuffle is no secret
    provider = Provider.objects.create(
        code="test", kind="test", notice_secret=encrypt(SECRET), enabled_at=now, created_at=now
    )
    rows = []
    for number in range(PAYMENTS):
        token, amount = secrets.token_hex(16), 1_000 + number
        made = bank.create(key=token, token=token, now=now, amount=amount, currency="CNY", capture="now", language="en")
        bank.confirm(made["ref"], card=rng.choice(CARDS), now=now)
        rows.append(
            Payment(
                provider=provider,
                payable=f"order:{number}",
                token=token,
                reference=made["ref"],
                amount_minor=amount,
                currency="CNY",
                capture="now",
                state="waiting",
                language="en",
                created_at=now,
                updated_at=now,
            )
        )
    Payment.objects.bulk_create(rows, batch_size=500)
    genuine = [_letter(rows[number % PAYMENTS], number) for number in range(NOTICES)]
    bag = [(body, True) for body in [*genuine, *rng.sample(genuine, NOTICES * DOUBLED // 100)]]
    bag += [(_letter(rows[number], NOTICES + number), False) for number in range(NOTICES * FORGED // 100)]
    rng.shuffle(bag)
    return now, bag


def _letter(payment: Any, number: int) -> bytes:
    said = {"id": f"tn_{number}", "topic": "payment.told", "about": payment.reference, "token": payment.token}
    return json.dumps(said).encode()


def _take_in(bag: list[tuple[bytes, bool]], now: datetime) -> None:
    from storecrew.shop.payments.hooks import receive  # noqa: PLC0415
    from storecrew.shop.payments.models import Provider  # noqa: PLC0415
    from storecrew.shop.payments.providers.test.adapter import HEADER, signature  # noqa: PLC0415

    provider, at = Provider.objects.get(), int(now.timestamp())
    for body, genuine in bag:
        signed = signature(body, at, SECRET if genuine else "guess")
        outcome = receive(provider, {HEADER: f"t={at},v1={signed}"}, body, now)
        if (outcome == "forged") is genuine:
            raise AssertionError(f"a {'genuine' if genuine else 'forged'} notice was taken for {outcome}")


def _ask(now: datetime) -> None:
    from storecrew.kernel.events.drain import drain  # noqa: PLC0415

    drain(now + timedelta(seconds=1))


def _floor(bag: list[tuple[bytes, bool]]) -> None:
    from django.contrib.auth.models import Group  # noqa: PLC0415  a table with one text

    for number, (body, _genuine) in enumerate(bag):
        digest = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
        Group.objects.create(name=f"{number}:{digest}")


def _wrong() -> list[Figure]:
    """Compare every payment with what the bank says of it."""
    from storecrew.kernel.events.models import Event  # noqa: PLC0415
    from storecrew.shop.payments.models import Notice, Payment  # noqa: PLC0415
    from storecrew.shop.payments.providers.test.adapter import server  # noqa: PLC0415

    bank, differ = server(), 0
    for row in Payment.objects.order_by("pk"):
        stands = bank.intent(row.reference)
        taken = sum(fact["amount"] for fact in stands["facts"] if fact["kind"] == "capture")
        differ += (row.captured_minor, row.state) != (taken, stands["state"])
    paid = Payment.objects.filter(captured_minor__gt=0).count()
    announced = Event.objects.filter(name="payments.PaymentCaptured").count()
    stored = Notice.objects.filter(genuine=True)
    return [
        Figure("notices lost", NOTICES - stored.exclude(handled_at=None).count(), "notices"),
        Figure("notices doubled", stored.count() - NOTICES, "notices"),
        Figure("payments other than the bank says", differ, "payments"),
        Figure("payments announced other than once", abs(announced - paid), "payments"),
    ]


def _rate(count: int, work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return count / (time.perf_counter() - started)


if __name__ == "__main__":
    for figure in figures():
        print(figure)
