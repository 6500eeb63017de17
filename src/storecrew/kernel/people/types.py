"""The stable codes of this room."""

from django.db import models
from django.utils.translation import pgettext_lazy


class TenureKind(models.TextChoices):
    """How a seat is held: one accountable holder, others who share the work, and covers for a time."""

    HOLD = "hold", pgettext_lazy("tenure", "holds")
    SHARE = "share", pgettext_lazy("tenure", "shares")
    COVER = "cover", pgettext_lazy("tenure", "covers")
