"""Keeping in touch: how often, when it was, whom to congratulate, who owes whom."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Rhythm(models.Model):
    """How often one speaks with suppliers of a tier. Without a row `cadence.USUAL` holds."""

    tier = models.CharField(max_length=1, primary_key=True)
    days = models.PositiveSmallIntegerField()
    greets = models.BooleanField(default=True, help_text="greetings are drafted for their people")

    class Meta:
        ordering = ["tier"]
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=366), name="suppliers_rhythm_in_range")
        ]

    def __str__(self) -> str:
        return f"{self.tier}: {self.days} days"


class Care(models.Model):
    """What is special about keeping in touch with one supplier. `later`: not before that day, whatever the rhythm says."""

    supplier = models.OneToOneField("supply.Supplier", models.CASCADE, primary_key=True, related_name="+")
    days = models.PositiveSmallIntegerField(null=True, blank=True, help_text="a rhythm of their own; None: the tier's")
    later = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(days=None) | Q(days__gte=1, days__lte=366), name="suppliers_care_days_in_range"
            )
        ]

    def __str__(self) -> str:
        return f"care of {self.supplier_id}"


class Way(models.TextChoices):
    """How one spoke."""

    CALL = "call", pgettext_lazy("contact", "Call")
    WECHAT = "wechat", _("WeChat")
    MAIL = "mail", pgettext_lazy("contact", "E-mail")
    VISIT = "visit", pgettext_lazy("contact", "Visit")
    MEETING = "meeting", pgettext_lazy("contact", "Meeting")
    PORTAL = "portal", pgettext_lazy("contact", "Their link")
    ORDER = "order", pgettext_lazy("contact", "About an order")
    OTHER = "other", pgettext_lazy("contact", "Otherwise")


class Direction(models.TextChoices):
    """Who spoke."""

    OURS = "ours", pgettext_lazy("contact", "we")
    THEIRS = "theirs", pgettext_lazy("contact", "they")
    BOTH = "both", pgettext_lazy("contact", "both")


class Touch(models.Model):
    """rows: one per contact that really happened; append only. The newest one begins the rhythm anew."""

    supplier = models.ForeignKey("supply.Supplier", models.CASCADE, related_name="+")
    contact = models.ForeignKey("supply.Contact", models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    way = models.CharField(max_length=8, choices=Way)
    direction = models.CharField(max_length=6, choices=Direction)
    note = models.TextField(blank=True)
    about = models.CharField(max_length=80, blank=True, help_text="what it was about, e.g. dropship:3")
    key = models.CharField(max_length=120, unique=True, help_text="names it to the house: the same key, one contact")
    by = models.CharField(max_length=80, help_text="as audit rows name actors")

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name_plural = "touches"
        constraints = [
            models.CheckConstraint(
                condition=Q(way__in=Way.values, direction__in=Direction.values), name="suppliers_touch_words_known"
            )
        ]
        indexes = [models.Index(fields=["supplier", "-at", "-id"], name="suppliers_touch_last")]  # when one last spoke

    def __str__(self) -> str:
        return f"{self.way} {self.at:%Y-%m-%d}"


class GreetingState(models.TextChoices):
    """What became of a draft. Nothing but a person moves it on."""

    DRAFT = "draft", pgettext_lazy("greeting", "To be written")
    MAILED = "mailed", pgettext_lazy("greeting", "Sent by e-mail")
    COPIED = "copied", pgettext_lazy("greeting", "Sent by hand")
    LEFT = "left", pgettext_lazy("greeting", "Not this time")


class Greeting(models.Model):
    """A greeting for somebody at a supplier, on a day. Drafted by the clock, edited and sent by a person."""

    supplier = models.ForeignKey("supply.Supplier", models.CASCADE, related_name="+")
    contact = models.ForeignKey("supply.Contact", models.CASCADE, related_name="+")
    occasion = models.CharField(max_length=20, help_text="see festivals.Occasion")
    on = models.DateField()
    language = models.CharField(max_length=12)
    text = models.TextField()
    state = models.CharField(max_length=6, choices=GreetingState, default=GreetingState.DRAFT)
    drafted_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["contact", "occasion", "on"], name="suppliers_greeting_once"),
            models.CheckConstraint(condition=Q(state__in=GreetingState.values), name="suppliers_greeting_state_known"),
            models.CheckConstraint(
                condition=Q(state="draft", done_at=None) | (~Q(state="draft") & Q(done_at__isnull=False)),
                name="suppliers_greeting_done_when_over",
            ),
        ]
        indexes = [models.Index(fields=["state", "on", "id"], name="suppliers_greeting_due")]  # what is to be written

    def __str__(self) -> str:
        return f"{self.occasion} {self.on}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows use."""
        return f"greeting:{self.pk}"


class FavourState(models.TextChoices):
    """Whether it was made up for."""

    OPEN = "open", pgettext_lazy("favour", "Open")
    EVEN = "even", pgettext_lazy("favour", "Made up for")
    WAIVED = "waived", pgettext_lazy("favour", "Nothing is owed")


class Owes(models.TextChoices):
    """Who owes whom."""

    WE = "we", pgettext_lazy("favour", "We owe them")
    THEY = "they", pgettext_lazy("favour", "They owe us")
    NOBODY = "nobody", pgettext_lazy("favour", "Nobody owes anything")


class Favour(models.Model):
    """Help that one gave the other: a rush order squeezed in, a customer passed on, money lent for a week."""

    supplier = models.ForeignKey("supply.Supplier", models.CASCADE, related_name="+")
    contact = models.ForeignKey("supply.Contact", models.SET_NULL, null=True, blank=True, related_name="+")
    what = models.CharField(max_length=300)
    asked = models.BooleanField(help_text="we asked them for it; else they asked us, or it was offered")
    owes = models.CharField(max_length=6, choices=Owes)
    on = models.DateField()
    due_on = models.DateField(null=True, blank=True, help_text="until when it is to be made up for")
    state = models.CharField(max_length=6, choices=FavourState, default=FavourState.OPEN)
    how_ended = models.CharField(max_length=300, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="suppliers_favour_says_what"),
            models.CheckConstraint(
                condition=Q(owes__in=Owes.values, state__in=FavourState.values), name="suppliers_favour_words_known"
            ),
        ]
        indexes = [models.Index(fields=["supplier", "state", "-on", "-id"], name="suppliers_favour_of")]  # their page

    def __str__(self) -> str:
        return self.what[:60]

    @property
    def subject(self) -> str:
        """Return the name that audit rows use."""
        return f"favour:{self.pk}"
