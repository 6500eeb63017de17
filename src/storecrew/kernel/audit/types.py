"""The outcomes an attempt can have."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Outcome(models.TextChoices):
    """How an attempt ended; `parked` waits for somebody's approval."""

    DONE = "done", pgettext_lazy("outcome", "done")
    REFUSED = "refused", pgettext_lazy("outcome", "refused")
    DENIED = "denied", pgettext_lazy("outcome", "denied")
    PARKED = "parked", pgettext_lazy("outcome", "waits for approval")
