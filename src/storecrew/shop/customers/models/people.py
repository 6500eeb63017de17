"""Customers and their address books."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from storecrew.shop.addresses.types import Address as PostalAddress


class CustomerQuerySet(models.QuerySet["Customer"]):
    """Customers by what they are."""

    def present(self) -> Self:
        """Return those who are still themselves: neither merged into another record nor forgotten."""
        return self.filter(merged_into=None, forgotten_at=None)

    def with_account(self) -> Self:
        """Return those who can sign in."""
        from storecrew.shop.customers.models.entering import Identity  # noqa: PLC0415  its table points here

        return self.filter(Exists(Identity.objects.filter(customer=OuterRef("pk"))))


class Customer(models.Model):
    """One person or firm that buys, or asked to hear from the store.

    A merged record stays, empty, and points at the one it went into; a forgotten one stays without anything personal,
    so that orders and books remain whole.
    """

    email = models.EmailField(max_length=254, blank=True, help_text="in lower case; empty: not known")
    phone = models.CharField(max_length=40, blank=True, help_text="digits, + in front when international")
    phone_end = models.CharField(max_length=4, blank=True, help_text="the last four digits: how people name a number")
    mailbox = models.CharField(max_length=254, blank=True, help_text="the e-mail without dots and tags that go nowhere")
    name = models.CharField(max_length=200, blank=True)
    search = models.CharField(max_length=460, blank=True, help_text="name and e-mail folded, for finding")
    language = models.CharField(max_length=12, blank=True, help_text="empty: the store's first")
    country = models.CharField(max_length=2, blank=True, help_text="where they have things sent; empty: not known")
    takes_newsletter = models.BooleanField(default=False, help_text="what the newest consent says")
    takes_texts = models.BooleanField(default=False, help_text="what the newest consent says")
    source = models.CharField(
        max_length=40, help_text="where they came from: checkout, account, crew, an import's system"
    )
    outside_id = models.CharField(max_length=80, blank=True, help_text="what the source calls them")
    email_proved_at = models.DateTimeField(null=True, help_text="they opened a link that was sent there")
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, help_text="the last time they did something here themselves")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    forgotten_at = models.DateTimeField(null=True, help_text="everything personal was erased here")

    objects: ClassVar[CustomerQuerySet] = CustomerQuerySet.as_manager()  # type: ignore[assignment]  # Django's way of giving a query set methods

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="customers_customer_email_once"),
            models.UniqueConstraint(
                fields=["source", "outside_id"],
                condition=~Q(outside_id=""),
                name="customers_customer_once_per_source",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=models.F("id")),
                name="customers_customer_not_into_itself",
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at=None) | Q(email="", mailbox="", phone="", name="", search=""),
                name="customers_customer_forgotten_is_blank",
            ),
        ]
        indexes = [
            models.Index(fields=["phone"], name="customers_customer_phone"),  # recognising, duplicates
            models.Index(fields=["phone_end"], name="customers_customer_phone_end"),  # "the one ending in 8000"
            models.Index(fields=["mailbox"], name="customers_customer_mailbox"),  # duplicates
            models.Index(fields=["created_at", "id"], name="customers_customer_newest"),  # the list
            models.Index(fields=["seen_at", "id"], name="customers_customer_seen"),  # the list by last seen
            models.Index(fields=["name", "id"], name="customers_customer_name"),  # the list by name, duplicates
        ]

    def __str__(self) -> str:
        return self.name or self.email or self.phone or self.subject

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use; customers act under it too."""
        return f"customer:{self.pk}"


class Address(models.Model):
    """One address of a customer's book. Orders keep copies of their own, so removing one here loses nothing."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="addresses")
    data = models.JSONField(help_text="an Address of the addresses room, checked")
    fingerprint = models.CharField(max_length=64, help_text="of the data: the same address is kept once")
    default_shipping = models.BooleanField(default=False)
    default_billing = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-default_shipping", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["customer", "fingerprint"], name="customers_address_once"),
            models.UniqueConstraint(
                fields=["customer"], condition=Q(default_shipping=True), name="customers_address_one_shipping"
            ),
            models.UniqueConstraint(
                fields=["customer"], condition=Q(default_billing=True), name="customers_address_one_billing"
            ),
        ]
        indexes = [models.Index(fields=["fingerprint"], name="customers_address_same")]  # duplicates

    def __str__(self) -> str:
        return f"address {self.pk} of {self.customer_id}"

    @property
    def postal(self) -> PostalAddress:
        """Return it as the addresses room knows it."""
        return PostalAddress.model_validate(self.data)
