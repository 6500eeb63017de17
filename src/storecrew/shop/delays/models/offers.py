"""What buyers of delayed orders were offered, and what they chose: the evidence of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.money.types import Money
from storecrew.shop.delays.models.delays import Delay


class OfferState(models.TextChoices):
    """Where an offer stands."""

    SENT = "sent", pgettext_lazy("offer", "Waits for an answer")
    ANSWERED = "answered", pgettext_lazy("offer", "Answered")
    LAPSED = "lapsed", pgettext_lazy("offer", "No answer")
    WITHDRAWN = "withdrawn", pgettext_lazy("offer", "Taken back")
    VOID = "void", pgettext_lazy("offer", "Overtaken")


class Way(models.TextChoices):
    """By which way an answer came."""

    PAGE = "page", _("on the page")
    CREW = "crew", _("told to the crew")
    DEADLINE = "deadline", _("by the deadline")


class Offer(models.Model):
    """A letter with priced choices. `choices` and `answer` are as they were shown; what holds now is reckoned anew.

    `terms` is what we have given our word for: which choices, the voucher, the part that goes back.
    """

    delay = models.ForeignKey(Delay, models.CASCADE, related_name="offers")
    order = models.ForeignKey("orders.Order", models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=OfferState, default=OfferState.SENT)
    terms = models.JSONField(default=dict)
    choices = models.JSONField(default=list, help_text="as priced when it was sent")
    most_minor = models.BigIntegerField(default=0, help_text="the most that it gives away, whatever is chosen")
    currency = models.CharField(max_length=3)
    words = models.TextField(blank=True, help_text="what the crew added to the letter")
    expected_first = models.DateField(null=True, blank=True)
    expected_last = models.DateField(null=True, blank=True)
    by_rule = models.BooleanField(default=False, help_text="sent by the owner's rule, by nobody's hand")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    deadline_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=80, blank=True)
    way = models.CharField(max_length=10, choices=Way, blank=True)
    choice = models.CharField(max_length=12, blank=True)
    answer = models.JSONField(default=dict, help_text="the choice as it was priced when it was made")
    done = models.JSONField(default=dict, help_text="what followed: order version, money, code")
    code = models.CharField(max_length=40, blank=True, help_text="of the voucher that was given")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["delay"], condition=Q(state="sent"), name="delays_offer_one_waiting"),
            models.CheckConstraint(condition=Q(state__in=OfferState.values), name="delays_offer_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "lapsed"])
                | (Q(answered_at__isnull=False) & ~Q(choice="") & ~Q(way="")),
                name="delays_offer_answer_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["deadline_at", "id"], name="delays_offer_due", condition=Q(state="sent")),
            models.Index(fields=["order", "-id"], name="delays_offer_of_order"),
        ]

    def __str__(self) -> str:
        return f"offer {self.pk} of delay {self.delay_id}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"delay_offer:{self.pk}"

    @property
    def most(self) -> Money:
        """Return the most that it gives away."""
        return Money(self.most_minor, self.currency)
