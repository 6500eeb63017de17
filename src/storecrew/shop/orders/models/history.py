"""What was done to an order after it was agreed. Rows are only added; a hold is ended, a note stays."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from storecrew.shop.orders.models.lines import Line
from storecrew.shop.orders.models.orders import Order


class ChangeKind(models.TextChoices):
    """In which way an order was changed."""

    EDIT = "edit", _("Edited")
    ADDRESS = "address", _("Address changed")
    SHIPPING = "shipping", _("Shipping changed")
    CANCEL = "cancel", _("Cancelled")
    SPLIT = "split", _("Split")
    REVIVE = "revive", _("Taken up again")


class Change(models.Model):
    """One change of what was agreed: before, after, and what it does to the total."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=ChangeKind)
    at = models.DateTimeField()
    by = models.CharField(max_length=80, help_text="who, as audit rows name actors")
    reason = models.CharField(max_length=500, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    difference_minor = models.BigIntegerField(help_text="of the total; negative: it became cheaper")
    version = models.PositiveIntegerField(help_text="of the order afterwards")

    class Meta:
        ordering = ["order_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "version"], name="orders_change_one_a_version"),
            models.CheckConstraint(condition=Q(kind__in=ChangeKind.values), name="orders_change_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.order_id}"


class HandlingKind(models.TextChoices):
    """Which way goods went."""

    SHIPPED = "shipped", _("Shipped")
    RETURNED = "returned", _("Came back")


class Handling(models.Model):
    """rows: one per line and document (a parcel, a return) that moved pieces of it; makes reporting twice harmless."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="handlings")
    line = models.ForeignKey(Line, models.CASCADE, related_name="handlings")
    kind = models.CharField(max_length=10, choices=HandlingKind)
    document = models.CharField(max_length=60, help_text="subject of the parcel or return: parcel:3, return:4")
    quantity = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["order_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["line", "kind", "document"], name="orders_handling_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="orders_handling_of_something"),
            models.CheckConstraint(condition=Q(kind__in=HandlingKind.values), name="orders_handling_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.kind} by {self.document}"


class HoldReason(models.TextChoices):
    """Why an order waits."""

    RISK = "risk", _("looks risky")
    ADDRESS = "address", _("address unclear")
    BUYER = "buyer", _("the buyer asked to wait")
    STOCK = "stock", _("goods missing")
    PAYMENT = "payment", _("payment unclear")
    OTHER = "other", _("another reason")


class Hold(models.Model):
    """An order that nobody may ship for now: why, since when, by whom; it ends and stays as history."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="holds")
    reason = models.CharField(max_length=10, choices=HoldReason)
    note = models.CharField(max_length=500, blank=True)
    until = models.DateTimeField(null=True, blank=True, help_text="when to look again; it does not end by itself")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["order_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=Q(ended_at=None), name="orders_hold_one_at_a_time"),
            models.CheckConstraint(condition=Q(reason__in=HoldReason.values), name="orders_hold_reason_known"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.reason}"


class Note(models.Model):
    """What the crew wrote to an order; the buyer never sees it."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="notes")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    text = models.TextField()

    class Meta:
        ordering = ["order_id", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="orders_note_says_something")]

    def __str__(self) -> str:
        return self.text[:60]
