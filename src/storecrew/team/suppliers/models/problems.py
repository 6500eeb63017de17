"""Problems with goods of a supplier: the complaints they are made of, what was said, what came of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.money.types import Money


class Fault(models.TextChoices):
    """What is wrong. The first five are the reasons of returns of the same code."""

    DAMAGED = "damaged", pgettext_lazy("fault", "Arrives damaged")
    DEFECTIVE = "defective", pgettext_lazy("fault", "Does not work")
    WRONG_ITEM = "wrong_item", pgettext_lazy("fault", "Something else in the box")
    NOT_AS_DESCRIBED = "not_as_described", pgettext_lazy("fault", "Not as described")
    MISSING_PARTS = "missing_parts", pgettext_lazy("fault", "Parts are missing")
    PAPERS = "papers", pgettext_lazy("fault", "Papers or labels are wrong")
    OTHER = "other", pgettext_lazy("fault", "Something else")


class Asked(models.TextChoices):
    """What makes it good."""

    CREDIT = "credit", pgettext_lazy("made good", "A credit")
    REPLACEMENT = "replacement", pgettext_lazy("made good", "New goods")
    REPAIR = "repair", pgettext_lazy("made good", "Repair")
    EXPLANATION = "explanation", pgettext_lazy("made good", "An explanation")


class ProblemState(models.TextChoices):
    """Where it stands; `writing.problems.LEGAL` says what may follow what."""

    OPEN = "open", pgettext_lazy("problem", "Not sent yet")
    SENT = "sent", pgettext_lazy("problem", "They were told")
    ANSWERED = "answered", pgettext_lazy("problem", "Answered")
    AGREED = "agreed", pgettext_lazy("problem", "Agreed")
    SETTLED = "settled", pgettext_lazy("problem", "Settled")
    DROPPED = "dropped", pgettext_lazy("problem", "Dropped")


LIVE = (ProblemState.OPEN, ProblemState.SENT, ProblemState.ANSWERED, ProblemState.AGREED)
"""Something is still to be done."""
THEIRS = (ProblemState.SENT, ProblemState.ANSWERED, ProblemState.AGREED, ProblemState.SETTLED)
"""What the supplier knows of."""


class Problem(models.Model):
    """Something wrong with what a supplier delivers. `lot` empty: all of it, as far as one knows."""

    supplier = models.ForeignKey("supply.Supplier", models.PROTECT, related_name="+")
    variant = models.ForeignKey("catalogue.Variant", models.PROTECT, null=True, blank=True, related_name="+")
    lot = models.CharField(max_length=60, blank=True, help_text="as printed on the goods or the carton")
    fault = models.CharField(max_length=16, choices=Fault)
    title = models.CharField(max_length=160)
    text = models.TextField(blank=True, help_text="what the supplier reads")
    state = models.CharField(max_length=8, choices=ProblemState, default=ProblemState.OPEN)
    asked = models.CharField(max_length=11, choices=Asked)
    asked_minor = models.BigIntegerField(null=True, blank=True, help_text="of a credit, in the supplier's currency")
    quantity = models.PositiveIntegerField(
        null=True, blank=True, help_text="pieces concerned; None: those of the cases"
    )
    currency = models.CharField(max_length=3, help_text="the supplier's")
    due_on = models.DateField(null=True, blank=True, help_text="until when they are to answer")
    raised_at = models.DateTimeField()
    raised_by = models.CharField(max_length=80, help_text="as audit rows name actors")
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True, help_text="when they first answered")
    agreed = models.CharField(max_length=11, choices=Asked, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="settled or dropped")
    why_ended = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="suppliers_problem_has_title"),
            models.CheckConstraint(condition=Q(state__in=ProblemState.values), name="suppliers_problem_state_known"),
            models.CheckConstraint(
                condition=Q(fault__in=Fault.values, asked__in=Asked.values), name="suppliers_problem_words_known"
            ),
            models.CheckConstraint(
                condition=Q(asked_minor=None) | Q(asked_minor__gt=0), name="suppliers_problem_asks_for_something"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "dropped"]) | Q(sent_at__isnull=False),
                name="suppliers_problem_sent_before_answered",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["settled", "dropped"], ended_at__isnull=False)
                | Q(state__in=["open", "sent", "answered", "agreed"], ended_at=None),
                name="suppliers_problem_ended_when_over",
            ),
        ]
        indexes = [
            models.Index(fields=["supplier", "state", "-id"], name="suppliers_problem_of"),  # one supplier's page
            models.Index(fields=["state", "due_on", "id"], name="suppliers_problem_due"),  # the list, the queue
            models.Index(fields=["variant", "-id"], name="suppliers_problem_variant"),  # is there one already?
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def number(self) -> str:
        """Return how people call it."""
        return f"SP-{self.pk}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"problem:{self.pk}"

    @property
    def asked_amount(self) -> Money | None:
        """Return the credit asked for."""
        return None if self.asked_minor is None else Money(self.asked_minor, self.currency)


class Case(models.Model):
    """One complaint that belongs to a problem, and what it cost: given back, delivery given back, pieces written off.

    Costs are in the order's currency and follow what is given back later; a written off piece counts at what it cost.
    """

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="cases")
    subject = models.CharField(max_length=60, help_text="return:4, review:9 or order:12")
    order_id = models.BigIntegerField(null=True, blank=True, help_text="the order it came with")
    name = models.CharField(max_length=60, help_text="how people call it, e.g. SO-10481-R1")
    variant = models.ForeignKey("catalogue.Variant", models.PROTECT, null=True, blank=True, related_name="+")
    pieces = models.PositiveIntegerField(default=1)
    reason = models.CharField(max_length=20, blank=True, help_text="code of the return's reason; empty: other words")
    at = models.DateTimeField(help_text="when the complaint came")
    currency = models.CharField(max_length=3, blank=True)
    refund_minor = models.BigIntegerField(default=0)
    shipping_minor = models.BigIntegerField(default=0)
    written_off = models.PositiveIntegerField(default=0)
    lost_minor = models.BigIntegerField(default=0, help_text="what the pieces written off had cost")
    lost_currency = models.CharField(max_length=3, blank=True)

    class Meta:
        ordering = ["problem_id", "at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["problem", "subject"], name="suppliers_case_once"),
            models.CheckConstraint(condition=Q(pieces__gte=1), name="suppliers_case_of_something"),
            models.CheckConstraint(
                condition=Q(
                    refund_minor__gte=0, shipping_minor__gte=0, lost_minor__gte=0, written_off__lte=F("pieces")
                ),
                name="suppliers_case_costs_not_negative",
            ),
        ]
        indexes = [models.Index(fields=["subject"], name="suppliers_case_subject")]  # is it spoken for?

    def __str__(self) -> str:
        return self.name


class Photo(models.Model):
    """A picture that shows it. `by`: who brought it, as audit rows name actors."""

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="photos")
    asset = models.ForeignKey("media.Asset", models.PROTECT, related_name="+")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        ordering = ["problem_id", "id"]
        constraints = [models.UniqueConstraint(fields=["problem", "asset"], name="suppliers_photo_once")]

    def __str__(self) -> str:
        return f"photo {self.asset_id} of {self.problem_id}"


class Outcome(models.TextChoices):
    """What a reply comes to."""

    TOLD = "told", pgettext_lazy("reply", "We wrote")
    ACCEPT = "accept", pgettext_lazy("reply", "Agreed to what was asked")
    OFFER = "offer", pgettext_lazy("reply", "Offered something else")
    EXPLAIN = "explain", pgettext_lazy("reply", "Explained")
    QUESTION = "question", pgettext_lazy("reply", "Asked back")
    REFUSE = "refuse", pgettext_lazy("reply", "Refused")


class Reply(models.Model):
    """rows: one per thing said about a problem, by either side; append only. It is the evidence.

    `by`: the actor as audit rows name it, `supplier:3` where they answered themselves; `way`: how it came.
    """

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="replies")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    contact = models.ForeignKey("supply.Contact", models.SET_NULL, null=True, blank=True, related_name="+")
    way = models.CharField(max_length=10)
    outcome = models.CharField(max_length=8, choices=Outcome)
    text = models.TextField(blank=True)
    offered = models.CharField(max_length=11, choices=Asked, blank=True)
    offered_minor = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["problem_id", "at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="suppliers_reply_outcome_known"),
            models.CheckConstraint(
                condition=Q(offered_minor=None) | Q(offered_minor__gt=0), name="suppliers_reply_offers_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.at:%Y-%m-%d}"


class Claim(models.Model):
    """Money that a supplier agreed to. It is used up by documents: an invoice it was taken off, a payment that came."""

    problem = models.OneToOneField(Problem, models.PROTECT, related_name="claim")
    supplier = models.ForeignKey("supply.Supplier", models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    used_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    agreed_at = models.DateTimeField()

    class Meta:
        ordering = ["agreed_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, used_minor__gte=0, used_minor__lte=F("amount_minor")),
                name="suppliers_claim_not_overdrawn",
            )
        ]
        indexes = [
            models.Index(
                fields=["supplier", "agreed_at", "id"],
                name="suppliers_claim_left",
                condition=Q(used_minor__lt=F("amount_minor")),
            ),  # what is still to be had of a supplier
        ]

    def __str__(self) -> str:
        return f"claim {self.amount_minor} {self.currency}"

    @property
    def left(self) -> Money:
        """Return what is still to be had of it."""
        return Money(self.amount_minor - self.used_minor, self.currency)


class ClaimUse(models.Model):
    """A part of a claim that was had: `document` is the invoice or payment that it was taken off, or came with."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="uses")
    amount_minor = models.BigIntegerField()
    document = models.CharField(max_length=80)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        ordering = ["claim_id", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="suppliers_claim_use_of_something"),
            models.UniqueConstraint(fields=["claim", "document"], name="suppliers_claim_document_once"),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} by {self.document}"


