"""How fast the books take entries, and how fast they answer: bulk posting against the same rows by bare `bulk_create`.

Entries have three lines. The floor writes the same entries and lines, ready made, with `bulk_create` in one transaction:
no numbers, no hashes, no checks, no running totals. Entries by `STORECREW_BENCH_ENTRIES`.
"""

import os
import random
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks.stage import Figure, empty_store

ENTRIES = int(os.environ.get("STORECREW_BENCH_ENTRIES", "100000"))
BATCH = 2_000
FIRST = date(2025, 11, 1)
DAYS = 365


def figures() -> list[Figure]:
    """Return entries a second with their ratio to the floor, and the time of a trial balance and of the whole proof."""
    with empty_store():
        return _measured()


def _measured() -> list[Figure]:
    from storecrew.kernel.actions import grants  # noqa: PLC0415  tables exist only inside the stage
    from storecrew.kernel.actions.types import Actor  # noqa: PLC0415
    from storecrew.shop.ledger import actions, reads  # noqa: PLC0415
    from storecrew.shop.ledger.actions.beginning import UsualAccounts  # noqa: PLC0415
    from storecrew.shop.ledger.actions.posting import Entries  # noqa: PLC0415
    from storecrew.shop.ledger.reads.balances import TrialBalanceQuery  # noqa: PLC0415
    from storecrew.shop.ledger.reads.verification import VerifyQuery  # noqa: PLC0415

    may = {
        "ledger.open_usual_accounts",
        "ledger.open_account",
        "ledger.post_many",
        "ledger.trial_balance",
        "ledger.verify",
    }
    clerk = Actor("system", name=grants.system("bench.ledger", may=may), reason="benchmark")
    actions.open_usual_accounts(clerk, UsualAccounts())
    floor = _floor()
    drafts = _drafts()
    began = time.perf_counter()
    for start in range(0, ENTRIES, BATCH):
        actions.post_many(clerk, Entries(entries=tuple(drafts[start : start + BATCH])))
    speed = ENTRIES / (time.perf_counter() - began)
    middle = FIRST + timedelta(days=DAYS // 2)
    balance_s = _best(lambda: reads.trial_balance(clerk, TrialBalanceQuery(at=middle)))
    proof_s = _best(lambda: reads.verify(clerk, VerifyQuery()), times=1)
    return [
        Figure("bare bulk_create of the same rows", floor, "entries/s"),
        Figure("post_many", speed, "entries/s", ratio=speed / floor, to="bulk_create", note=f"{BATCH:,} at a time"),
        Figure("trial balance in the middle of a month", balance_s * 1000, "ms", note=f"over {ENTRIES:,} entries"),
        Figure("proof of every hash, sum and seal", ENTRIES / proof_s, "entries/s"),
    ]


def _drafts() -> list[Any]:
    from storecrew.kernel.money.types import Money  # noqa: PLC0415  tables exist only inside the stage
    from storecrew.shop.ledger.types import EntryDraft, credit, debit  # noqa: PLC0415

    chance = random.Random(11)  # noqa: S311  the same entries each time
    made = []
    for number in range(ENTRIES):
        net, tax = Money(chance.randrange(100, 90_000), "CNY"), Money(chance.randrange(1, 900), "CNY")
        lines = (debit("1100", net + tax), credit("4010", net), credit("2200", tax))
        on = FIRST + timedelta(days=number * DAYS // ENTRIES)
        made.append(EntryDraft(on=on, text="Sale", lines=lines, key=f"sale:{number}", source=f"order:{number}"))
    return made


def _floor() -> float:
    """Return entries a second of the same rows without the ledger; what was written is rolled back."""
    from django.db import transaction  # noqa: PLC0415  tables exist only inside the stage

    from storecrew.shop.ledger.models import Account, Entry, Line  # noqa: PLC0415

    accounts = list(Account.objects.filter(code__in=("1100", "4010", "2200")).order_by("code"))
    now = datetime.now(UTC)
    count = min(ENTRIES, 10 * BATCH)
    entries = [
        Entry(
            number=n,
            on=FIRST,
            text="Sale",
            source=f"order:{n}",
            key=f"floor:{n}",
            posted_at=now,
            posted_by="bench",
            hash="0" * 64,
        )
        for n in range(1, count + 1)
    ]
    lines = [
        Line(
            entry_id=entry.number,
            place=place,
            account=account,
            on=FIRST,
            currency="CNY",
            debit_minor=int(place == 0) * 2,
            credit_minor=int(place > 0),
        )
        for entry in entries
        for place, account in enumerate(accounts)
    ]
    began = time.perf_counter()
    for start in range(0, count, BATCH):
        with transaction.atomic():
            Entry.objects.bulk_create(entries[start : start + BATCH])
            Line.objects.bulk_create(lines[start * 3 : (start + BATCH) * 3])
            took = time.perf_counter() - began
            transaction.set_rollback(True)
        began = time.perf_counter() - took  # rolling back is not part of it
    return count / (time.perf_counter() - began)


def _best(function: Callable[[], object], *, times: int = 3) -> float:
    best = float("inf")
    for _ in range(times):
        began = time.perf_counter()
        function()
        best = min(best, time.perf_counter() - began)
    return best


if __name__ == "__main__":
    for figure in figures():
        print(figure)
