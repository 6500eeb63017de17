"""The test bank itself: another party, with a memory that our database knows nothing of.

It behaves as real ones do: a key is done once; answers come late; notices are signed, and sent again until they are
taken; money is paid out two days later, less fees. Everything is told the time. Its memory is an SQLite file.
"""

import json
import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from storecrew.shop.payments.providers.test.cards import CARDS
from storecrew.shop.payments.providers.test.happening import (
    DECIDES_AFTER,
    GIVES_UP_AFTER,
    HAPPENS,
    Adopted,
    Declined,
    Unknown,
    add_fact,
    body_of,
    give_answer,
    pay_out,
    plan,
    refuse,
    stamp,
    sum_of,
    take,
    take_over,
    turn,
    whole_of,
)

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
                full = {"state": "waiting", "method": "", "card": "", "decline": "", "created_at": stamp(now), **body}
                memory.execute("insert into intents values (?, ?, ?, ?)", (ref, key, token, json.dumps(full)))
                plan(memory, now + GIVES_UP_AFTER, "abandon", ref)
            else:
                ref = row["ref"]
            return whole_of(memory, ref)

    def intent(self, ref: str) -> dict[str, Any]:
        """Return a payment with its facts; raises Unknown."""
        with self._memory() as memory:
            return whole_of(memory, ref)

    def by_key(self, key: str) -> dict[str, Any] | None:
        """Return the payment that a key began or acted on, None when the bank never saw the key."""
        with self._memory() as memory:
            row = memory.execute(
                "select ref from intents where key = ? union select ref from done where key = ?", (key, key)
            ).fetchone()
            return None if row is None else whole_of(memory, row["ref"])

    def capture(self, ref: str, *, key: str, amount: int, now: datetime) -> dict[str, Any]:
        """Take what was set aside, or a part of it; the rest is released."""
        with self._once(key, ref) as memory:
            if memory is not None:
                body = body_of(memory, ref)
                if body["state"] != "authorised" or amount > sum_of(memory, ref, "authorise"):
                    raise Declined("This payment cannot be captured (any more), or not by so much.")
                rest = sum_of(memory, ref, "authorise") - amount
                take(memory, ref, body, amount, now)
                if rest:
                    add_fact(memory, ref, "void", rest, body["currency"], now)
        return self.intent(ref)

    def cancel(self, ref: str, *, key: str, now: datetime) -> dict[str, Any]:
        """Give up a payment of which nothing was taken."""
        with self._once(key, ref) as memory:
            if memory is not None:
                body = body_of(memory, ref)
                if body["state"] == "captured":
                    raise Declined("The money was taken; it can only be given back.")
                held = sum_of(memory, ref, "authorise") - sum_of(memory, ref, "void")
                if held:
                    add_fact(memory, ref, "void", held, body["currency"], now)
                turn(memory, ref, body, now, state="voided")
        return self.intent(ref)

    def refund(self, ref: str, *, key: str, token: str, amount: int, now: datetime) -> dict[str, Any]:
        """Give money back; it is on its way for two seconds."""
        with self._once(key, ref) as memory:
            if memory is not None:
                body = body_of(memory, ref)
                refunds = body.get("refunds", [])
                promised = sum(one["amount"] for one in refunds if one["state"] != "failed")
                left = sum_of(memory, ref, "capture") - promised
                left -= sum_of(memory, ref, "dispute") - sum_of(memory, ref, "dispute_returned")
                if amount > left:
                    raise Declined("There is not so much left to give back.")
                made = {"ref": f"tr_{uuid.uuid4().hex[:20]}", "token": token, "amount": amount, "state": "pending"}
                made["at"] = stamp(now)
                plan(memory, now + timedelta(seconds=2), "refund", ref)
                turn(memory, ref, body, now, refunds=[*refunds, made])
        return self.intent(ref)

    def evidence(self, ref: str, *, key: str, dispute: str, text: str, now: datetime) -> dict[str, Any]:
        """Answer a dispute; it is decided half a minute later."""
        with self._once(key, ref) as memory:
            if memory is not None:
                body = body_of(memory, ref)
                disputes = body.get("disputes", [])
                for one in disputes:
                    if one["ref"] == dispute:
                        if one["state"] != "open":
                            raise Declined("This dispute takes no evidence (any more).")
                        one.update(state="review", evidence=text)
                plan(memory, now + DECIDES_AFTER, "decide", ref)
                turn(memory, ref, body, now, disputes=disputes)
        return self.intent(ref)

    def payouts(self, since: datetime) -> list[dict[str, Any]]:
        """Return payouts since a moment with their lines, oldest first."""
        with self._memory() as memory:
            found = memory.execute("select * from payouts where at >= ? order by at, ref", (stamp(since),)).fetchall()
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
            body = body_of(memory, ref)
            if card not in CARDS:
                raise Unknown(card)
            if body["state"] not in {"waiting", "failed"}:
                raise Declined("This payment is over.")
            chosen = CARDS[card]
            body.pop("challenge", None)  # what the card tried before asked is over
            body.update(card=card, method=chosen.method, decline="")
            if chosen.challenge:
                turn(memory, ref, body, now, state="waiting", challenge=True, tell=False)
            elif chosen.late:
                plan(memory, now + chosen.late, "answer", ref)
                turn(memory, ref, body, now, state="processing")
            else:
                give_answer(memory, ref, body, chosen, now)
            return whole_of(memory, ref)

    def answer_challenge(self, ref: str, *, passed: bool, now: datetime) -> dict[str, Any]:
        """Tell the card's bank that it is really the holder, or not."""
        with self._memory() as memory:
            body = body_of(memory, ref)
            if not body.pop("challenge", False):
                raise Declined("Nobody asked.")
            if passed:
                give_answer(memory, ref, body, CARDS[body["card"]], now)
            else:
                refuse(memory, ref, body, "authentication_failed", now)
            return whole_of(memory, ref)

    # what time brings

    def tick(self, now: datetime) -> int:
        """Do what is due: late answers, refunds, disputes, payouts; returns how much was done."""
        with self._memory() as memory:
            due = memory.execute("select * from later where due_at <= ? order by due_at, id", (stamp(now),)).fetchall()
            for row in due:
                memory.execute("delete from later where id = ?", (row["id"],))
                HAPPENS[row["what"]](memory, row["ref"], body_of(memory, row["ref"]), now)
            return len(due) + pay_out(memory, now)

    def adopt(self, payments: Iterable[Adopted]) -> None:
        """Learn of payments of the past, as if they had been made here and paid out long since."""
        with self._memory() as memory:
            for one in payments:
                take_over(memory, one)

    # notices

    def unsent(self, now: datetime, *, limit: int = 50) -> list[Mapping[str, Any]]:
        """Return the messages that are due to be sent."""
        with self._memory() as memory:
            return memory.execute(
                "select * from notices where sent_at is null and due_at <= ? order by id limit ?", (stamp(now), limit)
            ).fetchall()

    def sent(self, uid: str, now: datetime) -> None:
        """Remember that a message was taken."""
        with self._memory() as memory:
            memory.execute("update notices set sent_at = ? where uid = ?", (stamp(now), uid))

    def send_later(self, uid: str, at: datetime) -> None:
        """Remember that a message was not taken, and when to try again."""
        with self._memory() as memory:
            memory.execute("update notices set due_at = ? where uid = ?", (stamp(at), uid))

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
