"""Shoppers: each has a browser's worth of HTTP and buys one thing by the shop's own pages and forms."""

import http.client
import re
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

PATIENCE_S = 60.0
_HIDDEN = re.compile(r'<input type="hidden" name="(cart|fingerprint)" value="([^"]*)"')
HOME = {
    "email": "{who}@lab.example",
    "country": "CN",
    "name": "Shopper {who}",
    "region": "上海市",
    "district": "徐汇区",
    "line1": "天平路 {who} 号",
    "phone": "13800138000",
    "provider": "cash",
}


class End(StrEnum):
    """How it ended for one shopper."""

    BOUGHT = "bought"
    REFUSED = "refused"
    """A clean answer before payment: it is sold out, or the price is another."""
    BROKEN = "broken"
    """No answer, a server error, or something that is neither an order nor a refusal."""


@dataclass(frozen=True, slots=True)
class Went:
    """What became of a shopper, in how many milliseconds, and at which step with which answer it ended."""

    end: End
    took_ms: float
    said: str


class Browser:
    """One connection that keeps its bag."""

    def __init__(self, port: int, who: str) -> None:
        """Take the port of a store on this machine and a name."""
        self.who = who
        self.cookie = ""
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
        self._origin = f"http://127.0.0.1:{port}"

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Return status, where it sends us, and the page."""
        headers = {"Origin": self._origin, "Content-Type": "application/x-www-form-urlencoded"}
        if self.cookie:
            headers["Cookie"] = self.cookie
        self._connection.request(method, path, urlencode(form) if form else None, headers)
        answer = self._connection.getresponse()
        page = answer.read().decode("utf-8", "replace")
        for line in answer.headers.get_all("Set-Cookie") or ():
            if line.startswith("bag="):
                self.cookie = line.partition(";")[0]
        return answer.status, answer.headers.get("Location", ""), page

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


def crowd(port: int, variant: int, count: int, name: str) -> list[Went]:
    """Let `count` shoppers begin at the same moment to buy a piece of the same thing; return what became of each."""
    gate = threading.Barrier(count)
    went: list[Went] = []
    lock = threading.Lock()

    def shop(number: int) -> None:
        gate.wait()
        found = _buy(port, variant, f"{name}-{number}")
        with lock:
            went.append(found)

    threads = [threading.Thread(target=shop, args=(number,), daemon=True) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return went


def _buy(port: int, variant: int, who: str) -> Went:
    began = time.perf_counter()
    browser = Browser(port, who)
    try:
        end, said = _walk(browser, variant)
    except (OSError, http.client.HTTPException) as error:
        end, said = End.BROKEN, f"{type(error).__name__}: {error}"
    finally:
        browser.close()
    return Went(end, (time.perf_counter() - began) * 1000, said)


def _walk(browser: Browser, variant: int) -> tuple[End, str]:
    """Go from the product to the order, as a person without scripts does; stop at the first page that does not lead on."""
    home = {name: value.format(who=browser.who) for name, value in HOME.items()}
    steps: Sequence[tuple[str, dict[str, str], str]] = (
        ("/cart/add/", {"variant": str(variant), "quantity": "1"}, "/cart/"),
        ("/checkout/start/", {"go": "1"}, "/checkout/"),
        ("/checkout/send/", {**home, "do": "fill"}, "/checkout/"),
    )
    for path, form, leads_to in steps:
        status, where, page = browser.ask("POST", path, form)
        if not where.startswith(leads_to):
            return _judge(status, path, page)
    status, _where, page = browser.ask("GET", "/checkout/")
    hidden = dict(_HIDDEN.findall(page))
    if status != 200 or "fingerprint" not in hidden:
        return _judge(status, "/checkout/", page)
    status, where, page = browser.ask("POST", "/checkout/send/", {**home, **hidden, "do": "pay"})
    if where.startswith("/order/"):
        return End.BOUGHT, where
    return _judge(status, "/checkout/send/ pay", page)


def _judge(status: int, path: str, page: str) -> tuple[End, str]:
    """Tell a refusal that a person can read from anything else."""
    clean = status in {200, 409, 422, 302} and (not page or 'class="notice' in page)
    return (End.REFUSED if clean else End.BROKEN), f"{path}: {status}"


def answers(port: int) -> bool:
    """Tell whether a store answers on this port."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/robots.txt")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
