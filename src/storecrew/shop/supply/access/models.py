"""Links by which somebody of a supplier comes in."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from storecrew.shop.supply.models import State


class Keys(models.QuerySet["Key"]):
    """Links."""

    def good(self, now: datetime) -> "Keys":
        """Keep those that open at `now`.

        Whether the supplier is still one, and the person still works there, is looked up and not copied: it holds from
        the moment at which somebody says so.
        """
        rows = self.filter(revoked_at=None, expires_at__gt=now).exclude(supplier__state=State.ENDED)
        return rows.filter(contact__left_at=None)


class Key(models.Model):
    """One link. The token in it is made of `salt` and the installation's key; stored is what recognises it, never itself."""

    supplier = models.ForeignKey("supply.Supplier", models.PROTECT, related_name="+")
    contact = models.ForeignKey(
        "supply.Contact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="who holds it; None: whoever works there",
    )
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token")
    language = models.CharField(
        max_length=12, help_text="in which its pages speak; whoever opens it may choose another"
    )
    days = models.PositiveSmallIntegerField(help_text="it opens for so long, counted from its last use")
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ends_at = models.DateTimeField(help_text="beyond this no use prolongs it")
    revoked_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True, help_text="for the first time")
    last_used_at = models.DateTimeField(null=True, blank=True)
    last_address = models.CharField(max_length=64, blank=True, help_text="network address of the last use")
    last_device = models.CharField(max_length=200, blank=True, help_text="what the browser calls itself")
    sent_to = models.CharField(max_length=254, blank=True, help_text="by mail, last")
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = Keys.as_manager()

    class Meta:
        ordering = ["-given_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=366), name="supply_access_days_in_range"),
            models.CheckConstraint(
                condition=Q(expires_at__lte=F("ends_at"), expires_at__gt=F("given_at")), name="supply_access_key_ends"
            ),
        ]
        indexes = [
            models.Index(fields=["supplier", "-given_at"], name="supply_access_of_supplier"),  # its page; letters
            models.Index(
                fields=["expires_at", "id"], name="supply_access_expires", condition=Q(revoked_at=None)
            ),  # queue: about to run out
        ]

    def __str__(self) -> str:
        return f"key {self.pk}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"supplier_key:{self.pk}"
