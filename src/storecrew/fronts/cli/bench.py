"""`storecrew bench`: run the measurements of `benchmarks/`, each in a process of its own."""

import argparse
import subprocess
import sys
from pathlib import Path

from django.utils.translation import gettext as _

import storecrew
from storecrew.fronts.cli.codes import Code

ROOT = Path(storecrew.__file__).resolve().parents[2]
_SHARED = {"__init__", "__main__", "stage"}


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `bench`."""
    text = _("measure: figures with their ratio to a floor or a peer of the same run")
    parser = commands.add_parser("bench", help=text, description=text)
    parser.add_argument("names", nargs="*", metavar="NAME", help=_("which ones; all when left out"))
    parser.add_argument("--list", action="store_true", help=_("list the measurements and run none"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the named measurements one after another."""
    there = sorted(path.stem for path in (ROOT / "benchmarks").glob("*.py") if path.stem not in _SHARED)
    unknown = set(options.names) - set(there)
    if options.list or unknown or not there:
        print("\n".join(there) or _("There are no measurements here; they come with the source."))
        return Code.USAGE if unknown or not there else Code.DONE
    failed = []
    for name in options.names or there:
        print(f"\n== {name}", flush=True)
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=ROOT, check=False).returncode:
            failed.append(name)
    if failed:
        print(_("Failed: %(names)s") % {"names": ", ".join(failed)}, file=sys.stderr)
    return Code.BROKEN if failed else Code.DONE
