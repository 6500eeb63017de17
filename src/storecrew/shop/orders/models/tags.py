"""Tags: the crew's own words for orders."""

from django.db import models
from django.db.models import Q

from storecrew.shop.orders.models.orders import Order


class Tag(models.Model):
    """A word; `key` is how it is compared, `name` how it was written first."""

    key = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["key"]
        constraints = [models.CheckConstraint(condition=~Q(key="") & ~Q(name=""), name="orders_tag_has_name")]

    def __str__(self) -> str:
        return self.name


class OrderTag(models.Model):
    """That an order has a tag."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="tags")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="orders")

    class Meta:
        ordering = ["tag__key", "id"]
        constraints = [models.UniqueConstraint(fields=["order", "tag"], name="orders_tag_once")]

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.order_id}"
