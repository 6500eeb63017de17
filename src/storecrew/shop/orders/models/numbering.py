"""How orders are numbered, and the shop's few habits about them."""

from django.db import models
from django.db.models import Q

FIRST_NUMBER = 10001


class Ordinal(models.Model):
    """rows: one per number given out. The database counts: two orders placed at once never wait for each other.

    An order that fails after taking one leaves a gap, which is why invoices have a sequence of their own.
    """

    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class Rulebook(models.Model):
    """The one row of habits; without it the defaults hold."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    prefix = models.CharField(max_length=12, default="SO-", blank=True)
    first_number = models.PositiveIntegerField(default=FIRST_NUMBER)
    pay_within_h = models.PositiveIntegerField(default=2, help_text="hours to pay in the checkout")
    transfer_within_h = models.PositiveIntegerField(default=72, help_text="hours for transfers and payment links")
    big_order_minor = models.BigIntegerField(
        default=300_000, help_text="a first order from here on is worth a look; minor units of the store's currency"
    )
    leave_within_days = models.PositiveSmallIntegerField(default=2, help_text="working days until it should have left")
    buyers_cancel_h = models.PositiveIntegerField(
        default=720, help_text="hours in which buyers may cancel by themselves while nothing is picked; 0: never"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="orders_one_rulebook"),
            models.CheckConstraint(
                condition=Q(pay_within_h__gte=1, transfer_within_h__gte=1, first_number__gte=1),
                name="orders_rulebook_in_range",
            ),
        ]

    def __str__(self) -> str:
        return "rulebook"
