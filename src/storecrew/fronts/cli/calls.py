"""`storecrew do` and `storecrew ask`: every action and read that is offered on the command line."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext as _

from storecrew.fronts.cli import fields, output
from storecrew.fronts.cli.codes import Code, code_of
from storecrew.kernel.actions import registry
from storecrew.kernel.actions.cause import because, new_id
from storecrew.kernel.actions.door import Action
from storecrew.kernel.actions.errors import ActionError, InvalidInput, Missing
from storecrew.kernel.actions.questions import Read
from storecrew.kernel.actions.types import Actor, Surface, nobody, person
from storecrew.kernel.actions.validation import parse, parse_json
from storecrew.kernel.people.grants import of_people

type Door = Action[Any, Any] | Read[Any, Any]


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `do` and `ask`."""
    do = _call(commands, "do", _("do something: run an action"))
    do.add_argument("--key", default="", help=_("the same key a second time gives the first answer and does nothing"))
    do.add_argument("--dry-run", action="store_true", help=_("show what would change, and change nothing"))
    _call(commands, "ask", _("ask something: run a read"))


def _call(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", verb: str, text: str
) -> argparse.ArgumentParser:
    # help is ours: with a name it explains that action, and only then is its schema known
    parser = commands.add_parser(verb, help=text, description=text, add_help=False)
    parser.add_argument("name", nargs="?", help=_("e.g. people.invite; without it, all are listed"))
    parser.add_argument("--as", dest="email", default="", metavar="EMAIL", help=_("who does it; default: the owner"))
    parser.add_argument(
        "--json",
        nargs="?",
        const="",
        metavar="TEXT",
        help=_("answer as JSON; TEXT is the input as JSON, @file reads it from a file, - from standard input"),
    )
    parser.add_argument("-h", "--help", action="store_true", help=_("what this, or the named one, needs"))
    parser.set_defaults(run=run, takes_fields=True, parser=parser)
    return parser


def run(options: argparse.Namespace) -> int:
    """Find the action or read, build its input, run it as somebody, show the answer."""
    doors = {door.name: door for door in _offered(options.command)}
    if options.name is None:
        if options.help:
            options.parser.print_help()
        else:
            output.table([{"name": name, "": str(door.label)} for name, door in doors.items()])
        return Code.DONE
    door = doors.get(options.name)
    if door is None:
        return _unknown(options, doors)
    if options.help:
        print(fields.explain(door, options.command))
        return Code.DONE
    try:
        with because(new_id()):
            answer = _answer(door, options)
    except ActionError as error:
        output.failure(error, as_json=options.json is not None)
        return code_of(error)
    output.answer(answer, as_json=options.json is not None)
    return Code.DONE


def actor_of(email: str) -> Actor:
    """Return the person of that address, the owner for an empty one, nobody before set-up; raises Missing.

    Who has a shell on the machine that holds the data can read and change everything anyway, so no password is asked
    for; the audit names the person and the command line.
    """
    if not email:
        owner = next((pk for pk, grants in of_people(None, timezone.now()).items() if grants.owner), None)
        return nobody(surface=Surface.CLI) if owner is None else person(owner, surface=Surface.CLI)
    found = get_user_model().objects.filter(email=email.lower()).first()
    if found is None:
        raise Missing(_("Nobody has the address %(email)s.") % {"email": email})
    return person(found.pk, surface=Surface.CLI)


def _offered(verb: str) -> Iterable[Door]:
    doors: Iterable[Door] = registry.actions() if verb == "do" else registry.reads()
    return (door for door in doors if Surface.CLI in door.surfaces)


def _unknown(options: argparse.Namespace, doors: dict[str, Door]) -> int:
    name: str = options.name
    other = "ask" if options.command == "do" else "do"
    if name in {door.name for door in _offered(other)}:
        hint = _("It is there under: storecrew %(other)s %(name)s") % {"other": other, "name": name}
    elif registry.find_action(name) or registry.find_read(name):
        hint = _("It exists, but is not offered on the command line.")
    else:
        near = output.nearest(name, doors)
        hint = _("Did you mean: %(names)s?") % {"names": ", ".join(near)} if near else ""
    print(_("storecrew: there is no %(name)s here.") % {"name": name}, hint, file=sys.stderr)
    return Code.USAGE


def _answer(door: Door, options: argparse.Namespace) -> Any:
    data = _input(door, options.fields, options.json)
    actor = actor_of(options.email)
    if isinstance(door, Read):
        return door(actor, data)
    if not options.dry_run:
        return door(actor, data, key=options.key)
    if not door.previews:
        raise InvalidInput({"dry-run": _("%(name)s offers no preview.") % {"name": door.name}})
    return door.preview(actor, data)


def _input(door: Door, words: Sequence[str], text: str | None) -> Any:
    if text and words:
        raise InvalidInput({"json": _("Give the input either as JSON or as fields, not both.")})
    if text:
        return parse_json(door.input, _read(text))
    return parse(door.input, fields.values(door.input, words))


def _read(text: str) -> str:
    if text == "-":
        return sys.stdin.read()
    if not text.startswith("@"):
        return text
    try:
        return Path(text[1:]).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput({"json": _("The file cannot be read: %(reason)s") % {"reason": error}}) from error
