"""The audit's tables. Rows are never updated or deleted; forgetting a person blanks fields in place."""

from django.db import models

from storecrew.kernel.audit.types import Outcome


class Entry(models.Model):
    """One attempt at an action.

    `person_id` is the human responsible (for an agent: the one it acts for), None for the system and for strangers.
    People are referred to by number only, so that history outlives them.
    """

    uid = models.CharField(max_length=32, unique=True)
    parent = models.CharField(max_length=32, blank=True, help_text="uid of the entry this one was nested in")
    cause = models.CharField(
        max_length=32, blank=True, help_text="id of the request, job or event behind it; also in the logs"
    )
    at = models.DateTimeField()
    action = models.CharField(max_length=80)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    actor = models.CharField(
        max_length=80, help_text="person:1, agent:2, system:name, an outsider such as customer:5, or nobody"
    )
    person_id = models.BigIntegerField(null=True)
    seat = models.CharField(max_length=16, blank=True, help_text="the seat whose grant was used")
    tenure_id = models.BigIntegerField(null=True, help_text="the tenure behind the seat; tells a cover from a holder")
    surface = models.CharField(max_length=8)
    address = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=200, blank=True, help_text="why the system acted")
    approval = models.CharField(max_length=32, blank=True, help_text="the approved request this run carried out")
    subject = models.CharField(max_length=80, blank=True)
    key = models.CharField(max_length=200, blank=True)
    input_hash = models.CharField(max_length=64)
    input = models.JSONField(default=dict)
    personal = models.JSONField(
        default=list, help_text="paths in input and changes that are erased when the subject is forgotten"
    )
    result = models.JSONField(null=True)
    changes = models.JSONField(default=list)
    message = models.TextField(blank=True)
    code = models.CharField(max_length=64, blank=True)
    duration_ms = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(
                fields=["action", "key", "actor"],
                condition=models.Q(outcome__in=["done", "parked"]) & ~models.Q(key=""),
                name="audit_entry_once_per_key",
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "-id"], name="audit_entry_subject"),  # activity of one object
            models.Index(fields=["actor", "-id"], name="audit_entry_actor"),  # what somebody did; an agent's day limits
            models.Index(fields=["person_id", "-id"], name="audit_entry_person"),  # what was done on a human's behalf
            models.Index(fields=["at"], name="audit_entry_at"),  # a period's export
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.outcome} by {self.actor}"


class Mention(models.Model):
    """A further object that an entry touched, besides its subject."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="mentions")
    subject = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["subject", "-entry"], name="audit_mention_subject")]  # activity of one object

    def __str__(self) -> str:
        return self.subject
