"""The tables of people and seats. Rows that are history (ownerships, tenures, handovers) only ever get an end."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Lower
from django.db.models.lookups import LessThanOrEqual

from storecrew.kernel.people import seats
from storecrew.kernel.people.instants import EpochSeconds
from storecrew.kernel.people.types import TenureKind

COVER_AT_MOST = timedelta(days=30)
COVER_SECONDS = 30 * 24 * 3600


class PersonManager(BaseUserManager["Person"]):
    """Finds people by the address they sign in with, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Return the person of this address; raises Person.DoesNotExist."""
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser):
    """A human who signs in. Rights are not in here: they are tenures and ownerships."""

    name = models.CharField(max_length=80)
    email = models.EmailField(max_length=254, unique=True, help_text="in lower case")
    language = models.CharField(max_length=12, blank=True, help_text="empty: the browser's, then the store's")
    time_zone = models.CharField(max_length=64, blank=True, help_text="IANA name; empty: the store's")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True, help_text="from here on the person cannot sign in")
    forgotten_at = models.DateTimeField(null=True, blank=True, help_text="name and address were erased here")

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="people_person_email_in_lower_case"),
            models.CheckConstraint(
                condition=Q(forgotten_at=None) | Q(left_at__isnull=False), name="people_person_leaves_before_forgotten"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # Django declares an attribute; here it follows from the dates
        """Tell whether the person may sign in."""
        return self.left_at is None

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"person:{self.pk}"

    def get_full_name(self) -> str:
        """Return the name as others see it (Django asks for it by this name)."""
        return self.name


class DatedQuerySet[M: models.Model](models.QuerySet[M]):
    """Rows that are true in `[starts_at, ends_at)`."""

    def at(self, moment: datetime) -> "DatedQuerySet[M]":
        """Return the rows that are true at `moment` (aware, UTC)."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=moment), starts_at__lte=moment)

    def ending_after(self, moment: datetime) -> "DatedQuerySet[M]":
        """Return the rows that are true at `moment` or begin later."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=moment), Q(ends_at=None) | Q(ends_at__gt=F("starts_at")))

    def overlapping(self, starts_at: datetime, ends_at: datetime | None) -> "DatedQuerySet[M]":
        """Return the rows that are true at some instant of `[starts_at, ends_at)`; None means for ever."""
        rows = self.ending_after(starts_at)
        return rows if ends_at is None else rows.filter(starts_at__lt=ends_at)

    def update(self, **values: Any) -> int:
        """Refuse anything but an end (Django saves through here as well)."""
        if set(values) - {"ends_at"}:
            raise TypeError(f"{self.model.__name__} rows are history: close them and write a new one")
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse: what was true stays on record."""
        raise TypeError(f"{self.model.__name__} rows are history and are never deleted")


class History(models.Model):
    """A dated row of which only the end may still be written, once it is known."""

    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(
        null=True, blank=True, help_text="first instant at which it is no longer so; empty: open"
    )

    class Meta:
        abstract = True

    def close(self, at: datetime) -> None:
        """End this row at `at`; at its start or before, it never becomes true at all."""
        self.ends_at = max(at, self.starts_at)
        self.save(update_fields=["ends_at"])

    def save(self, *, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        """Insert the row, or write its end; anything else would rewrite history and raises TypeError."""
        if not self._state.adding and list(update_fields or ()) != ["ends_at"]:
            raise TypeError(f"{type(self).__name__} rows are history: close them and write a new one")
        super().save(update_fields=update_fields, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        """Refuse: what was true stays on record."""
        raise TypeError(f"{type(self).__name__} rows are history and are never deleted")


class Ownership(History):
    """Who may hand out seats. The founder at first; one person at any instant."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ownerships")
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)

    objects = DatedQuerySet["Ownership"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Value(1), condition=Q(ends_at=None), name="people_ownership_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="people_ownership_end_not_before_start"
            ),
        ]
        indexes = [models.Index(fields=["person", "starts_at"], name="people_ownership_person")]  # the resolver

    def __str__(self) -> str:
        return f"person {self.person_id} from {self.starts_at:%Y-%m-%d %H:%M}"


class Tenure(History):
    """Who holds, shares or covers which seat in `[starts_at, ends_at)`.

    An end equal to the start is the row of a tenure that was withdrawn before it began: no instant lies inside it.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tenures")
    seat = models.CharField(max_length=16, choices=seats.CHOICES)
    kind = models.CharField(max_length=8, choices=TenureKind.choices)
    reason = models.CharField(max_length=200, blank=True)
    granted_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", help_text="empty: set up with the store"
    )
    covers = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="covered_by")

    objects = DatedQuerySet["Tenure"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(seat__in=[seat.value for seat in seats.Seat]), name="people_tenure_known_seat"
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="people_tenure_end_not_before_start"
            ),
            models.CheckConstraint(
                condition=~Q(kind="cover") | (Q(ends_at__isnull=False) & Q(covers__isnull=False) & ~Q(reason="")),
                name="people_cover_has_end_and_reason",
            ),
            models.CheckConstraint(
                condition=~Q(kind="cover")
                | Q(LessThanOrEqual(EpochSeconds("ends_at"), EpochSeconds("starts_at") + COVER_SECONDS)),
                name="people_cover_at_most_30_days",
            ),
            models.CheckConstraint(condition=Q(kind="cover") | Q(covers=None), name="people_only_covers_cover"),
            models.UniqueConstraint(
                fields=["seat"], condition=Q(kind="hold", ends_at=None), name="people_tenure_one_open_holder"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "starts_at"], name="people_tenure_person"),  # the resolver; a person's page
            models.Index(fields=["seat", "starts_at"], name="people_tenure_seat"),  # the board; "who could do that"
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} {self.kind} {self.seat} from {self.starts_at:%Y-%m-%d %H:%M}"


