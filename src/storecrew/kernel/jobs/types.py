"""The stable codes of this room."""

from django.db import models
from django.utils.translation import pgettext_lazy


class WorkState(models.TextChoices):
    """How far a long work is."""

    QUEUED = "queued", pgettext_lazy("work", "waiting to begin")
    RUNNING = "running", pgettext_lazy("work", "running")
    DONE = "done", pgettext_lazy("work", "done")
    CANCELLED = "cancelled", pgettext_lazy("work", "cancelled")
    FAILED = "failed", pgettext_lazy("work", "stopped by an error")


class RowOutcome(models.TextChoices):
    """What became of one row of what was worked on."""

    DONE = "done", pgettext_lazy("row", "done")
    SKIPPED = "skipped", pgettext_lazy("row", "skipped")
    REFUSED = "refused", pgettext_lazy("row", "refused")
