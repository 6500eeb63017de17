"""`storecrew demo`: a finished store to look at, made once in a folder of its own and kept until it is reset."""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.utils import timezone
from django.utils.translation import gettext as _

from storecrew.config import demo as content
from storecrew.fronts.cli import readiness, stage, up
from storecrew.kernel.events.drain import drain


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `demo`."""
    text = _("look at a finished store, with people to sign in as; it never sends mail and has a folder of its own")
    parser = commands.add_parser("demo", help=text, description=text)
    parser.add_argument("--reset", action="store_true", help=_("throw the demo away and make it anew"))
    parser.add_argument(
        "--orders",
        type=int,
        default=content.ORDERS,
        metavar="N",
        help=_("how many orders of the last twelve months it is made with; %(default)s unless you say so"),
    )
    parser.add_argument("--build-only", action="store_true", help=_("make it, and do not run it"))
    up.add_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Make the demo store when it is not there, then run it."""
    folder = os.environ.pop(stage.UNDER_CONSTRUCTION, "")
    if folder:
        _build(timezone.now().replace(minute=0, second=0, microsecond=0), options.orders)
        _put_in_place(Path(folder))
        _start_again(folder, build_only=options.build_only)
    if options.build_only:
        return 0
    return up.serve(options, _greeting(settings.DATA))


def _build(now: datetime, orders: int) -> None:
    print(_("Making the demo store, once …"), flush=True)
    call_command("migrate", verbosity=0, interactive=False)
    people = content.build(now, orders=orders)
    drain(now)  # the rooms have heard of everything that happened so far, as they would have
    readiness.collect_static()
    told = {"made_at": now.isoformat(), "people": [asdict(person) for person in people]}
    (settings.DATA / stage.DEMO_MARK).write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


def _put_in_place(folder: Path) -> None:
    """Swap the finished store in, so that there is either a whole demo or none."""
    connections.close_all()
    old = folder.with_name(f"{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    settings.DATA.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _start_again(folder: str, *, build_only: bool) -> None:
    """Become the same command anew: its settings name the folder where the store now is."""
    if build_only:
        return
    os.environ["STORECREW_DATA"] = folder
    words = [word for word in sys.argv[1:] if word != "--reset"]
    os.execv(sys.executable, [sys.executable, "-m", "storecrew.fronts.cli", *words])  # noqa: S606  our own command


def _greeting(data: Path) -> list[str]:
    people: Sequence[dict[str, str]] = json.loads((data / stage.DEMO_MARK).read_text(encoding="utf-8"))["people"]
    lines = ["", _("Sign in at %(address)s as:") % {"address": f"{settings.ENVIRONMENT.origin}/crew/"}]
    width = max((len(person["email"]) for person in people), default=0)
    return [
        *lines,
        *(f"  {who['email']:<{width}}  {who['password']}  {who['name']}: {who['role']}" for who in people),
        "",
    ]
