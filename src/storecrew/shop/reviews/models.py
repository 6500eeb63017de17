"""Reviews, and the tally that lists and product pages read."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

STARS = (1, 2, 3, 4, 5)


class State(models.TextChoices):
    """Whether a review is to be seen. A bad grade is no reason to hide one."""

    WAITING = "waiting", pgettext_lazy("review", "To be looked at")
    SHOWN = "shown", pgettext_lazy("review", "Shown")
    HIDDEN = "hidden", pgettext_lazy("review", "Hidden")
    WITHDRAWN = "withdrawn", pgettext_lazy("review", "Taken back by its writer")


class HideReason(models.TextChoices):
    """Why the store may keep a review from being seen."""

    NOT_THE_GOODS = "not_the_goods", _("Not about the goods (delivery, price, something else)")
    PRIVATE = "private", _("Names people, addresses or telephone numbers")
    ABUSE = "abuse", _("Insults or threats")
    ADVERT = "advert", _("Advertises something")
    LAW = "law", _("Against the law")


class Review(models.Model):
    """What one buyer says of one line of an order. `name` is as the buyer wants to be called."""

    product = models.ForeignKey("catalogue.Product", models.CASCADE, related_name="+")
    variant = models.ForeignKey("catalogue.Variant", models.SET_NULL, null=True, blank=True, related_name="+")
    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="+")
    line = models.OneToOneField("orders.Line", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=60, blank=True, help_text="empty: a buyer")
    language = models.CharField(max_length=12)
    stars = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    options = models.CharField(max_length=255, blank=True, help_text="what was bought, in the buyer's language")
    state = models.CharField(max_length=10, choices=State)
    flags = models.JSONField(default=list, blank=True, help_text="why somebody should look at it first; see flags.py")
    hide_reason = models.CharField(max_length=16, choices=HideReason, blank=True)
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True, help_text="when its writer changed it")
    answer = models.TextField(blank=True, help_text="of the store, below the review")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=80, blank=True, help_text="as audit rows name actors")

    class Meta:
        ordering = ["-written_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="reviews_one_to_five_stars"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="reviews_state_known"),
            models.CheckConstraint(
                condition=(Q(state=State.HIDDEN) & ~Q(hide_reason="")) | (~Q(state=State.HIDDEN) & Q(hide_reason="")),
                name="reviews_hidden_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["product", "state", "-written_at", "-id"], name="reviews_of_product"),  # its page
            models.Index(fields=["state", "written_at"], name="reviews_by_state"),  # to be looked at
        ]

    def __str__(self) -> str:
        return f"{self.stars} stars for {self.product_id}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"review:{self.pk}"


class Tally(models.Model):
    """How many shown reviews gave a product how many stars; kept with each change, re-counted by `doctor`."""

    product = models.OneToOneField("catalogue.Product", models.CASCADE, primary_key=True, related_name="+")
    one = models.PositiveIntegerField(default=0)
    two = models.PositiveIntegerField(default=0)
    three = models.PositiveIntegerField(default=0)
    four = models.PositiveIntegerField(default=0)
    five = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"tally of {self.product_id}"


class Policy(models.Model):
    """How the store treats reviews. One row, or none: then the defaults hold."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    look_first = models.BooleanField(default=False, help_text="every review waits for somebody to look at it")

    class Meta:
        verbose_name_plural = "policies"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="reviews_one_policy")]

    def __str__(self) -> str:
        return "look first" if self.look_first else "show at once"
