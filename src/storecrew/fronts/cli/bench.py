"""`storecrew bench`: run the measurements of `benchmarks/`, each in a process of its own."""

import argparse
import subprocess
import sys
from pathlib import Path

from django.db import DatabaseError
from django.utils.translation import gettext as _

import storecrew
from storecrew.fronts.cli.codes import Code
from storecrew.fronts.cli.trial import oversell
from storecrew.fronts.lab.actions import TESTER, record
from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.people import directory

ROOT = Path(storecrew.__file__).resolve().parents[2]
_SHARED = {"__init__", "__main__", "backtest", "marketplace", "replay", "shop", "stage"}
OVERSELL = "oversell"
"""The trial that comes with every installation; the others come with the source."""
PROMISE = "promise"
"""The measurement that takes a folder."""


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `bench`."""
    text = _("measure: figures with their ratio to a floor or a peer of the same run")
    parser = commands.add_parser("bench", help=text, description=text)
    parser.add_argument("names", nargs="*", metavar="NAME", help=_("which ones; all when left out"))
    parser.add_argument("--list", action="store_true", help=_("list the measurements and run none"))
    trial = parser.add_argument_group("oversell", _("shoppers who all want the last piece, in a store made for it"))
    trial.add_argument("--shoppers", type=int, default=50, metavar="N", help=_("how many at once; default: 50"))
    trial.add_argument("--stock", type=int, default=1, metavar="N", help=_("how many pieces there are; default: 1"))
    trial.add_argument("--rounds", type=int, default=20, metavar="N", help=_("how many times; default: 20"))
    trial.add_argument("--processes", type=int, default=4, metavar="N", help=_("that serve pages; default: 4"))
    trial.add_argument("--kill", action="store_true", help=_("kill such processes meanwhile (Linux)"))
    told = parser.add_argument_group("promise", _("delivery promises, back-tested on orders of the past"))
    told.add_argument("--data", metavar="FOLDER", help=_("CSV files of orders in the shape that docs/promise.md says"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the named measurements one after another."""
    measured = {path.stem for path in (ROOT / "benchmarks").glob("*.py") if path.stem not in _SHARED}
    there = sorted({*measured, OVERSELL})
    unknown = set(options.names) - set(there)
    if options.list or unknown:
        print("\n".join(there))
        return Code.USAGE if unknown else Code.DONE
    failed = []
    for name in options.names or there:
        print(f"\n== {name}", flush=True)
        more = ["--data", str(Path(options.data).resolve())] if name == PROMISE and options.data else []
        if not (_oversell(options) if name == OVERSELL else _measure(name, *more)):
            failed.append(name)
    if failed:
        print(_("Failed: %(names)s") % {"names": ", ".join(failed)}, file=sys.stderr)
    return Code.BROKEN if failed else Code.DONE


def _measure(name: str, *more: str) -> bool:
    return not subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *more], cwd=ROOT, check=False).returncode


def _oversell(options: argparse.Namespace) -> bool:
    """Run the trial of the last piece, say what came out, and keep it for the home of the IT seat."""
    outcome = oversell.run(
        shoppers=options.shoppers,
        stock=options.stock,
        rounds=options.rounds,
        processes=options.processes,
        kill=options.kill,
        say=print,
    )
    for name, value in outcome.model_dump().items():
        print(f"{name:<12} {value}")
    if _is_set_up():
        tester = Actor("system", name=TESTER, reason="storecrew bench oversell", surface=Surface.CLI)
        record(tester, outcome)
    print(_("It holds: nothing was sold twice.") if outcome.fine else _("It does not hold."))
    return outcome.fine


def _is_set_up() -> bool:
    """Tell whether there is a store here whose IT seat can be told; a trial needs none."""
    try:
        return not directory.is_empty()
    except DatabaseError:
        return False
