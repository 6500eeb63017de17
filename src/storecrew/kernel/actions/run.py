"""One execution of an action, as its body sees it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from storecrew.kernel.actions.types import Actor, Change, Input, Output
from storecrew.kernel.events import outward
from storecrew.kernel.events.types import Event

if TYPE_CHECKING:
    from storecrew.kernel.actions.door import Action


@dataclass(slots=True)
class Run:
    """What a body may know and do besides its own tables."""

    action: "Action[Any, Any]"
    actor: Actor
    now: datetime
    """The moment of the attempt, aware, UTC. Bodies never look at the clock themselves."""
    uid: str
    """Names the audit row of this run."""
    seat: str
    """The seat whose grant let the actor in; empty for owners, strangers and the system."""
    dry: bool
    """True in a preview: everything is rolled back afterwards."""
    approval: str = ""
    """The approved request that this run carries out; empty for ordinary runs."""
    parent: str = ""
    """The uid of the run that this one is nested in: it vouches for whom this is done; empty for outer ones."""
    subject: str = ""
    mentions: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    announced: list[tuple[Event, str]] = field(default_factory=list)

    def about(self, *subjects: str) -> None:
        """Name what this run is about, e.g. `product:7`; the first name is the main one."""
        for subject in subjects:
            if not self.subject:
                self.subject = subject
            elif subject != self.subject and subject not in self.mentions:
                self.mentions.append(subject)

    def changed(self, subject: str, name: str, *, old: Any, new: Any, personal: bool = False) -> None:
        """Record a changed field with JSON values; equal values record nothing. `personal` ones can be forgotten."""
        self.about(subject)
        if old != new:
            self.changes.append(Change(subject, name, old, new, personal))

    def emit(self, event: Event, *, subject: str) -> None:
        """Announce a fact; it is stored in this transaction, in order per `subject`."""
        if type(event) not in self.action.emits:
            raise TypeError(f"{self.action.name} does not declare that it emits {type(event).__name__}")
        self.announced.append((event, subject))

    def plan(
        self,
        kind: str,
        *,
        key: str,
        payload: dict[str, Any],
        subject: str = "",
        head_start: timedelta = timedelta(),
    ) -> None:
        """Ask for an act outside the database (mail, payment, HTTP), done once by a worker after the commit.

        `head_start` leaves it to the process that serves whoever waits for it; see `outward.plan`.
        """
        outward.plan(
            kind,
            key=key,
            payload=payload,
            subject=subject or self.subject,
            cause=self.uid,
            at=self.now,
            head_start=head_start,
        )

    def call[I: Input, O: Output](self, action: "Action[I, O]", data: I) -> O:
        """Run another action inside this one, under this one's grant; it must be declared in `calls`."""
        if action not in self.action.calls:
            raise TypeError(f"{self.action.name} does not declare that it calls {action.name}")
        return action.nested(self, data)
