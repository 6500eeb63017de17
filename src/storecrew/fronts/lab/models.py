"""Trials that were run on this installation."""

from django.db import models


class Trial(models.Model):
    """What came out of one; never changed."""

    at = models.DateTimeField()
    fine = models.BooleanField(help_text="whether it came out as it must")
    outcome = models.JSONField(help_text="types.Outcome")

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"trial of {self.at:%Y-%m-%d}"
