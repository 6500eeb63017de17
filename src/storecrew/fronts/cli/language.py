"""`storecrew messages`: compile, complete and check the catalogues of messages."""

import argparse

from django.utils.translation import gettext as _

from storecrew.config.messages.__main__ import main


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `messages`."""
    text = _("compile, complete or check the translated messages")
    parser = commands.add_parser("messages", help=text, description=text)
    parser.add_argument("step", choices=["compile", "update", "check"])
    parser.add_argument("rooms", nargs="*", help=_("names of rooms; all when left out"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run one step."""
    return main([options.step, *options.rooms])
