"""People at suppliers, and how they are reached."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.shop.supply.models.suppliers import Supplier


class Contact(models.Model):
    """Somebody who works at a supplier. Of a birthday only the day is kept: it is there to be congratulated on."""

    supplier = models.ForeignKey(Supplier, models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=80, blank=True, help_text="in their words, e.g. 跟单")
    language = models.CharField(max_length=12, blank=True, help_text="empty: the supplier's")
    birth_month = models.PositiveSmallIntegerField(null=True, blank=True)
    birth_day = models.PositiveSmallIntegerField(null=True, blank=True)
    primary = models.BooleanField(default=False, help_text="who is asked first")
    note = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True, help_text="no longer works there")

    class Meta:
        ordering = ["supplier_id", "-primary", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="supply_contact_has_name"),
            models.UniqueConstraint(
                fields=["supplier"], condition=Q(primary=True, left_at=None), name="supply_one_primary_contact"
            ),
            models.CheckConstraint(
                condition=Q(birth_month=None, birth_day=None)
                | Q(birth_month__gte=1, birth_month__lte=12, birth_day__gte=1, birth_day__lte=31),
                name="supply_contact_birthday_is_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["birth_month", "birth_day"], name="supply_contact_birthday"),  # whose is coming up
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """Return the name that audit rows use."""
        return f"contact:{self.pk}"


class ChannelKind(models.TextChoices):
    """Ways to reach somebody."""

    PHONE = "phone", _("Telephone")
    WECHAT = "wechat", _("WeChat")
    EMAIL = "email", _("E-mail")
    WHATSAPP = "whatsapp", "WhatsApp"
    DINGTALK = "dingtalk", _("DingTalk")
    QQ = "qq", "QQ"
    TELEGRAM = "telegram", "Telegram"
    LINE = "line", "LINE"
    OTHER = "other", pgettext_lazy("channel", "Other")


class Channel(models.Model):
    """One way to reach a contact, the best one first."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="channels")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=ChannelKind)
    address = models.CharField(max_length=254, help_text="number, name or address; e-mail in lower case")

    class Meta:
        ordering = ["contact_id", "position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ChannelKind.values), name="supply_channel_kind_known"),
            models.CheckConstraint(condition=~Q(address=""), name="supply_channel_has_address"),
            models.UniqueConstraint(fields=["contact", "kind", "address"], name="supply_channel_once"),
        ]
        indexes = [
            models.Index(fields=["kind", "address"], name="supply_channel_address"),  # whose mail or call this is
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.address}"
