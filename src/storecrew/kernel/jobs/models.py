"""When things run by themselves, and how far long works are."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from storecrew.kernel.actions.errors import Missing
from storecrew.kernel.actions.grants import grants_of
from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.jobs.types import RowOutcome, WorkState


class Schedule(models.Model):
    """The state of one schedule that the code declares: when it is next due, and how the last run went."""

    name = models.CharField(max_length=80, primary_key=True)
    rhythm = models.CharField(max_length=80, help_text="the rhythm that next_at was computed for")
    next_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    fired_for = models.DateTimeField(null=True, help_text="the due time of the last firing")
    running_since = models.DateTimeField(null=True, help_text="fired, and not finished since")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="times the last firing was begun")
    leased_until = models.DateTimeField(null=True, help_text="while running: the moment it is taken for cut off")
    finished_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0, help_text="firings in a row that came to nothing")
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(running_since=None, leased_until=None)
                | Q(running_since__isnull=False, leased_until__isnull=False, fired_for__isnull=False),
                name="jobs_schedule_lease_while_running",
            ),
        ]
        indexes = [models.Index(fields=["next_at"], name="jobs_schedule_due")]  # the tick of every second

    def __str__(self) -> str:
        return self.name


class WorkQuerySet(models.QuerySet["Work"]):
    """Works, as far as somebody may see them."""

    def seen_by(self, actor: Actor, at: datetime) -> Self:
        """Return the works that `actor` may follow: their own; for the IT and director seats everybody's."""
        if actor.kind == "system" or SEE_ALL & set(grants_of(actor, at).seats):
            return self
        return self.filter(person_id=actor.person_id) if actor.person_id is not None else self.none()

    def get_or_missing(self, pk: int) -> "Work":
        """Return one work; raises Missing."""
        row = self.filter(pk=pk).first()
        if row is None:
            raise Missing
        return row


SEE_ALL = {"it", "director"}


class Work(models.Model):
    """Something long that somebody started. `cursor` is how far it got, in the words of its own code."""

    uid = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=80)
    label = models.CharField(max_length=200, help_text="what it is about, in the words of the person who started it")
    subject = models.CharField(max_length=80, blank=True)
    cause = models.CharField(max_length=32, blank=True, help_text="uid of the audit row of the action that started it")
    actor_kind = models.CharField(max_length=8)
    person_id = models.BigIntegerField(null=True)
    agent_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=80, blank=True)
    surface = models.CharField(max_length=8)
    language = models.CharField(max_length=12, blank=True, help_text="in which its report is written")
    params = models.JSONField(default=dict)
    cursor = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=WorkState.choices, default=WorkState.QUEUED)
    position = models.PositiveBigIntegerField(default=0, help_text="units behind it")
    total = models.PositiveBigIntegerField(null=True, help_text="units in all; empty while nobody knows")
    done = models.PositiveBigIntegerField(default=0)
    skipped = models.PositiveBigIntegerField(default=0)
    refused = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    cancel_requested_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="errors so far")
    error = models.TextField(blank=True)
    claim = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(
        help_text="while open: the moment after which somebody should look why nothing happens"
    )

    objects = WorkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running"], finished_at=None)
                | Q(state__in=["done", "cancelled", "failed"], finished_at__isnull=False),
                name="jobs_work_finished_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state="running") | Q(claim=""), name="jobs_work_claimed_only_while_running"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "leased_until"], name="jobs_work_stalled"),  # who takes over
            models.Index(fields=["subject", "-id"], name="jobs_work_subject"),  # the works of one object
            models.Index(fields=["person_id", "-id"], name="jobs_work_person"),  # what I have started
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.label}"

    @property
    def ref(self) -> str:
        """Return the name that audit rows and events use."""
        return f"work:{self.pk}"

    @property
    def is_open(self) -> bool:
        """Tell whether it still has something to do."""
        return self.state in {WorkState.QUEUED, WorkState.RUNNING}

    @property
    def actor(self) -> Actor:
        """Return who started it; what they may do is resolved anew at each use."""
        return Actor(
            kind=self.actor_kind,  # type: ignore[arg-type]  # written from Actor.kind
            person_id=self.person_id,
            agent_id=self.agent_id,
            name=self.actor_name,
            reason=self.label if self.actor_kind == "system" else "",
            surface=Surface(self.surface),
        )


class WorkRow(models.Model):
    """One line of a report: what became of one row, and why."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveBigIntegerField(help_text="line or number in what was worked on, as its reader counts")
    outcome = models.CharField(max_length=8, choices=RowOutcome.choices)
    subject = models.CharField(max_length=80, blank=True, help_text="what was made or changed")
    column = models.CharField(max_length=120, blank=True)
    value = models.CharField(max_length=400, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["work", "outcome", "id"], name="jobs_row_report")]  # a report, or its refusals

    def __str__(self) -> str:
        return f"line {self.line}: {self.outcome}"
