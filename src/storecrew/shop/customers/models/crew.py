"""What the crew writes on a customer: tags and notes."""

from django.db import models

from storecrew.shop.customers.models.people import Customer


class Tag(models.Model):
    """A free word."""

    name = models.CharField(max_length=60)
    key = models.CharField(max_length=60, unique=True, help_text="the name folded: VIP and vip are one")

    def __str__(self) -> str:
        return self.name


class CustomerTag(models.Model):
    """A word on a customer."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="tag_rows")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="customer_rows")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["customer", "tag"], name="customers_tag_once")]

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.customer_id}"


class Note(models.Model):
    """What one of the crew wrote down. `private` ones are not for marketing: complaints, illness, quarrels."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="notes")
    text = models.TextField(max_length=4000)
    private = models.BooleanField(default=False)
    by = models.CharField(max_length=80, help_text="the actor, as audit rows name them")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"note {self.pk} on {self.customer_id}"