class SuggestionState(models.TextChoices):
    """What became of it."""

    OPEN = "open", _("To be looked at")
    RAISED = "raised", _("Made a problem")
    LEFT = "left", _("Left alone")


class Suggestion(models.Model):
    """Complaints that look like one problem, with the numbers that say so. Left alone, it comes back with new complaints.

    `complained` of `sent` pieces in the time looked at; `low` to `high`: Wilson's interval of that share; `usual` what it
    had to be above: the variant's own share before, or the whole catalogue's (`usual_of`).
    """

    supplier = models.ForeignKey("supply.Supplier", models.CASCADE, related_name="+")
    variant = models.ForeignKey("catalogue.Variant", models.CASCADE, related_name="+")
    lot = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=6, choices=SuggestionState, default=SuggestionState.OPEN)
    fault = models.CharField(max_length=16, choices=Fault)
    complained = models.PositiveIntegerField()
    sent = models.PositiveIntegerField()
    low = models.FloatField()
    high = models.FloatField()
    usual = models.FloatField()
    usual_of = models.CharField(max_length=9, help_text="variant or catalogue")
    subjects = models.JSONField(default=list, help_text="of the complaints: return:4, review:9, order:12")
    found_at = models.DateTimeField()
    problem = models.OneToOneField(Problem, models.SET_NULL, null=True, blank=True, related_name="suggestion")

    class Meta:
        ordering = ["-found_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "variant", "lot"], condition=Q(state="open"), name="suppliers_suggestion_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=SuggestionState.values), name="suppliers_suggestion_state_known"
            ),
        ]
        indexes = [models.Index(fields=["state", "-found_at", "-id"], name="suppliers_suggestion_state")]  # the queue

    def __str__(self) -> str:
        return f"{self.complained} of {self.sent} of variant {self.variant_id}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows use."""
        return f"suggestion:{self.pk}"
