"""States of a request and what other rooms may hold of it."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import pgettext_lazy

from storecrew.kernel.actions.types import Output


class State(models.TextChoices):
    """Where a request stands. `approved` waits only for its run, or for its delay to pass."""

    WAITING = "waiting", pgettext_lazy("approval", "waiting")
    APPROVED = "approved", pgettext_lazy("approval", "approved")
    EXECUTED = "executed", pgettext_lazy("approval", "carried out")
    REJECTED = "rejected", pgettext_lazy("approval", "turned down")
    WITHDRAWN = "withdrawn", pgettext_lazy("approval", "withdrawn")
    EXPIRED = "expired", pgettext_lazy("approval", "expired")
    VOID = "void", pgettext_lazy("approval", "void, something changed")
    FAILED = "failed", pgettext_lazy("approval", "approved, but could not be done")


class RuleRow(Output):
    """One rule. `from_minor` is in minor units of `currency`; 0 with an empty currency means "always"."""

    rule_id: int
    action: str
    label: str
    kind: str
    currency: str
    from_minor: int
    seat: str
    delay_hours: int
    expires_hours: int


class RequestRow(Output):
    """One request as lists show it; times are UTC. `mine` tells that the reader asked for it, himself or by an agent."""

    request: str
    action: str
    label: str
    subject: str
    amount_minor: int | None
    currency: str
    state: str
    seat: str
    asked_by: int | None
    asked_through: str
    asked_at: datetime
    expires_at: datetime
    runs_after: datetime | None
    self_authorised: bool
    stale: bool
    mine: bool
    why: str
    message: str


class RequestDetail(Output):
    """One request with what exactly would be done (`shown`: the input as the audit shows it), and what was decided.

    `decides` tells that a seat of the reader is the one to decide; whether the reader himself may is said when he tries.
    """

    row: RequestRow
    shown: dict[str, Any]
    decided_by: int | None
    decided_at: datetime | None
    note: str
    decides: bool
    looked_at: datetime | None