class Agent(models.Model):
    """A program that acts for a person in one of that person's seats; it never may more than they may."""

    name = models.CharField(max_length=80)
    acts_for = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="agents")
    seat = models.CharField(max_length=16, choices=seats.CHOICES)
    scopes = models.JSONField(default=list, help_text="names of the actions and reads it may use")
    day_count = models.PositiveIntegerField(null=True, help_text="changes a day; empty: no limit")
    day_amount_minor = models.BigIntegerField(
        null=True, help_text="money it may move a day, in minor units; empty: no limit"
    )
    currency = models.CharField(max_length=3, blank=True)
    shadow = models.BooleanField(default=True, help_text="may only propose; a human decides")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    stop_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(seat__in=[seat.value for seat in seats.Seat]), name="people_agent_known_seat"
            ),
            models.CheckConstraint(
                condition=Q(day_amount_minor=None) | (Q(day_amount_minor__gte=0) & ~Q(currency="")),
                name="people_agent_amount_has_currency",
            ),
            models.UniqueConstraint(
                Lower("name"), "acts_for", condition=Q(stopped_at=None), name="people_agent_name_once_per_person"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"agent:{self.pk}"


class Token(models.Model):
    """The key of a program: a person's own, or an agent's. Only its digest is kept."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="tokens")
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, null=True, related_name="tokens")
    name = models.CharField(max_length=80, blank=True)
    prefix = models.CharField(max_length=16, help_text="what is shown of it")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the whole token")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True, help_text="to the minute")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, agent__isnull=False) | Q(person__isnull=False, agent=None),
                name="people_token_of_one_bearer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}…"


class AgentUse(models.Model):
    """One change an agent made, written in the change's own transaction: what its day limits count."""

    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="uses")
    at = models.DateTimeField()
    run = models.CharField(max_length=32, help_text="uid of the audit entry")
    amount_minor = models.BigIntegerField(default=0, help_text="in the currency of the agent's limit")

    class Meta:
        indexes = [models.Index(fields=["agent", "at"], name="people_agent_use_day")]  # the day so far

    def __str__(self) -> str:
        return f"agent {self.agent_id} at {self.at:%Y-%m-%d %H:%M}"


class Invite(models.Model):
    """A link that lets one address in, once. Its secret, a signature over `uid`, is not kept (`invitations`)."""

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=12, blank=True)
    seats = models.JSONField(default=list, help_text="rows of {seat, kind} given on acceptance")
    uid = models.CharField(max_length=32, unique=True)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="people_invite_one_open_per_address",
            ),
        ]

    def __str__(self) -> str:
        return f"invite {self.pk}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"invite:{self.pk}"


class Handover(models.Model):
    """The receipt of one seat, or of all seats of a leaver, passing from one person to others. Never changed.

    `receipt` holds one row a seat, as things stood at that moment: what each room had open, and who has it now.
    """

    from_person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="handed_over")
    at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    leaves = models.BooleanField(default=False, help_text="the person left the store with it")
    receipt = models.JSONField(default=list)
    done_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"handover {self.pk}"

    @property
    def subject(self) -> str:
        """Return the name that audit rows and events use."""
        return f"handover:{self.pk}"


class Signature(models.Model):
    """That a person has read a handover receipt and stands by it."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="signatures")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handover", "person"], name="people_signature_once"),
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} on handover {self.handover_id}"
