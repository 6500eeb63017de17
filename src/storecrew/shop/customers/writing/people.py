"""Change what a customer's row says, with what was there before in the audit."""

import re
from typing import Any

from storecrew.kernel.actions.errors import InvalidInput
from storecrew.kernel.actions.run import Run
from storecrew.shop.addresses.types import checked_phone
from storecrew.shop.customers.finding import digits_of, folded, mailbox_of
from storecrew.shop.customers.models import Customer

PERSONAL = frozenset({"email", "phone", "name"})


def phone_of(text: str, country: str) -> str:
    """Return a telephone number in its one form. Raises InvalidInput."""
    try:
        return checked_phone(text, country)
    except ValueError as error:
        raise InvalidInput({"phone": str(error)}) from error


def tidy_phone(text: str, country: str) -> str:
    """Return a number in its one form, or its bare digits when it is none: for what others have taken down long ago."""
    try:
        return checked_phone(text, country)
    except ValueError:
        return re.sub(r"[^\d+]", "", text)[:40]


def derive(row: Customer) -> None:
    """Set the columns that follow from others."""
    row.phone_end = digits_of(row.phone)[-4:]
    row.mailbox = mailbox_of(row.email)
    row.search = folded(row.name, row.email)[:460]


def change(run: Run, row: Customer, **values: Any) -> tuple[str, ...]:
    """Set columns and save the row; returns which ones are new."""
    changed = []
    for name, new in values.items():
        old = getattr(row, name)
        if old == new:
            continue
        setattr(row, name, new)
        run.changed(row.subject, name, old=_plain(old), new=_plain(new), personal=name in PERSONAL)
        changed.append(name)
    if changed:
        derive(row)
        row.save()
    return tuple(changed)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
