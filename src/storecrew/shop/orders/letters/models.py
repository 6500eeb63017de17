"""Which letters are on. A kind without a row is as its room made it."""

from django.db import models


class Switch(models.Model):
    """One kind of letter that the store turned on or off."""

    code = models.CharField(max_length=40, primary_key=True)
    on = models.BooleanField()

    class Meta:
        verbose_name_plural = "switches"

    def __str__(self) -> str:
        return f"{self.code}: {'on' if self.on else 'off'}"
