"""Somebody who holds a link, and a browser as old telephones have it: no cookie, no token, forms alone."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.utils import timezone

from storecrew.kernel.actions.types import Actor
from storecrew.shop.supply.access import actions as access

WECHAT = "Mozilla/5.0 (Linux; Android 7.1) AppleWebKit/537.36 Chrome/57.0 MicroMessenger/6.6"


@dataclass
class Holder:
    """Whoever works at a supplier and was given a link."""

    token: str
    client: Client = field(default_factory=lambda: Client(headers={"user-agent": WECHAT}, enforce_csrf_checks=True))
    forms: int = 0

    def get(self, path: str = "", **query: Any) -> Any:
        """Open a page below the link."""
        return self.client.get(f"/portal/{self.token}/{path}", query)

    def post(self, path: str, **data: Any) -> Any:
        """Send a form as it is."""
        return self.client.post(f"/portal/{self.token}/{path}", data)

    def page(self, path: str = "", **query: Any) -> str:
        """Return a page that opens."""
        answer = self.get(path, **query)
        assert answer.status_code == 200, (path, answer.status_code)
        return str(answer.content.decode())

    def say(self, path: str, *, once: str = "", **data: Any) -> Any:
        """Send a form of a page as it stands now."""
        version = re.search(r'name="version" value="([^"]+)"', self.page(path))
        self.forms += 1
        sent = {"once": once or f"form{self.forms}", "version": version[1] if version else ""} | data
        return self.post(path, **sent)


def let_in(buyer: Actor, supplier_id: int, contact_id: int | None = None) -> Holder:
    """Give a link, and return who holds it."""
    data = access.GiveKey(supplier_id=supplier_id, contact_id=contact_id)
    return Holder(access.give_key(buyer, data, now=timezone.now()).token)
