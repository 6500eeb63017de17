"""The test bank itself: another party, with a memory that our database knows nothing of.

It behaves as real ones do: a key is done once; answers come late; notices are signed, and sent again until they are
taken; money is paid out two days later, less fees. Everything is told the time. Its memory is an SQLite file.
"""

import json
import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
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

_SCHEMA = """
create table if not exists intents (ref text primary key, key text unique, token text, body text);
create index if not exists intents_token on intents (token);
create table if not exists done (key text primary key, ref text);
create table if not exists facts (
  ref text primary key, intent text, kind text, amount integer, fee integer, currency text, at text, note text,
  available_at text, payout text);
create index if not exists facts_intent on facts (intent);
create index if not exists facts_unpaid on facts (available_at) where payout is null;
create table if not exists later (id integer primary key, due_at text, what text, ref text);
create index if not exists later_due on later (due_at);
create table if not exists payouts (ref text primary key, currency text, amount integer, at text, arrives_at text);
create table if not exists notices (id integer primary key, uid text unique, topic text, about text, token text,
  due_at text, sent_at text);
create index if not exists notices_unsent on notices (due_at) where sent_at is null;
"""


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


class Server:
    """One test bank. Safe to use from several processes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    # what a shop may ask for

    def create(self, *, key: str, token: str, now: datetime, **body: Any) -> dict[str, Any]:
        """Begin a payment; the same key again returns the same one."""
        with self._memory() as memory:
            row = memory.execute("select ref from intents where key = ?", (key,)).fetchone()
            if row is None:
                ref = f"tp_{uuid.uuid4().hex[:20]}"
                full = {"state": "waiting", "method": "", "card": "", "decline": "", "created_at": _text(now), **body}
                memory.execute("insert into intents values (?, ?, ?, ?)", (ref, key, token, json.dumps(full)))
                _later(memory, now + GIVES_UP_AFTER, "abandon", ref)
            else:
                ref = row["ref"]
            return _whole(memory, ref)

    def intent(self, ref: str) -> dict[str, Any]:
        """Return a payment with its facts; raises Unknown."""
        with self._memory() as memory:
            return _whole(memory, ref)

    def by_key(self, key: str) -> dict[str, Any] | None:
        """Return the payment that a key began or acted on, None when the bank never saw the key."""
        with self._memory() as memory:
            row = memory.execute(
                "select ref from intents where key = ? union select ref from done where key = ?", (key, key)
            ).fetchone()
            return None if row is None else _whole(memory, row["ref"])

    def capture(self, ref: str, *, key: str, amount: int, now: datetime) -> dict[str, Any]:
        """Take what was set aside, or a part of it; the rest is released."""
        with self._once(key, ref) as memory:
            if memory is not None:
                body = _body(memory, ref)
                if body["state"] != "authorised" or amount > _sum(memory, ref, "authorise"):
                    raise Declined("This payment cannot be captured (any more), or not by so much.")
                rest = _sum(memory, ref, "authorise") - amount
                _take(memory, ref, body, amount, now)
                if rest:
                    _fact(memory, ref, "void", rest, body["currency"], now)
        return self.intent(ref)

    def cancel(self, ref: str, *, key: str, now: datetime) -> dict[str, Any]:
        """Give up a payment of which nothing was taken."""
        with self._once(key, ref) as memory:
            if memory is not None:
                body = _body(memory, ref)
                if body["state"] == "captured":
                    raise Declined("The money was taken; it can only be given back.")
                held = _sum(memory, ref, "authorise") - _sum(memory, ref, "void")
                if held:
                    _fact(memory, ref, "void", held, body["currency"], now)
                _turn(memory, ref, body, now, state="voided")
        return self.intent(ref)

    def refund(self, ref: str, *, key: str, token: str, amount: int, now: datetime) -> dict[str, Any]:
        """Give money back; it is on its way for two seconds."""
        with self._once(key, ref) as memory:
            if memory is not None:
                body = _body(memory, ref)
                refunds = body.get("refunds", [])
                promised = sum(one["amount"] for one in refunds if one["state"] != "failed")
                left = _sum(memory, ref, "capture") - promised
                left -= _sum(memory, ref, "dispute") - _sum(memory, ref, "dispute_returned")
                if amount > left:
                    raise Declined("There is not so much left to give back.")
                made = {"ref": f"tr_{uuid.uuid4().hex[:20]}", "token": token, "amount": amount, "state": "pending"}
                made["at"] = _text(now)
                _later(memory, now + timedelta(seconds=2), "refund", ref)
                _turn(memory, ref, body, now, refunds=[*refunds, made])
        return self.intent(ref)

    def evidence(self, ref: str, *, key: str, dispute: str, text: str, now: datetime) -> dict[str, Any]:
        """Answer a dispute; it is decided half a minute later."""
        with self._once(key, ref) as memory:
            if memory is not None:
                body = _body(memory, ref)
                disputes = body.get("disputes", [])
                for one in disputes:
                    if one["ref"] == dispute:
                        if one["state"] != "open":
                            raise Declined("This dispute takes no evidence (any more).")
                        one.update(state="review", evidence=text)
                _later(memory, now + DECIDES_AFTER, "decide", ref)
                _turn(memory, ref, body, now, disputes=disputes)
        return self.intent(ref)

    def payouts(self, since: datetime) -> list[dict[str, Any]]:
        """Return payouts since a moment with their lines, oldest first."""
        with self._memory() as memory:
            found = memory.execute("select * from payouts where at >= ? order by at, ref", (_text(since),)).fetchall()
            return [
                {
                    **row,
                    "lines": memory.execute(
                        "select * from facts where payout = ? order by at, ref", (row["ref"],)
                    ).fetchall(),
                }
                for row in found
            ]

    # what a shopper does on the bank's pages

    def confirm(self, ref: str, *, card: str, now: datetime) -> dict[str, Any]:
        """Pay with a card of the list; raises Declined for a payment that is over, Unknown for no such card."""
        with self._memory() as memory:
            body = _body(memory, ref)
            if card not in CARDS:
                raise Unknown(card)
            if body["state"] not in {"waiting", "failed"}:
                raise Declined("This payment is over.")
            chosen = CARDS[card]
            body.update(card=card, method=chosen.method, decline="")
            if chosen.challenge:
                _turn(memory, ref, body, now, state="waiting", challenge=True, tell=False)
            elif chosen.late:
                _later(memory, now + chosen.late, "answer", ref)
                _turn(memory, ref, body, now, state="processing")
            else:
                _answer(memory, ref, body, chosen, now)
            return _whole(memory, ref)

    def answer_challenge(self, ref: str, *, passed: bool, now: datetime) -> dict[str, Any]:
        """Tell the card's bank that it is really the holder, or not."""
        with self._memory() as memory:
            body = _body(memory, ref)
            if not body.pop("challenge", False):
                raise Declined("Nobody asked.")
            if passed:
                _answer(memory, ref, body, CARDS[body["card"]], now)
            else:
                _decline(memory, ref, body, "authentication_failed", now)
            return _whole(memory, ref)

    # what time brings

    def tick(self, now: datetime) -> int:
        """Do what is due: late answers, refunds, disputes, payouts; returns how much was done."""
        with self._memory() as memory:
            due = memory.execute("select * from later where due_at <= ? order by due_at, id", (_text(now),)).fetchall()
            for row in due:
                memory.execute("delete from later where id = ?", (row["id"],))
                _HAPPENS[row["what"]](memory, row["ref"], _body(memory, row["ref"]), now)
            return len(due) + _pay_out(memory, now)

    def adopt(self, payments: Iterable[Adopted]) -> None:
        """Learn of payments of the past, as if they had been made here and paid out long since."""
        with self._memory() as memory:
            for one in payments:
                _adopt(memory, one)

    # notices

    def unsent(self, now: datetime, *, limit: int = 50) -> list[Mapping[str, Any]]:
        """Return the messages that are due to be sent."""
        with self._memory() as memory:
            return memory.execute(
                "select * from notices where sent_at is null and due_at <= ? order by id limit ?", (_text(now), limit)
            ).fetchall()

    def sent(self, uid: str, now: datetime) -> None:
        """Remember that a message was taken."""
        with self._memory() as memory:
            memory.execute("update notices set sent_at = ? where uid = ?", (_text(now), uid))

    def send_later(self, uid: str, at: datetime) -> None:
        """Remember that a message was not taken, and when to try again."""
        with self._memory() as memory:
            memory.execute("update notices set due_at = ? where uid = ?", (_text(at), uid))

    @contextmanager
    def _memory(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=20, isolation_level=None)) as memory:
            memory.row_factory = lambda cursor, row: {
                column[0]: value for column, value in zip(cursor.description, row, strict=True)
            }
            memory.executescript(f"pragma journal_mode = wal; pragma synchronous = normal; {_SCHEMA}")
            memory.execute("begin immediate")
            try:
                yield memory
            except BaseException:
                memory.execute("rollback")
                raise
            memory.execute("commit")

    @contextmanager
    def _once(self, key: str, ref: str) -> Iterator[sqlite3.Connection | None]:
        """Yield the memory the first time a key comes, None when it was done before."""
        with self._memory() as memory:
            if memory.execute("select 1 from done where key = ?", (key,)).fetchone():
                yield None
                return
            memory.execute("insert into done values (?, ?)", (key, ref))
            yield memory


