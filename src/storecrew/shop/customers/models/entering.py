"""How customers come in: identities, links by mail, sessions. Nothing here opens a door by itself: secrets are hashed."""

from django.db import models
from django.db.models import F, Q

from storecrew.shop.customers.models.people import Customer


class IdentityKind(models.TextChoices):
    """Ways to sign in."""

    LINK = "link"
    PASSWORD = "password"  # noqa: S105  the name of a kind


class Identity(models.Model):
    """A way in that a customer has. Whoever has one has an account; guests have none."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=8, choices=IdentityKind)
    secret = models.CharField(max_length=200, blank=True, help_text="a password as Django's hashers keep it")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "kind"], name="customers_identity_one_of_a_kind"),
            models.CheckConstraint(
                condition=Q(kind=IdentityKind.LINK, secret="") | (Q(kind=IdentityKind.PASSWORD) & ~Q(secret="")),
                name="customers_identity_password_has_secret",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.customer_id}"


class LinkPurpose(models.TextChoices):
    """What a link by mail is for."""

    ENTER = "enter"
    EMAIL = "email"


class SignInLink(models.Model):
    """A link by mail: proves that who opens it reads the mail of `email`. Single use.

    The row is not enough to make the link: it is the `uid` under the installation's signature. Whether the address is
    known is looked at when the link is used, not when it is asked for, so that asking tells nobody anything.
    """

    uid = models.CharField(max_length=32, unique=True)
    purpose = models.CharField(max_length=5, choices=LinkPurpose)
    email = models.EmailField(max_length=254, help_text="where it is sent, in lower case")
    customer = models.ForeignKey(
        Customer, models.CASCADE, null=True, related_name="+", help_text="whose address changes"
    )
    name = models.CharField(max_length=200, blank=True, help_text="what a new customer said of themselves")
    language = models.CharField(max_length=12, blank=True)
    wishes = models.JSONField(default=list, help_text="consents that begin to hold once the address is proved")
    go_on = models.CharField(max_length=300, blank=True, help_text="the page they wanted, inside the store")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="customers_link_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(purpose=LinkPurpose.ENTER) | Q(customer__isnull=False),
                name="customers_link_change_has_customer",
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], name="customers_link_expired")]  # sweeping

    def __str__(self) -> str:
        return f"{self.purpose} link {self.pk}"


class Session(models.Model):
    """A browser in which a customer is signed in; apart from the crew's sessions in every respect."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="sessions")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token in the cookie")
    device = models.CharField(max_length=120, blank=True, help_text="what the browser calls itself, shortened")
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-seen_at", "-id"]
        indexes = [models.Index(fields=["expires_at"], name="customers_session_expired")]  # sweeping

    def __str__(self) -> str:
        return f"session {self.pk} of {self.customer_id}"
