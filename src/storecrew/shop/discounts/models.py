"""Coupons, the codes buyers type, what they hold for, and every use."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a coupon does."""

    PERCENT = "percent", _("Percentage off")
    AMOUNT = "amount", _("Amount off")
    SHIPPING = "shipping", _("Free shipping")
    BUY_GET = "buy_get", _("Buy some, get some")


class Coupon(models.Model):
    """What is taken off, for whom, from when to when. Amounts by currency are JSON: ISO 4217 code → minor units."""

    title = models.CharField(max_length=120, help_text="buyers see it beside the amount")
    kind = models.CharField(max_length=8, choices=Kind)
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    amounts = models.JSONField(default=dict, blank=True, help_text="what an amount coupon takes off, by currency")
    most = models.JSONField(default=dict, blank=True, help_text="the most a percentage takes off, by currency")
    buy_quantity = models.PositiveSmallIntegerField(null=True, blank=True)
    get_quantity = models.PositiveSmallIntegerField(null=True, blank=True)
    automatic = models.BooleanField(default=False, help_text="needs no code")
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    min_amounts = models.JSONField(
        default=dict, blank=True, help_text="least value of the goods it looks at, by currency"
    )
    min_quantity = models.PositiveIntegerField(default=0, help_text="fewest pieces of the goods it looks at")
    customer_tags = models.JSONField(default=list, blank=True, help_text="any of them; empty: everybody")
    first_order = models.BooleanField(default=False, help_text="only for who has not ordered before")
    countries = models.JSONField(default=list, blank=True, help_text="only for what is sent there; empty: everywhere")
    stacks_with = models.JSONField(
        default=list, blank=True, help_text="classes it goes together with: goods order shipping"
    )
    priority = models.SmallIntegerField(
        default=0, help_text="of two that cannot go together and save the same: higher first"
    )
    total_limit = models.PositiveIntegerField(null=True, blank=True, help_text="uses in all; None: no limit")
    per_customer_limit = models.PositiveIntegerField(null=True, blank=True)
    used = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=500, blank=True, help_text="for the crew")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="discounts_coupon_has_title"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="discounts_coupon_kind_known"),
            models.CheckConstraint(
                condition=Q(total_limit=None) | Q(used__lte=F("total_limit")), name="discounts_coupon_within_limit"
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.PERCENT) | Q(percent__gt=0, percent__lte=100), name="discounts_coupon_percent"
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.BUY_GET) | Q(buy_quantity__gte=1, get_quantity__gte=1, percent__gt=0),
                name="discounts_coupon_buy_get",
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(starts_at__lt=F("ends_at")),
                name="discounts_coupon_ends_after_it_starts",
            ),
        ]
        indexes = [
            models.Index(
                fields=["ends_at"], condition=Q(automatic=True), name="discounts_coupon_automatic"
            ),  # each quote: what applies without a code
            models.Index(fields=["-created_at", "-id"], name="discounts_coupon_list"),  # the console's list
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"coupon:{self.pk}"


class Code(models.Model):
    """What buyers type for a coupon. `key` is how it is compared: width, case, blanks and dashes do not count."""

    coupon = models.ForeignKey(Coupon, models.CASCADE, related_name="codes")
    key = models.CharField(max_length=40, unique=True)
    shown = models.CharField(max_length=40, help_text="as it is printed")
    use_limit = models.PositiveIntegerField(null=True, blank=True, help_text="None: only the coupon's own limits")
    used = models.PositiveIntegerField(default=0)
    batch = models.CharField(max_length=40, blank=True, help_text="the run that generated it together with others")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(key=""), name="discounts_code_not_empty"),
            models.CheckConstraint(
                condition=Q(use_limit=None) | Q(used__lte=F("use_limit")), name="discounts_code_within_limit"
            ),
        ]
        indexes = [models.Index(fields=["coupon", "id"], name="discounts_code_list")]  # a coupon's codes, page by page

    def __str__(self) -> str:
        return self.shown


class Condition(models.Model):
    """Goods that a coupon is about. Several of one role are alternatives; no `goods` at all: everything in the shop."""

    class Role(models.TextChoices):
        """What the goods have to do with it."""

        GOODS = "goods", _("what it looks at, and takes something off")
        BUT = "but", _("what it never takes anything off")
        GET = "get", _("what one gets, when it is not the same as what one buys")

    class Target(models.TextChoices):
        """Kinds of goods."""

        PRODUCT = "product", _("Product")
        VARIANT = "variant", _("Variant")
        COLLECTION = "collection", _("Collection")
        CATEGORY = "category", _("Category")

    coupon = models.ForeignKey(Coupon, models.CASCADE, related_name="conditions")
    role = models.CharField(max_length=5, choices=Role, default=Role.GOODS)
    target = models.CharField(max_length=10, choices=Target)
    number = models.BigIntegerField(help_text="of the product, variant, collection or category")

    class Meta:
        ordering = ["coupon_id", "role", "target", "number"]
        constraints = [
            models.UniqueConstraint(fields=["coupon", "role", "target", "number"], name="discounts_condition_once")
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.target}:{self.number}"


class Use(models.Model):
    """An order that used a coupon. Given back when the order was cancelled; kept, since history rests on it."""

    coupon = models.ForeignKey(Coupon, models.PROTECT, related_name="uses")
    code = models.ForeignKey(Code, models.PROTECT, null=True, blank=True, related_name="uses")
    order = models.CharField(max_length=60, help_text="subject, e.g. order:12")
    customer = models.BigIntegerField(null=True, blank=True)
    buyers = models.JSONField(default=list, help_text="under which names it was counted, see `Tally.buyer`")
    saved_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    used_at = models.DateTimeField()
    given_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "coupon"], condition=Q(given_back_at=None), name="discounts_use_once_per_order"
            ),
            models.CheckConstraint(condition=Q(saved_minor__gte=0), name="discounts_use_saved_not_negative"),
        ]
        indexes = [
            models.Index(fields=["coupon", "-used_at", "-id"], name="discounts_use_list"),  # a coupon's report
            models.Index(fields=["order"], name="discounts_use_order"),  # give_back
        ]

    def __str__(self) -> str:
        return f"{self.coupon_id} by {self.order}"


class Tally(models.Model):
    """How often one buyer has used a coupon. `at_most` is the limit that held at the last use."""

    coupon = models.ForeignKey(Coupon, models.CASCADE, related_name="tallies")
    buyer = models.CharField(max_length=80, help_text="customer:5, or mail: and a keyed hash of the folded address")
    used = models.PositiveIntegerField(default=0)
    at_most = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [
            models.UniqueConstraint(fields=["coupon", "buyer"], name="discounts_tally_once"),
            models.CheckConstraint(
                condition=Q(at_most=None) | Q(used__lte=F("at_most")), name="discounts_tally_within_limit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.buyer}: {self.used}"
