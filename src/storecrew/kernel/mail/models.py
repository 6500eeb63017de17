"""The letters themselves; how far each one is, its outward act knows."""

from django.db import models


class Message(models.Model):
    """One letter to one address. Rows are never changed: what was sent stays as it was sent, until the person is forgotten."""

    message_id = models.CharField(max_length=200, unique=True, help_text="RFC 5322 Message-ID, in angle brackets")
    key = models.CharField(
        max_length=200, unique=True, help_text="names the letter to the house: the same key, one letter"
    )
    to = models.EmailField(max_length=254)
    sender = models.CharField(max_length=254)
    reply_to = models.EmailField(max_length=254, blank=True)
    title = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    subject = models.CharField(max_length=80, blank=True, help_text="what it is about, e.g. order:7")
    written_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject", "-id"], name="mail_message_subject")]  # letters about one object

    def __str__(self) -> str:
        return f"{self.title} to {self.to}"


class Attachment(models.Model):
    """A file that goes with a letter, as it was when the letter was written."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=100, help_text="media type")
    content = models.BinaryField()

    class Meta:
        ordering = ["message_id", "id"]

    def __str__(self) -> str:
        return self.name
