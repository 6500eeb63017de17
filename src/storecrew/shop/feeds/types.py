"""What other rooms may hold of feeds: kinds and states, by their codes."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

STREAM = "feed:{}"
"""What the stream of a source is called in the availability room."""


class Kind(models.TextChoices):
    """How a source speaks."""

    UPLOAD = "upload", pgettext_lazy("source", "Files sent by hand")
    FOLDER = "folder", pgettext_lazy("source", "A watched folder")
    WEB = "web", pgettext_lazy("source", "An address that is asked")
    SFTP = "sftp", pgettext_lazy("source", "A file on an SFTP server")
    MAIL = "mail", pgettext_lazy("source", "Attachments that come by e-mail")
    STORECREW = "storecrew", pgettext_lazy("source", "Another Storecrew")
    PUSH = "push", pgettext_lazy("source", "They push to us")


ASKED = frozenset({Kind.WEB, Kind.FOLDER, Kind.SFTP, Kind.MAIL, Kind.STORECREW})
"""Kinds that are asked by us."""


class Scope(models.TextChoices):
    """How much of a supplier's stock a file tells of. What a whole one leaves out is no longer listed."""

    WHOLE = "whole", pgettext_lazy("version", "everything they have")
    PART = "part", pgettext_lazy("version", "some of it")
    BACK = "back", pgettext_lazy("version", "an earlier version again")
    AGAIN = "again", pgettext_lazy("version", "for offers that are new here")


class State(models.TextChoices):
    """How far a version is."""

    WAITING = "waiting", pgettext_lazy("version", "waits for the one before")
    MAPPING = "mapping", pgettext_lazy("version", "waits to be told what its columns mean")
    READING = "reading", pgettext_lazy("version", "being read")
    HELD = "held", pgettext_lazy("version", "held: somebody has to look")
    APPLYING = "applying", pgettext_lazy("version", "being applied")
    ACCEPTED = "accepted", pgettext_lazy("version", "holds")
    REPLACED = "replaced", pgettext_lazy("version", "replaced by a newer one")
    SAME = "same", pgettext_lazy("version", "nothing new in it")
    OVERTAKEN = "overtaken", pgettext_lazy("version", "overtaken by a newer one")
    REFUSED = "refused", pgettext_lazy("version", "refused")
    UNREADABLE = "unreadable", pgettext_lazy("version", "cannot be read")
    STOPPED = "stopped", pgettext_lazy("version", "stopped half-way")
    UNDOING = "undoing", pgettext_lazy("version", "being taken back")
    UNDONE = "undone", pgettext_lazy("version", "taken back")


BUSY = frozenset({State.READING, State.APPLYING, State.STOPPED, State.UNDOING})
"""States in which a version has its source to itself."""
OPEN = BUSY | {State.WAITING, State.MAPPING, State.HELD}
"""States in which it is not decided yet whether a version will hold."""
HELD_GOOD = frozenset({State.ACCEPTED, State.REPLACED})
"""States of versions that hold or held, and can be gone back to."""


class Outcome(models.TextChoices):
    """What an arrival brought."""

    NEW = "new", pgettext_lazy("arrival", "new content")
    SAME = "same", pgettext_lazy("arrival", "the same as before")
    FAILED = "failed", pgettext_lazy("arrival", "failed")
    LATE = "late", pgettext_lazy("arrival", "older than what is known")
    NONE = "none", pgettext_lazy("arrival", "nothing to take in it")


class Trip(StrEnum):
    """Why the breaker opened."""

    COLUMNS = "columns_gone"
    FEWER = "fewer_rows"
    EMPTY = "no_rows"
    ZEROS = "all_zeros"
    DEARER = "prices_times_100"
    CHEAPER = "prices_by_100"
    BAD = "many_bad_rows"


class Health(models.TextChoices):
    """How a source is."""

    FINE = "fine", pgettext_lazy("source", "speaks")
    NEW = "new", pgettext_lazy("source", "has not spoken yet")
    SILENT = "silent", pgettext_lazy("source", "silent for a day")
    DEAD = "dead", pgettext_lazy("source", "dead for three days")
    FAILING = "failing", pgettext_lazy("source", "cannot be reached")
    HELD = "held", pgettext_lazy("source", "held by the breaker")
    PAUSED = "paused", pgettext_lazy("source", "paused")


LABELS = {
    Trip.COLUMNS: _("Columns are gone"),
    Trip.FEWER: _("Far fewer rows than usual"),
    Trip.EMPTY: _("No rows at all"),
    Trip.ZEROS: _("Almost everything became zero"),
    Trip.DEARER: _("Prices a hundred times as high"),
    Trip.CHEAPER: _("Prices a hundredth of what they were"),
    Trip.BAD: _("Too many rows cannot be read"),
}
