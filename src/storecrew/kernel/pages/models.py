"""What the console keeps for one person: lines that tell them something, and their ways of looking at tables."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower


class Notice(models.Model):
    """A line for one person, in their language at the time, with a page behind it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=300, blank=True)
    icon = models.CharField(max_length=32, default="bell")
    key = models.CharField(max_length=200, help_text="the same fact is told to the same person once")
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="pages_notice_once")]
        indexes = [models.Index(fields=["person", "-at", "-id"], name="pages_notice_person")]  # a person's list

    def __str__(self) -> str:
        return f"{self.key} for person {self.person_id}"


class SavedView(models.Model):
    """A named way of looking at a table: its query string, without the page."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    table = models.CharField(max_length=80, help_text="name of the table, e.g. catalogue.products")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=1000)
    shared = models.BooleanField(default=False, help_text="everybody who sees the table sees the view")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("person", "table", Lower("name"), name="pages_saved_view_name_once"),
        ]
        indexes = [models.Index(fields=["table", "person"], name="pages_saved_view_table")]  # the tabs over a table

    def __str__(self) -> str:
        return f"{self.name} of {self.table}"
