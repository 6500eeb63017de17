"""Wish lists and their keys, and who waits for what. A guest's list is found by the hash of a token, like a bag."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

MOST_WISHES = 200
MULTIPLE = 3


class WishList(models.Model):
    """What one person wants: of a browser until somebody signs in, then of the customer."""

    uid = models.CharField(max_length=32, unique=True, help_text="names it in the house: wishes:<uid>")
    customer = models.ForeignKey("customers.Customer", models.CASCADE, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=12)
    shared = models.BooleanField(default=False, help_text="whoever has its link may look at it")
    link_version = models.PositiveSmallIntegerField(default=1, help_text="raising it makes shared links void")
    tells_drops = models.BooleanField(default=False, help_text="its customer is written when something became cheaper")
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], condition=~Q(customer=None), name="wishes_one_list_a_customer"
            ),
            models.CheckConstraint(
                condition=Q(tells_drops=False) | Q(customer__isnull=False), name="wishes_only_customers_are_told"
            ),
        ]
        indexes = [models.Index(fields=["changed_at"], name="wishes_list_changed")]  # clearing away

    def __str__(self) -> str:
        return self.uid

    @property
    def subject(self) -> str:
        """Return the name that audit rows use."""
        return f"wishes:{self.uid}"


class ListKey(models.Model):
    """A token that opens a guest's list, one for each browser."""

    list = models.ForeignKey(WishList, models.CASCADE, related_name="keys")
    key = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token that the browser holds")

    def __str__(self) -> str:
        return f"key of {self.list_id}"


class Wish(models.Model):
    """One variant on a list, and what it cost when it was put there."""

    list = models.ForeignKey(WishList, models.CASCADE, related_name="wishes")
    variant = models.ForeignKey("catalogue.Variant", models.CASCADE, related_name="+")
    seen_minor = models.BigIntegerField(null=True, blank=True, help_text="its price then; None: it had none")
    currency = models.CharField(max_length=3)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-added_at", "-id"]
        verbose_name_plural = "wishes"
        constraints = [models.UniqueConstraint(fields=["list", "variant"], name="wishes_variant_once_a_list")]
        indexes = [models.Index(fields=["variant", "currency"], name="wishes_by_variant")]  # who is told of a price

    def __str__(self) -> str:
        return f"{self.variant_id} on {self.list_id}"


class AlertState(models.TextChoices):
    """Where a notice stands."""

    WAITING = "waiting", pgettext_lazy("stock alert", "Waiting")
    TOLD = "told", pgettext_lazy("stock alert", "Told")
    STOPPED = "stopped", pgettext_lazy("stock alert", "Stopped")


class StockAlert(models.Model):
    """Somebody asked to be told, once, when a variant is back."""

    variant = models.ForeignKey("catalogue.Variant", models.CASCADE, related_name="+")
    email = models.CharField(max_length=254, blank=True, help_text="lower case; empty once the person is forgotten")
    customer = models.ForeignKey("customers.Customer", models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=12)
    state = models.CharField(max_length=8, choices=AlertState, default=AlertState.WAITING)
    asked_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    times = models.PositiveSmallIntegerField(
        default=0, help_text="letters written; more than one where it was gone again"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["variant", "email"], condition=Q(state=AlertState.WAITING), name="wishes_one_waits_once"
            ),
            models.CheckConstraint(condition=Q(state__in=AlertState.values), name="wishes_alert_state_known"),
            models.CheckConstraint(
                condition=Q(state=AlertState.TOLD, told_at__isnull=False) | ~Q(state=AlertState.TOLD),
                name="wishes_told_when",
            ),
            models.CheckConstraint(
                condition=~Q(email="") | ~Q(state=AlertState.WAITING), name="wishes_who_waits_can_be_reached"
            ),
        ]
        indexes = [
            models.Index(fields=["variant", "state", "asked_at", "id"], name="wishes_alert_line"),  # who is next
            models.Index(fields=["state", "asked_at"], name="wishes_alert_state"),  # what is waited for
            models.Index(fields=["email"], name="wishes_alert_email"),  # data of a person
        ]

    def __str__(self) -> str:
        return f"{self.state} for {self.variant_id}"


class Habits(models.Model):
    """The one row of habits; without it the defaults hold."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    multiple = models.PositiveSmallIntegerField(
        default=MULTIPLE, help_text="so many people are told for each piece that can be had"
    )

    class Meta:
        verbose_name_plural = "habits"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="wishes_one_row_of_habits"),
            models.CheckConstraint(condition=Q(multiple__gte=1, multiple__lte=100), name="wishes_multiple_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.multiple} for each piece"
