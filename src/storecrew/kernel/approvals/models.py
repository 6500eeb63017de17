"""Rules, requests and decisions."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from storecrew.kernel.approvals.types import State


class Rule(models.Model):
    """From which amount of which kind of an act which seat has to decide. The highest band that fits applies."""

    action = models.CharField(max_length=80)
    kind = models.CharField(max_length=40, blank=True, help_text="empty: any kind")
    currency = models.CharField(max_length=3, blank=True, help_text="empty: the act has no amount, or any currency")
    from_minor = models.BigIntegerField(default=0)
    seat = models.CharField(max_length=16)
    delay_hours = models.PositiveSmallIntegerField(
        default=24, help_text="self-authorised acts run only after this; until then they can be withdrawn"
    )
    expires_hours = models.PositiveSmallIntegerField(default=72, help_text="silence is no consent")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(from_minor__gte=0), name="approvals_rule_amount_not_negative"),
            models.CheckConstraint(condition=Q(expires_hours__gte=1), name="approvals_rule_expires"),
            models.UniqueConstraint(
                fields=["action", "kind", "currency", "from_minor"],
                condition=Q(ended_at=None),
                name="approvals_rule_one_per_band",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.kind} from {self.from_minor} {self.currency}: {self.seat}"


class RequestQuerySet(models.QuerySet["Request"]):
    """Requests by what can still become of them."""

    def open(self, now: datetime) -> "RequestQuerySet":
        """Waiting and not expired: expiry holds by this query, not by a job."""
        return self.filter(state=State.WAITING, expires_at__gt=now)

    def due(self, now: datetime) -> "RequestQuerySet":
        """Approved, and free to run at `now`."""
        return self.filter(state=State.APPROVED).filter(Q(runs_after=None) | Q(runs_after__lte=now))


class Request(models.Model):
    """An act that waits. `sealed` holds its whole input, encrypted, for it may contain what the audit must not show."""

    uid = models.CharField(max_length=32, unique=True)
    rule = models.ForeignKey(
        Rule, null=True, on_delete=models.PROTECT, help_text="None: proposed by an agent in shadow mode"
    )
    action = models.CharField(max_length=80)
    sealed = models.TextField()
    input_hash = models.CharField(max_length=64)
    shown = models.JSONField(default=dict, help_text="the input as the audit shows it")
    versions = models.JSONField(default=dict)
    amount_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    seat = models.CharField(max_length=16, blank=True, help_text="who decides; empty: the human the agent acts for")
    actor_kind = models.CharField(max_length=8)
    actor_name = models.CharField(max_length=80, blank=True)
    person_id = models.BigIntegerField(null=True)
    agent_id = models.BigIntegerField(null=True)
    surface = models.CharField(max_length=8)
    subject = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    runs_after = models.DateTimeField(null=True)
    self_authorised = models.BooleanField(default=False)
    looked_at = models.DateTimeField(null=True, help_text="when somebody took the second look at a self-authorised act")
    message = models.TextField(blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("asked_at")), name="approvals_request_expires_later"),
        ]
        indexes = [
            models.Index(
                fields=["seat", "asked_at"], condition=Q(state="waiting"), name="approvals_waiting"
            ),  # a seat's list
            models.Index(
                fields=["runs_after"], condition=Q(state="approved"), name="approvals_due"
            ),  # what may run now
            models.Index(fields=["person_id", "-asked_at"], name="approvals_asked_by"),  # my requests
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.uid} {self.state}"


class Decision(models.Model):
    """What a human said of a request; never changed."""

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="decision")
    person_id = models.BigIntegerField()
    seat = models.CharField(max_length=16, blank=True)
    tenure_id = models.BigIntegerField(null=True)
    approved = models.BooleanField()
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.request_id} {'approved' if self.approved else 'rejected'} by person:{self.person_id}"
