"""Checks of the machine: its disk, clock, time zones, pictures and the installation's key."""

import shutil
import stat
import time
import zoneinfo
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from PIL import features

from storecrew.kernel.jobs.health import Finding, Level, check

DISK_BAD, DISK_WARN = 512 * 2**20, 2 * 2**30
SKEW_WARN = timedelta(seconds=2)
SKEW_BAD = timedelta(seconds=30)


@check("machine.disk")
def disk(now: datetime) -> Iterator[Finding]:
    """Is there room to write in the data folder?"""
    usage = shutil.disk_usage(settings.DATA)
    room = _("%(free).1f GB free of %(total).0f GB") % {"free": usage.free / 1e9, "total": usage.total / 1e9}
    remedy = _("Make room on the disk, or move the data folder to a larger one and say so in STORECREW_DATA.")
    if usage.free < DISK_BAD:
        yield Finding(Level.BAD, _("The disk is almost full: %(room)s.") % {"room": room}, remedy)
    elif usage.free < DISK_WARN:
        yield Finding(Level.WARN, _("The disk is getting full: %(room)s.") % {"room": room}, remedy)
    else:
        yield Finding(Level.GOOD, _("Disk: %(room)s.") % {"room": room})


@check("machine.key")
def key(now: datetime) -> Iterator[Finding]:
    """Is the installation's key there, and for its owner's eyes only?"""
    path: Path = settings.DATA / "secret.key"
    if not path.exists():
        yield Finding(
            Level.BAD,
            _("The installation's key is missing: %(path)s.") % {"path": path},
            _("Put it back from a backup. A new one signs everybody out and leaves stored secrets unreadable."),
        )
        return
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        yield Finding(
            Level.BAD,
            _("Others on this machine can read the installation's key (mode %(mode)o).") % {"mode": mode},
            f"chmod 600 {path}",
        )
    else:
        yield Finding(Level.GOOD, _("The installation's key is for its owner only."))


@check("machine.clock")
def clock(now: datetime) -> Iterator[Finding]:
    """Does this machine's clock agree with the database's, and does it run evenly?"""
    skew = abs(_database_now() - datetime.now(tz=now.tzinfo))
    wall, steady = time.time(), time.monotonic()
    time.sleep(0.05)
    jump = timedelta(seconds=abs((time.time() - wall) - (time.monotonic() - steady)))
    worst = max(skew, jump)
    if worst < SKEW_WARN:
        yield Finding(Level.GOOD, _("Clock: %(ms)d ms from the database's.") % {"ms": skew / timedelta(milliseconds=1)})
        return
    yield Finding(
        Level.BAD if worst > SKEW_BAD else Level.WARN,
        _("This machine's clock is %(s).1f s from the database's.") % {"s": worst.total_seconds()},
        _("Let both machines set their clocks by themselves: timedatectl set-ntp true"),
    )


def _database_now() -> datetime:
    question = {
        "postgresql": "SELECT clock_timestamp()",
        "sqlite": "SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00')",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(question)
        (answer,) = cursor.fetchone()
    return answer if isinstance(answer, datetime) else datetime.fromisoformat(answer)


@check("machine.time_zones")
def time_zones(now: datetime) -> Iterator[Finding]:
    """Are the rules of time zones there? Promises and working hours rest on them."""
    needed = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
    missing = sorted(set(needed) - zoneinfo.available_timezones())
    if missing:
        yield Finding(
            Level.BAD,
            _("Time zones are missing on this machine: %(names)s.") % {"names": ", ".join(missing)},
            "apt install tzdata",
        )
    else:
        yield Finding(Level.GOOD, _("Time zone data is there."))


@check("machine.pictures")
def pictures(now: datetime) -> Iterator[Finding]:
    """Can pictures be made in the forms that browsers like best?"""
    forms = {"WebP": "webp", "AVIF": "avif"}
    lacking = [name for name, feature in forms.items() if not features.check(feature)]
    if lacking:
        yield Finding(
            Level.WARN,
            _("Pictures cannot be written as %(names)s; pages get heavier.") % {"names": ", ".join(lacking)},
            _("Install Pillow from its wheel, which brings both: remove .venv and run make again."),
        )
    else:
        yield Finding(Level.GOOD, _("Pictures can be written as WebP and AVIF."))
