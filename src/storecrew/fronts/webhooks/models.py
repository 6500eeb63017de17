"""Who wants to be told, what they were told, and how each try went."""

from django.db import models
from django.db.models import Q


class WebhookQuerySet(models.QuerySet["Webhook"]):
    """Webhooks by what they are ready for."""

    def listening(self) -> "WebhookQuerySet":
        """Return those that are switched on."""
        return self.filter(paused_at=None, switched_off_at=None, removed_at=None)

    def shown(self) -> "WebhookQuerySet":
        """Return those that were not taken away."""
        return self.filter(removed_at=None)


class Webhook(models.Model):
    """An address that wants to be told. Secrets are encrypted with the installation's key."""

    name = models.CharField(max_length=80)
    url = models.URLField(max_length=500)
    events = models.JSONField(default=list, help_text='names of events, or "*" for all')
    secret = models.TextField(help_text="encrypted; whsec_… when read")
    old_secret = models.TextField(blank=True, help_text="encrypted; signs as well until old_secret_until")
    old_secret_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True, help_text="person")
    paused_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True, help_text="the first failure since the last success")
    last_success_at = models.DateTimeField(null=True)
    switched_off_at = models.DateTimeField(null=True, help_text="it failed for too long, or said that it is gone")
    switched_off_because = models.CharField(max_length=400, blank=True)
    removed_at = models.DateTimeField(null=True)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(old_secret="", old_secret_until=None)
                | ~Q(old_secret="") & Q(old_secret_until__isnull=False),
                name="webhooks_webhook_old_secret_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        """Return the name that audit rows and events use."""
        return f"webhook:{self.pk}"

    def wants(self, event: str) -> bool:
        """Tell whether it wants events of this name."""
        return "*" in self.events or event in self.events


class Message(models.Model):
    """One event for one webhook: what is sent, word for word, at every try and every replay."""

    uid = models.CharField(max_length=40, unique=True, help_text="webhook-id: receivers tell repetitions by it")
    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="messages")
    event_id = models.BigIntegerField(null=True, help_text="empty for a test message")
    event = models.CharField(max_length=80)
    subject = models.CharField(max_length=80, blank=True)
    body = models.TextField()
    at = models.DateTimeField()
    replays = models.PositiveIntegerField(default=0)
    act_key = models.CharField(max_length=60, help_text="key of the outward act that is sending it now, or last did")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "event_id"], condition=Q(event_id__isnull=False), name="webhooks_message_once"
            ),
        ]
        indexes = [models.Index(fields=["webhook", "-id"], name="webhooks_message_log")]  # the log of one webhook

    def __str__(self) -> str:
        return f"{self.event} {self.uid}"


class Attempt(models.Model):
    """One request: what came back, or why nothing did."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="attempts")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, help_text="HTTP status; empty when none came")
    error = models.CharField(max_length=400, blank=True)
    answer = models.CharField(max_length=1000, blank=True, help_text="the beginning of what came back")

    class Meta:
        indexes = [models.Index(fields=["message", "id"], name="webhooks_attempt_message")]  # a message's page

    def __str__(self) -> str:
        return f"{self.status or self.error} at {self.at:%Y-%m-%d %H:%M}"
