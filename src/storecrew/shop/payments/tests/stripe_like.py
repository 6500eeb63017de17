"""A server that behaves like Stripe where a shop notices it: keys, 3-D Secure, Alipay, disputes, payouts, signed events.

A likeness for tests, in one process; the official library speaks to it over HTTP. It can be told to lose answers after
it has accepted what was asked, to refuse, to be slow with its events.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import RLock, Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import stripe

SECRET = "whsec_likeness"  # noqa: S105  tests only


@dataclass
class StripeLike:
    """The other side's memory, and what it is told to do wrong."""

    url: str = ""
    things: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: dict[str, tuple[str, tuple[int, dict[str, Any]]]] = field(default_factory=dict)
    """Idempotency key → what was asked, and what was answered."""
    events: list[dict[str, Any]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    lose_answers: int = 0
    """So many answers to what changes something are never sent, after it was done."""
    refuse: list[tuple[int, str]] = field(default_factory=list)
    """What it answers next instead of doing anything: status and type of error."""
    now: int = 1_772_442_000
    lock: RLock = field(default_factory=RLock)
    ids: Iterator[int] = field(default_factory=lambda: count(1))

    def new(self, prefix: str, kind: str, **values: Any) -> dict[str, Any]:
        """Make a thing."""
        made = {"id": f"{prefix}_{next(self.ids):06d}", "object": kind, "created": self.now, **values}
        self.things[made["id"]] = made
        return made

    def tell(self, topic: str, thing: dict[str, Any]) -> None:
        """Write an event, as it will be sent."""
        self.events.append(self.new("evt", "event", type=topic, data={"object": json.loads(json.dumps(thing))}))

    # what a shopper does on Stripe's form

    def pay(self, intent_id: str, *, method: str = "card", decline: str = "", asks: bool = False) -> None:
        """Confirm a payment: it succeeds, is declined, or its bank asks back first."""
        intent = self.things[intent_id]
        assert intent["status"] in {"requires_payment_method", "requires_action"}, intent["status"]
        if asks:
            intent.update(status="requires_action", next_action={"type": "use_stripe_sdk"})
            self.tell("payment_intent.requires_action", intent)
            return
        charge = self._charge(intent, method)
        if decline:
            charge.update(status="failed", captured=False, amount_captured=0, failure_message="Your card was declined.")
            intent.update(
                status="requires_payment_method",
                last_payment_error={"code": "card_declined", "decline_code": decline, "message": "Declined."},
            )
            self.tell("payment_intent.payment_failed", intent)
        elif intent["capture_method"] == "manual":
            charge.update(captured=False, amount_captured=0)
            charge["payment_method_details"]["card"] = {"capture_before": self.now + 7 * 86400}
            intent.update(status="requires_capture", last_payment_error=None)
            self.tell("payment_intent.amount_capturable_updated", intent)
        else:
            self._book(charge, charge["amount"])
            intent.update(status="succeeded", last_payment_error=None)
            self.tell("payment_intent.succeeded", intent)

    def settle_refund(self, refund_id: str, *, fails: bool = False) -> None:
        """Let a refund reach the buyer, or not."""
        refund = self.things[refund_id]
        refund.update(
            status="failed" if fails else "succeeded", failure_reason="expired_or_canceled_card" if fails else None
        )
        self.tell("refund.updated", refund)

    def open_dispute(self, intent_id: str) -> str:
        """Let the buyer's bank take the money back."""
        charge = self.things[self.things[intent_id]["latest_charge"]]
        booked = self.new("txn", "balance_transaction", fee=1500, currency=charge["currency"], type="adjustment")
        dispute = self.new(
            "dp",
            "dispute",
            payment_intent=intent_id,
            charge=charge["id"],
            amount=charge["amount_captured"],
            currency=charge["currency"],
            status="needs_response",
            reason="product_not_received",
            evidence_details={"due_by": self.now + 7 * 86400},
            balance_transactions=[booked],
        )
        charge["disputed"] = True
        self.tell("charge.dispute.created", dispute)
        return str(dispute["id"])

    def decide(self, dispute_id: str, status: str) -> None:
        """Decide a dispute."""
        self.things[dispute_id]["status"] = status
        self.tell("charge.dispute.closed", self.things[dispute_id])

    def pay_out(self) -> str:
        """Send everything that is booked to the bank."""
        lines = [one for one in self.things.values() if one["object"] == "balance_transaction" and "net" in one]
        lines = [one for one in lines if not one.get("payout")]
        payout = self.new(
            "po",
            "payout",
            amount=sum(one["net"] for one in lines),
            currency="cny",
            status="paid",
            automatic=True,
            arrival_date=self.now + 86400,
        )
        for one in lines:
            one["payout"] = payout["id"]
        own = -payout["amount"]
        self.new(
            "txn", "balance_transaction", type="payout", amount=own, fee=0, net=own, currency="cny", payout=payout["id"]
        )
        self.tell("payout.paid", payout)
        return str(payout["id"])

    def signed(
        self, event: dict[str, Any], secret: str = SECRET, at: int | None = None
    ) -> tuple[bytes, dict[str, str]]:
        """Return an event as it is sent: body and headers."""
        body = json.dumps(event)
        stamp = int(time.time()) if at is None else at
        header = stripe.WebhookSignature.generate_signature_header(body, secret, stamp)
        return body.encode(), {"stripe-signature": header}

    # the programming interface

    def answer(self, verb: str, path: str, sent: dict[str, str], key: str) -> tuple[int, dict[str, Any]] | None:
        """Answer a request; None hangs up after having done it."""
        with self.lock:
            self.asked.append((verb, path))
            if verb == "POST" and self.refuse:
                status, kind = self.refuse.pop(0)
                return status, {"error": {"type": kind, "message": f"told to say {kind}"}}
            if verb == "POST" and key in self.answers:
                asked, given = self.answers[key]
                if asked != f"{path}{sorted(sent.items())}":
                    return 400, {"error": {"type": "idempotency_error", "message": "Keys are for one request."}}
                return given
            given = self._do(verb, path.removeprefix("/v1/").split("/"), sent)
            if verb == "POST" and given[0] < 500:
                self.answers[key] = (f"{path}{sorted(sent.items())}", given)
            if verb == "POST" and self.lose_answers:
                self.lose_answers -= 1
                return None
            return given

    def _do(self, verb: str, path: list[str], sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        match verb, path:
            case "GET", ["balance"]:
                return 200, {"object": "balance", "livemode": False, "available": []}
            case "POST", ["payment_intents"]:
                return 200, self._shown(self._create(sent))
            case "POST", ["payment_intents", ref, "capture"]:
                return self._capture(self.things[ref], int(sent["amount_to_capture"]))
            case "POST", ["payment_intents", ref, "cancel"]:
                return self._cancel(self.things[ref])
            case "POST", ["refunds"]:
                return self._refund(sent)
            case "POST", ["disputes", ref]:
                self.things[ref].update(status="under_review", evidence=sent["evidence[uncategorized_text]"])
                return 200, self.things[ref]
            case "GET", ["payment_intents", ref] if ref in self.things:
                return 200, self._shown(self.things[ref])
            case "GET", [kind]:
                return 200, self._list(kind, sent)
        return 404, {"error": {"type": "invalid_request_error", "message": f"No such thing: {'/'.join(path)}"}}

    def _create(self, sent: dict[str, str]) -> dict[str, Any]:
        made = self.new(
            "pi",
            "payment_intent",
            amount=int(sent["amount"]),
            currency=sent["currency"],
            capture_method=sent["capture_method"],
            status="requires_payment_method",
            metadata={"storecrew": sent["metadata[storecrew]"], "payable": sent["metadata[payable]"]},
            latest_charge=None,
            last_payment_error=None,
        )
        made["client_secret"] = f"{made['id']}_secret_x"
        self.tell("payment_intent.created", made)
        return made

    def _charge(self, intent: dict[str, Any], method: str) -> dict[str, Any]:
        charge = self.new(
            "ch",
            "charge",
            payment_intent=intent["id"],
            amount=intent["amount"],
            amount_captured=0,
            currency=intent["currency"],
            status="succeeded",
            captured=True,
            disputed=False,
            payment_method_details={"type": method},
            metadata=intent["metadata"],
            balance_transaction=None,
        )
        intent["latest_charge"] = charge["id"]
        return charge

    def _book(self, charge: dict[str, Any], amount: int) -> None:
        fee = amount * 34 // 1000 + 235
        booked = self.new(
            "txn",
            "balance_transaction",
            type="charge",
            reporting_category="charge",
            amount=amount,
            fee=fee,
            net=amount - fee,
            currency=charge["currency"],
            source=charge["id"],
        )
        charge.update(captured=True, amount_captured=amount, balance_transaction=booked["id"])

    def _capture(self, intent: dict[str, Any], amount: int) -> tuple[int, dict[str, Any]]:
        if intent["status"] != "requires_capture":
            return 400, {"error": {"type": "invalid_request_error", "message": "This cannot be captured."}}
        self._book(self.things[intent["latest_charge"]], amount)
        intent["status"] = "succeeded"
        self.tell("payment_intent.succeeded", intent)
        return 200, self._shown(intent)

    def _cancel(self, intent: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if intent["status"] in {"succeeded", "canceled"}:
            return 400, {"error": {"type": "invalid_request_error", "message": "This cannot be canceled."}}
        intent["status"] = "canceled"
        self.tell("payment_intent.canceled", intent)
        return 200, self._shown(intent)

    def _refund(self, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        intent, amount = self.things[sent["payment_intent"]], int(sent["amount"])
        charge = self.things[intent["latest_charge"]]
        others = [one for one in self.things.values() if one["object"] == "refund" and one["charge"] == charge["id"]]
        promised = sum(one["amount"] for one in others if one["status"] != "failed")
        if promised + amount > charge["amount_captured"]:
            return 400, {
                "error": {"type": "invalid_request_error", "message": "Refund amount is greater than charged."}
            }
        made = self.new(
            "re",
            "refund",
            payment_intent=intent["id"],
            charge=charge["id"],
            amount=amount,
            currency=charge["currency"],
            status="pending",
            metadata={"storecrew": sent.get("metadata[storecrew]", "")},
        )
        self.new(
            "txn",
            "balance_transaction",
            type="refund",
            reporting_category="refund",
            amount=-amount,
            fee=0,
            net=-amount,
            currency=charge["currency"],
            source=made["id"],
        )
        self.tell("charge.refunded", charge)
        return 200, made

    def _list(self, kind: str, sent: dict[str, str]) -> dict[str, Any]:
        name = {"payment_intents": "payment_intent", "refunds": "refund", "disputes": "dispute"}.get(kind, kind[:-1])
        rows = [one for one in self.things.values() if one["object"] == name]
        for wanted in ("payment_intent", "payout"):
            if wanted in sent:
                rows = [one for one in rows if one.get(wanted) == sent[wanted]]
        if name == "balance_transaction":
            rows = [{**one, "source": self.things.get(one.get("source") or "")} for one in rows]
        if name == "payment_intent":
            rows = [self._shown(one) for one in rows]
        return {"object": "list", "data": list(reversed(rows)), "has_more": False, "url": f"/v1/{kind}"}

    def _shown(self, intent: dict[str, Any]) -> dict[str, Any]:
        charge = self.things.get(intent["latest_charge"] or "")
        if charge is None:
            return dict(intent)
        booked = self.things.get(charge["balance_transaction"] or "")
        return {**intent, "latest_charge": {**charge, "balance_transaction": booked}}


@contextmanager
def running() -> Iterator[StripeLike]:
    """Serve the likeness on a free port of this machine."""
    like = StripeLike()

    class Desk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            self._say(like.answer("GET", parts.path, dict(parse_qsl(parts.query)), ""))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            sent = dict(parse_qsl(body, keep_blank_values=True))
            self._say(like.answer("POST", self.path, sent, self.headers.get("Idempotency-Key", "")))

        def _say(self, answer: tuple[int, dict[str, Any]] | None) -> None:
            if answer is None:
                self.close_connection = True
                self.connection.close()
                return
            body = json.dumps(answer[1]).encode()
            self.send_response(answer[0])
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    server.daemon_threads = True
    like.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield like
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