def _text(moment: datetime) -> str:
    return moment.isoformat()


def _body(memory: sqlite3.Connection, ref: str) -> dict[str, Any]:
    row = memory.execute("select body from intents where ref = ?", (ref,)).fetchone()
    if row is None:
        raise Unknown(ref)
    body: dict[str, Any] = json.loads(row["body"])
    return body


def _whole(memory: sqlite3.Connection, ref: str) -> dict[str, Any]:
    facts = memory.execute("select * from facts where intent = ? order by at, ref", (ref,)).fetchall()
    token = memory.execute("select token from intents where ref = ?", (ref,)).fetchone()
    return {"ref": ref, **_body(memory, ref), "token": token["token"], "facts": facts}


def _turn(
    memory: sqlite3.Connection, ref: str, body: dict[str, Any], now: datetime, *, tell: bool = True, **changes: Any
) -> None:
    body.update(changes)
    memory.execute("update intents set body = ? where ref = ?", (json.dumps(body), ref))
    if tell:
        _notice(memory, f"payment.{body['state']}", ref, now)


def _notice(memory: sqlite3.Connection, topic: str, about: str, now: datetime) -> None:
    row = memory.execute("select token from intents where ref = ?", (about,)).fetchone()
    token = row["token"] if row else ""
    memory.execute(
        "insert into notices (uid, topic, about, token, due_at) values (?, ?, ?, ?, ?)",
        (f"tn_{uuid.uuid4().hex}", topic, about, token, _text(now)),
    )


