"""`storecrew registry`: the public contract of all actions and reads, kept in registry.json beside the source."""

import argparse
import difflib
import json
import sys
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

import storecrew
from storecrew.fronts.cli.codes import Code
from storecrew.kernel.actions import registry

PATH = Path(storecrew.__file__).resolve().parents[2] / "registry.json"


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `registry`."""
    text = _("print the contract of actions and reads, or compare it with registry.json")
    parser = commands.add_parser("registry", help=text, description=text)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--write", action="store_true", help=_("write registry.json anew"))
    choice.add_argument("--check", action="store_true", help=_("fail where registry.json differs from the source"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print, write or check the contract."""
    text = contract_text()
    if options.write:
        PATH.write_text(text, encoding="utf-8")
        return Code.DONE
    if not options.check:
        print(text, end="")
        return Code.DONE
    kept = PATH.read_text(encoding="utf-8") if PATH.exists() else ""
    changes = list(
        difflib.unified_diff(kept.splitlines(), text.splitlines(), "registry.json", "source", lineterm="", n=1)
    )
    if not changes:
        return Code.DONE
    print("\n".join(changes[:60]))
    print(
        _("The contract has changed. If that is meant: make registry, and commit it with the change."), file=sys.stderr
    )
    return Code.REFUSED


def contract_text() -> str:
    """Return the contract as registry.json holds it: sorted, in English."""
    with translation.override("en"):
        return json.dumps(registry.contract(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
