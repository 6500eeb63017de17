"""What happens to payments inside the test bank: answers, refunds, disputes, payouts, written into its memory.

Every function gets the memory with a transaction open, and the moment.
"""

import json
import sqlite3
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storecrew.shop.payments.providers.test.cards import CARDS, Card

HOLDS_FOR = timedelta(days=7)
"""How long money stays set aside, as card networks do for payments on the internet."""
GIVES_UP_AFTER = timedelta(hours=24)
DISPUTED_AFTER = timedelta(seconds=20)
EVIDENCE_WITHIN = timedelta(days=7)
DECIDES_AFTER = timedelta(seconds=30)
PAID_OUT_AFTER = timedelta(days=2)
ON_ITS_WAY = timedelta(days=1)
DISPUTE_FEE = 1500
BEFORE = "before"
"""In place of a payout: paid out before this bank began to count."""
ENOUGH_EVIDENCE = 20
"""Characters of evidence with which a dispute is won; the bank reads nothing."""
SIGN = {"capture": 1, "refund": -1, "refund_returned": 1, "dispute": -1, "dispute_returned": 1}
"""What moves the balance, and which way."""


class Declined(Exception):
    """The bank will not do it, for a reason that will not go away."""


class Unknown(Exception):
    """The bank knows nothing under that name."""


@dataclass(frozen=True, slots=True)
class Adopted:
    """A payment of the past that the bank is to know of: for a demo that writes its history at once."""

    ref: str
    token: str
    amount: int
    currency: str
    at: datetime
    refunded: int = 0


def stamp(moment: datetime) -> str:
    """Return a moment as the memory keeps it: in order as text."""
    return moment.isoformat()


def body_of(memory: sqlite3.Connection, ref: str) -> dict[str, Any]:
    """Return what the bank keeps of a payment; raises Unknown."""
    row = memory.execute("select body from intents where ref = ?", (ref,)).fetchone()
    if row is None:
        raise Unknown(ref)
    body: dict[str, Any] = json.loads(row["body"])
    return body


def whole_of(memory: sqlite3.Connection, ref: str) -> dict[str, Any]:
    """Return a payment with its facts, as the shop sees it."""
    facts = memory.execute("select * from facts where intent = ? order by at, ref", (ref,)).fetchall()
    token = memory.execute("select token from intents where ref = ?", (ref,)).fetchone()
    return {"ref": ref, **body_of(memory, ref), "token": token["token"], "facts": facts}


def turn(
    memory: sqlite3.Connection, ref: str, body: dict[str, Any], now: datetime, *, tell: bool = True, **changes: Any
) -> None:
    """Change a payment, and tell the shop of it."""
    body.update(changes)
    memory.execute("update intents set body = ? where ref = ?", (json.dumps(body), ref))
    if tell:
        send(memory, f"payment.{body['state']}", ref, now)


def send(memory: sqlite3.Connection, topic: str, about: str, now: datetime) -> None:
    """Write a message to the shop; it is sent until it is taken."""
    row = memory.execute("select token from intents where ref = ?", (about,)).fetchone()
    token = row["token"] if row else ""
    memory.execute(
        "insert into notices (uid, topic, about, token, due_at) values (?, ?, ?, ?, ?)",
        (f"tn_{uuid.uuid4().hex}", topic, about, token, stamp(now)),
    )


def plan(memory: sqlite3.Connection, at: datetime, what: str, ref: str) -> None:
    """Let something happen later."""
    memory.execute("insert into later (due_at, what, ref) values (?, ?, ?)", (stamp(at), what, ref))


def add_fact(
    memory: sqlite3.Connection,
    intent: str,
    kind: str,
    amount: int,
    currency: str,
    now: datetime,
    *,
    fee: int = 0,
    note: str = "",
    ref: str = "",
    payout: str | None = None,
) -> None:
    """Write down something that happened to the money; the same reference twice is once."""
    ref, available = ref or f"tx_{uuid.uuid4().hex[:20]}", stamp(now + PAID_OUT_AFTER) if kind in SIGN else None
    memory.execute(
        "insert or ignore into facts values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (ref, intent, kind, amount, fee, currency, stamp(now), note, available, payout),
    )


def take_over(memory: sqlite3.Connection, one: Adopted) -> None:
    """Learn of one payment of the past."""
    body: dict[str, Any] = {"amount": one.amount, "currency": one.currency, "state": "captured", "method": "card"}
    body |= {"card": "tok_pays", "decline": "", "capture": "now", "created_at": stamp(one.at)}
    settled = {"ref": f"tr_{one.ref}", "token": "", "amount": one.refunded, "state": "settled", "at": stamp(one.at)}
    body["refunds"] = [settled] if one.refunded else []
    memory.execute(
        "insert or ignore into intents values (?, ?, ?, ?)",
        (one.ref, f"adopted:{one.ref}", one.token, json.dumps(body)),
    )
    moves = [("authorise", "au", one.amount, 0), ("capture", "ca", one.amount, fee_of(one.amount))]
    for kind, prefix, amount, fee in [*moves, ("refund", "tr", one.refunded, 0)]:
        if amount:
            ref = f"{prefix}_{one.ref}"
            add_fact(memory, one.ref, kind, amount, one.currency, one.at, fee=fee, ref=ref, payout=BEFORE)


def sum_of(memory: sqlite3.Connection, intent: str, kind: str) -> int:
    """Return what facts of a kind come to."""
    row = memory.execute(
        "select coalesce(sum(amount), 0) as total from facts where intent = ? and kind = ?", (intent, kind)
    ).fetchone()
    return int(row["total"])


