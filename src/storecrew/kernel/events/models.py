"""The outbox: what happened, who still has to be told, and what has to be done outside the database."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q


class Event(models.Model):
    """A fact, written in the commit that made it true. Rows are never updated or deleted."""

    name = models.CharField(max_length=80)
    subject = models.CharField(max_length=80, help_text="what it is about, e.g. product:7; order is kept per subject")
    payload = models.JSONField(default=dict)
    cause = models.CharField(max_length=32, blank=True, help_text="uid of the audit row behind it")
    actor = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="events_event_subject"),  # the history of one object
            models.Index(fields=["name", "id"], name="events_event_name"),  # replays and feeds of one kind of event
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.subject}"

    def save(self, *, force_insert: Any = False, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        """Insert the row; what happened cannot be changed afterwards (raises TypeError)."""
        if not self._state.adding:
            raise TypeError("events are history: announce a new one instead")
        super().save(force_insert=force_insert, update_fields=update_fields, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        """Refuse: what happened stays on record."""
        raise TypeError("events are history and are never deleted")


class DeliveryState(models.TextChoices):
    """How far one handler is with one event."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    DONE = "done"
    DEAD = "dead"
    DROPPED = "dropped"


OPEN = [DeliveryState.WAITING, DeliveryState.CLAIMED, DeliveryState.DEAD]
"""States that hold back later events of the same subject for the same handler."""


class Delivery(models.Model):
    """One event for one handler. `subject` repeats the event's, for the question who stands in front."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="deliveries")
    handler = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    state = models.CharField(max_length=8, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    due_at = models.DateTimeField(help_text="not before; moves on with each failure")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="runs that failed")
    abandoned = models.PositiveSmallIntegerField(default=0, help_text="workers that vanished while they held it")
    claim = models.CharField(max_length=32, blank=True, help_text="token of the worker that holds it")
    leased_until = models.DateTimeField(null=True)
    error = models.TextField(blank=True, help_text="the last failure, with its traceback")
    settled_at = models.DateTimeField(null=True, help_text="done or dropped")

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["event", "handler"], name="events_delivery_once_per_handler"),
            models.CheckConstraint(
                condition=Q(state="claimed", leased_until__isnull=False) & ~Q(claim="")
                | ~Q(state="claimed") & Q(leased_until=None, claim=""),
                name="events_delivery_lease_while_claimed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["done", "dropped"], settled_at__isnull=False)
                | ~Q(state__in=["done", "dropped"]) & Q(settled_at=None),
                name="events_delivery_settled_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "event"], name="events_delivery_queue"),  # what is due, oldest events first
            models.Index(fields=["state", "leased_until"], name="events_delivery_lease"),  # whose lease ran out
            # does an earlier one stand in front: three seeks (waiting, claimed, dead), however long the history
            models.Index(fields=["handler", "subject", "state", "event"], name="events_delivery_lane"),
        ]

    def __str__(self) -> str:
        return f"event {self.event_id} for {self.handler}: {self.state}"


class ActState(models.TextChoices):
    """How far an outward act is.

    `handed_over` is committed before the other side is called, so that a crash in between is seen and never repeated.
    """

    PLANNED = "planned"
    CLAIMED = "claimed"
    HANDED_OVER = "handed_over"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DROPPED = "dropped"


class OutwardAct(models.Model):
    """Something to be done once outside the database: a mail, a payment, a post, a call.

    `failed` means given up, and certainly not done (for a kind whose other side recognises the key: not acknowledged);
    `unknown` means nobody can say, until the other side was asked or a person has decided.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(
        max_length=200, help_text="names the act to the other side as well, where it understands keys"
    )
    payload = models.JSONField(default=dict)
    subject = models.CharField(max_length=80, blank=True)
    cause = models.CharField(max_length=32, blank=True)
    planned_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="not before; while unknown, when to ask next")
    state = models.CharField(max_length=12, choices=ActState.choices, default=ActState.PLANNED)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="hand-overs that certainly did not arrive")
    asked = models.PositiveSmallIntegerField(default=0, help_text="times the other side was asked what became of it")
    claim = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True, help_text="confirmed, failed or dropped")
    reference = models.CharField(max_length=200, blank=True, help_text="what the other side calls it")
    answer = models.JSONField(default=dict, help_text="what the other side said")
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="events_act_once_per_key"),
            models.CheckConstraint(
                condition=Q(state__in=["claimed", "handed_over"], leased_until__isnull=False) & ~Q(claim="")
                | ~Q(state__in=["claimed", "handed_over"]) & Q(leased_until=None, claim=""),
                name="events_act_lease_while_held",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["handed_over", "unknown", "confirmed"]) | Q(handed_over_at__isnull=False),
                name="events_act_handed_over_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["confirmed", "failed", "dropped"], settled_at__isnull=False)
                | ~Q(state__in=["confirmed", "failed", "dropped"]) & Q(settled_at=None),
                name="events_act_settled_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at", "id"], name="events_act_due"),  # what is due; what to ask about
            models.Index(fields=["state", "leased_until"], name="events_act_lease"),  # whose lease ran out
            models.Index(fields=["subject", "id"], name="events_act_subject"),  # what was sent about one object
            models.Index(fields=["kind", "-id"], name="events_act_kind"),  # the log of one kind
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.state}"
