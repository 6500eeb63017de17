"""What suppliers say: what holds now, everything they ever said, and when they spoke."""

from django.db import models
from django.db.models import F, Q


class Stream(models.Model):
    """One way in which a supplier speaks about one site, e.g. `feed:7`.

    What it repeats unchanged is not written again: `confirmed_at` says that all of it still held then. The job that lifts
    what had been held back for its age has carried confirmations through up to `lifted_at`.
    """

    name = models.CharField(max_length=40, help_text="feed:7, portal:3, push:2, person:5")
    site = models.ForeignKey("supply.Site", models.PROTECT, related_name="+")
    said_at = models.DateTimeField(help_text="the newest moment about which it said anything")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(help_text="when it last spoke, by our clock")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_to = models.BigIntegerField(default=0, help_text="the last row of an unfinished round; 0: none is under way")
    out = models.FloatField(default=0, help_text="pieces that left to others, of all items, forgotten by halves")
    days = models.FloatField(default=0, help_text="item days in which they did")
    flow_at = models.DateTimeField(help_text="as of when these two stand")

    class Meta:
        ordering = ["site_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["site", "name"], name="availability_stream_once"),
            models.CheckConstraint(condition=~Q(name=""), name="availability_stream_has_name"),
        ]
        indexes = [models.Index(fields=["heard_at", "id"], name="availability_stream_silent")]  # queue, doctor

    def __str__(self) -> str:
        return self.name


class Call(models.Model):
    """rows: one per time a stream spoke; append only. It tells how punctual a supplier's word is."""

    stream = models.ForeignKey(Stream, models.CASCADE, related_name="calls")
    observed_at = models.DateTimeField(help_text="what it said was so then")
    heard_at = models.DateTimeField()
    confirmed = models.BooleanField(default=False, help_text="all it said before still holds")
    rows = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    older = models.PositiveIntegerField(default=0, help_text="rows that came after newer ones, and were left aside")

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["stream", "-observed_at", "-id"], name="availability_call_of_stream")
        ]  # as of when

    def __str__(self) -> str:
        return f"{self.stream_id} at {self.observed_at:%Y-%m-%d %H:%M}"


class Said(models.Model):
    """What holds of one offer at one site, and what of it is let through to stock.

    The newest word counts, whatever order words arrive in; of two about the same moment the smaller number. It is seen
    again whenever its stream is confirmed. `sellable` and `written_at` (as of when the value was seen) are what the level
    in stock was last given; between `look_at` and that nothing can have changed.
    """

    offer = models.ForeignKey("supply.Offer", models.PROTECT, related_name="+")
    site = models.ForeignKey("supply.Site", models.PROTECT, related_name="+")
    variant = models.ForeignKey("catalogue.Variant", models.PROTECT, related_name="+", help_text="of the offer, then")
    stream = models.ForeignKey(Stream, models.PROTECT, related_name="said")
    quantity = models.PositiveIntegerField(null=True, blank=True, help_text="None: no longer listed")
    observed_at = models.DateTimeField()
    row = models.PositiveIntegerField(null=True, blank=True, help_text="line of the source")
    value_since = models.DateTimeField(help_text="since when it is this value")
    sellable = models.PositiveIntegerField(default=0)
    written_at = models.DateTimeField()
    look_at = models.DateTimeField(
        null=True, blank=True, help_text="when age may hold more of it back; None: nothing left"
    )
    out = models.FloatField(default=0, help_text="pieces that left to others, forgotten by halves")
    days = models.FloatField(default=0, help_text="in so many days")
    rises = models.FloatField(default=0, help_text="times it came back, forgotten by halves")
    span = models.FloatField(default=0, help_text="in so many days of being out")

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "said"
        constraints = [
            models.UniqueConstraint(fields=["site", "offer"], name="availability_said_once"),
            models.CheckConstraint(
                condition=Q(quantity=None, sellable=0) | Q(sellable__lte=F("quantity")),
                name="availability_no_more_than_said",
            ),
        ]
        indexes = [
            models.Index(fields=["variant", "site"], name="availability_said_of_variant"),  # reads
            models.Index(fields=["offer", "site"], name="availability_said_of_offer"),  # history, outcomes
            models.Index(
                fields=["look_at", "id"], name="availability_said_due", condition=Q(look_at__isnull=False)
            ),  # job
            models.Index(
                fields=["stream", "id"], name="availability_said_held", condition=Q(quantity__gt=F("sellable"))
            ),  # job: what a confirmation lifts
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of offer {self.offer_id} at site {self.site_id}"


class Heard(models.Model):
    """rows: one per change of a value, oldest first; append only."""

    offer = models.ForeignKey("supply.Offer", models.PROTECT, related_name="+")
    site = models.ForeignKey("supply.Site", models.PROTECT, related_name="+")
    stream = models.ForeignKey(Stream, models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField(null=True, blank=True, help_text="None: no longer listed")
    was = models.PositiveIntegerField(null=True, blank=True, help_text="before; None: not listed, or never said")
    observed_at = models.DateTimeField()
    row = models.PositiveIntegerField(null=True, blank=True)
    heard_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "heard"
        indexes = [
            models.Index(fields=["offer", "site", "-observed_at", "-id"], name="availability_heard_of_offer")
        ]  # history; what was said when something was ordered

    def __str__(self) -> str:
        return f"{self.quantity} of offer {self.offer_id}"