def _later(memory: sqlite3.Connection, at: datetime, what: str, ref: str) -> None:
    memory.execute("insert into later (due_at, what, ref) values (?, ?, ?)", (_text(at), what, ref))


def _fact(
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
    ref, available = ref or f"tx_{uuid.uuid4().hex[:20]}", _text(now + PAID_OUT_AFTER) if kind in SIGN else None
    memory.execute(
        "insert or ignore into facts values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (ref, intent, kind, amount, fee, currency, _text(now), note, available, payout),
    )


def _adopt(memory: sqlite3.Connection, one: Adopted) -> None:
    body: dict[str, Any] = {"amount": one.amount, "currency": one.currency, "state": "captured", "method": "card"}
    body |= {"card": "tok_pays", "decline": "", "capture": "now", "created_at": _text(one.at)}
    settled = {"ref": f"tr_{one.ref}", "token": "", "amount": one.refunded, "state": "settled", "at": _text(one.at)}
    body["refunds"] = [settled] if one.refunded else []
    memory.execute(
        "insert or ignore into intents values (?, ?, ?, ?)",
        (one.ref, f"adopted:{one.ref}", one.token, json.dumps(body)),
    )
    moves = [("authorise", "au", one.amount, 0), ("capture", "ca", one.amount, _fee(one.amount))]
    for kind, prefix, amount, fee in [*moves, ("refund", "tr", one.refunded, 0)]:
        if amount:
            ref = f"{prefix}_{one.ref}"
            _fact(memory, one.ref, kind, amount, one.currency, one.at, fee=fee, ref=ref, payout=BEFORE)


def _sum(memory: sqlite3.Connection, intent: str, kind: str) -> int:
    row = memory.execute(
        "select coalesce(sum(amount), 0) as total from facts where intent = ? and kind = ?", (intent, kind)
    ).fetchone()
    return int(row["total"])


def _fee(amount: int) -> int:
    """Return 2.9 % (half up) and 30 minor units, never more than the amount."""
    return min((amount * 29 + 500) // 1000 + 30, amount)


def _answer(memory: sqlite3.Connection, ref: str, body: dict[str, Any], card: Card, now: datetime) -> None:
    if card.declines:
        _decline(memory, ref, body, card.declines, now)
        return
    amount = body["amount"] * card.pays_percent // 100
    _fact(memory, ref, "authorise", amount, body["currency"], now)
    if body["capture"] == "later":
        _later(memory, now + HOLDS_FOR, "lapse", ref)
        _turn(memory, ref, body, now, state="authorised", expires_at=_text(now + HOLDS_FOR))
    else:
        _take(memory, ref, body, amount, now)


def _take(memory: sqlite3.Connection, ref: str, body: dict[str, Any], amount: int, now: datetime) -> None:
    _fact(memory, ref, "capture", amount, body["currency"], now, fee=_fee(amount))
    if CARDS[body["card"]].disputed:
        _later(memory, now + DISPUTED_AFTER, "dispute", ref)
    _turn(memory, ref, body, now, state="captured")


def _decline(memory: sqlite3.Connection, ref: str, body: dict[str, Any], why: str, now: datetime) -> None:
    _fact(memory, ref, "decline", body["amount"], body["currency"], now, note=why)
    _turn(memory, ref, body, now, state="failed", decline=why)


def _late_answer(memory: sqlite3.Connection, ref: str, body: dict[str, Any], now: datetime) -> None:
    if body["state"] == "processing":
        _answer(memory, ref, body, CARDS[body["card"]], now)


def _abandon(memory: sqlite3.Connection, ref: str, body: dict[str, Any], now: datetime) -> None:
    if body["state"] in {"waiting", "failed"}:
        _turn(memory, ref, body, now, state="voided", decline="abandoned")


def _lapse(memory: sqlite3.Connection, ref: str, body: dict[str, Any], now: datetime) -> None:
    if body["state"] == "authorised":
        _fact(memory, ref, "void", _sum(memory, ref, "authorise"), body["currency"], now, note="expired")
        _turn(memory, ref, body, now, state="voided")


def _settle_refunds(memory: sqlite3.Connection, ref: str, body: dict[str, Any], now: datetime) -> None:
    for one in body.get("refunds", []):
        if one["state"] != "pending":
            continue
        one["state"] = "failed" if CARDS[body["card"]].refunds_fail else "settled"
        if one["state"] == "settled":
            _fact(memory, ref, "refund", one["amount"], body["currency"], now, ref=one["ref"])
    _turn(memory, ref, body, now)


def _dispute(memory: sqlite3.Connection, ref: str, body: dict[str, Any], now: datetime) -> None:
    promised = sum(one["amount"] for one in body.get("refunds", []) if one["state"] != "failed")
    amount = _sum(memory, ref, "capture") - promised
    if amount <= 0:
        return
    dispute = {"ref": f"td_{uuid.uuid4().hex[:20]}", "amount": amount, "state": "open", "at": _text(now)}
    dispute |= {"reason": "product_not_received", "due_at": _text(now + EVIDENCE_WITHIN)}
    _fact(memory, ref, "dispute", amount, body["currency"], now, ref=dispute["ref"], fee=DISPUTE_FEE)
    _later(memory, now + EVIDENCE_WITHIN, "decide", ref)
    _turn(memory, ref, body, now, disputes=[*body.get("disputes", []), dispute])


def _decide(memory: sqlite3.Connection, ref: str, body: dict[str, Any], now: datetime) -> None:
    for one in body.get("disputes", []):
        if one["state"] not in {"open", "review"}:
            continue
        won = one["state"] == "review" and len(one.get("evidence", "")) >= ENOUGH_EVIDENCE
        one.update(state="won" if won else "lost", closed_at=_text(now))
        if won:
            _fact(memory, ref, "dispute_returned", one["amount"], body["currency"], now, ref=f"{one['ref']}_back")
    _turn(memory, ref, body, now)


_HAPPENS = {
    "answer": _late_answer,
    "abandon": _abandon,
    "lapse": _lapse,
    "refund": _settle_refunds,
    "dispute": _dispute,
    "decide": _decide,
}


def _pay_out(memory: sqlite3.Connection, now: datetime) -> int:
    """Pay out what is due, one payout a currency and a day."""
    due = memory.execute(
        "select distinct currency from facts where payout is null and available_at <= ?", (_text(now),)
    ).fetchall()
    made = 0
    for row in due:
        currency = row["currency"]
        recent = memory.execute(
            "select 1 from payouts where currency = ? and at > ?", (currency, _text(now - timedelta(hours=20)))
        ).fetchone()
        if recent:
            continue
        ref, lines = f"po_{uuid.uuid4().hex[:20]}", _unpaid(memory, currency, now)
        amount = sum(SIGN[line["kind"]] * line["amount"] - line["fee"] for line in lines)
        memory.execute(
            "insert into payouts values (?, ?, ?, ?, ?)", (ref, currency, amount, _text(now), _text(now + ON_ITS_WAY))
        )
        memory.executemany("update facts set payout = ? where ref = ?", [(ref, line["ref"]) for line in lines])
        _notice(memory, "payout.created", ref, now)
        made += 1
    return made


def _unpaid(memory: sqlite3.Connection, currency: str, now: datetime) -> list[dict[str, Any]]:
    return memory.execute(
        "select * from facts where payout is null and currency = ? and available_at <= ? order by at, ref",
        (currency, _text(now)),
    ).fetchall()