def fee_of(amount: int) -> int:
    """Return 2.9 % (half up) and 30 minor units, never more than the amount."""
    return min((amount * 29 + 500) // 1000 + 30, amount)


def give_answer(memory: sqlite3.Connection, ref: str, body: dict[str, Any], card: Card, now: datetime) -> None:
    """Let a card pay, or not, as its name says."""
    if card.declines:
        refuse(memory, ref, body, card.declines, now)
        return
    amount = body["amount"] * card.pays_percent // 100
    add_fact(memory, ref, "authorise", amount, body["currency"], now)
    if body["capture"] == "later":
        plan(memory, now + HOLDS_FOR, "lapse", ref)
        turn(memory, ref, body, now, state="authorised", expires_at=stamp(now + HOLDS_FOR))
    else:
        take(memory, ref, body, amount, now)


def take(memory: sqlite3.Connection, ref: str, body: dict[str, Any], amount: int, now: datetime) -> None:
    """Take the money, less the fee."""
    add_fact(memory, ref, "capture", amount, body["currency"], now, fee=fee_of(amount))
    if CARDS[body["card"]].disputed:
        plan(memory, now + DISPUTED_AFTER, "dispute", ref)
    turn(memory, ref, body, now, state="captured")


def refuse(memory: sqlite3.Connection, ref: str, body: dict[str, Any], why: str, now: datetime) -> None:
    """Decline a try."""
    add_fact(memory, ref, "decline", body["amount"], body["currency"], now, note=why)
    turn(memory, ref, body, now, state="failed", decline=why)


def _late_answer(memory: sqlite3.Connection, ref: str, body: dict[str, Any], now: datetime) -> None:
    if body["state"] == "processing":
        give_answer(memory, ref, body, CARDS[body["card"]], now)


def _abandon(memory: sqlite3.Connection, ref: str, body: dict[str, Any], now: datetime) -> None:
    if body["state"] in {"waiting", "failed"}:
        turn(memory, ref, body, now, state="voided", decline="abandoned")


def _lapse(memory: sqlite3.Connection, ref: str, body: dict[str, Any], now: datetime) -> None:
    if body["state"] == "authorised":
        add_fact(memory, ref, "void", sum_of(memory, ref, "authorise"), body["currency"], now, note="expired")
        turn(memory, ref, body, now, state="voided")


def _settle_refunds(memory: sqlite3.Connection, ref: str, body: dict[str, Any], now: datetime) -> None:
    for one in body.get("refunds", []):
        if one["state"] != "pending":
            continue
        one["state"] = "failed" if CARDS[body["card"]].refunds_fail else "settled"
        if one["state"] == "settled":
            add_fact(memory, ref, "refund", one["amount"], body["currency"], now, ref=one["ref"])
    turn(memory, ref, body, now)


def _dispute(memory: sqlite3.Connection, ref: str, body: dict[str, Any], now: datetime) -> None:
    promised = sum(one["amount"] for one in body.get("refunds", []) if one["state"] != "failed")
    amount = sum_of(memory, ref, "capture") - promised
    if amount <= 0:
        return
    dispute = {"ref": f"td_{uuid.uuid4().hex[:20]}", "amount": amount, "state": "open", "at": stamp(now)}
    dispute |= {"reason": "product_not_received", "due_at": stamp(now + EVIDENCE_WITHIN)}
    add_fact(memory, ref, "dispute", amount, body["currency"], now, ref=dispute["ref"], fee=DISPUTE_FEE)
    plan(memory, now + EVIDENCE_WITHIN, "decide", ref)
    turn(memory, ref, body, now, disputes=[*body.get("disputes", []), dispute])


def _decide(memory: sqlite3.Connection, ref: str, body: dict[str, Any], now: datetime) -> None:
    for one in body.get("disputes", []):
        if one["state"] not in {"open", "review"}:
            continue
        won = one["state"] == "review" and len(one.get("evidence", "")) >= ENOUGH_EVIDENCE
        one.update(state="won" if won else "lost", closed_at=stamp(now))
        if won:
            add_fact(memory, ref, "dispute_returned", one["amount"], body["currency"], now, ref=f"{one['ref']}_back")
    turn(memory, ref, body, now)


HAPPENS = {
    "answer": _late_answer,
    "abandon": _abandon,
    "lapse": _lapse,
    "refund": _settle_refunds,
    "dispute": _dispute,
    "decide": _decide,
}


def pay_out(memory: sqlite3.Connection, now: datetime) -> int:
    """Pay out what is due, one payout a currency and a day."""
    due = memory.execute(
        "select distinct currency from facts where payout is null and available_at <= ?", (stamp(now),)
    ).fetchall()
    made = 0
    for row in due:
        currency = row["currency"]
        recent = memory.execute(
            "select 1 from payouts where currency = ? and at > ?", (currency, stamp(now - timedelta(hours=20)))
        ).fetchone()
        if recent:
            continue
        ref, lines = f"po_{uuid.uuid4().hex[:20]}", _unpaid(memory, currency, now)
        amount = sum(SIGN[line["kind"]] * line["amount"] - line["fee"] for line in lines)
        memory.execute(
            "insert into payouts values (?, ?, ?, ?, ?)", (ref, currency, amount, stamp(now), stamp(now + ON_ITS_WAY))
        )
        memory.executemany("update facts set payout = ? where ref = ?", [(ref, line["ref"]) for line in lines])
        send(memory, "payout.created", ref, now)
        made += 1
    return made


def _unpaid(memory: sqlite3.Connection, currency: str, now: datetime) -> list[dict[str, Any]]:
    return memory.execute(
        "select * from facts where payout is null and currency = ? and available_at <= ? order by at, ref",
        (currency, stamp(now)),
    ).fetchall()
