"""What providers told us by themselves: stored first, understood afterwards."""

from django.db import models
from django.db.models import Q

from storecrew.shop.payments.models.payments import Payment
from storecrew.shop.payments.models.providers import Provider


class Notice(models.Model):
    """One message. It is never believed by itself: it makes us ask the provider how things stand.

    Forged ones are kept, cut short, so that an attack can be seen; they lead to nothing.
    """

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="notices")
    uid = models.CharField(max_length=120, blank=True, help_text="the provider's own id of the message")
    genuine = models.BooleanField(help_text="its signature fits")
    topic = models.CharField(max_length=80, blank=True)
    about = models.CharField(max_length=120, blank=True, help_text="the provider's id of what it is about")
    token = models.CharField(max_length=40, blank=True, help_text="our own name of the payment, where it tells")
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, blank=True, related_name="notices")
    raw = models.TextField()
    why = models.CharField(max_length=200, blank=True, help_text="why it was not taken, or what came of it")
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "uid"], condition=Q(genuine=True), name="payments_notice_once"),
            models.CheckConstraint(condition=Q(genuine=False) | ~Q(uid=""), name="payments_notice_genuine_has_uid"),
        ]
        indexes = [
            models.Index(fields=["provider", "-id"], name="payments_notice_log"),  # a provider's log
            models.Index(
                fields=["payment", "id"], name="payments_notice_open", condition=Q(handled_at=None, genuine=True)
            ),  # what a look at the provider settles
            models.Index(
                fields=["received_at"], name="payments_notice_unhandled", condition=Q(handled_at=None, genuine=True)
            ),  # what hangs
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.uid}"
