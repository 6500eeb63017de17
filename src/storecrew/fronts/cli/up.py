"""`storecrew up`: bring the store to the state of its code, then run it until told to stop."""

import argparse
import os

from django.conf import settings
from django.utils.translation import gettext as _

from storecrew.fronts.cli import readiness, site
from storecrew.fronts.cli.children import Crew
from storecrew.fronts.cli.codes import Code
from storecrew.kernel.people import directory
from storecrew.kernel.reception import claiming
from storecrew.kernel.safekeeping import swap


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `up`."""
    text = _("run the store on this machine: pages, background work and programs' access together, until Ctrl-C")
    parser = commands.add_parser("up", help=text, description=text)
    add_options(parser)
    parser.set_defaults(run=run)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what `up` and `demo` have in common."""
    parser.add_argument("--port", metavar="N", help=_("port of the site; default: PORT, else 8000"))
    parser.add_argument(
        "--host", default="127.0.0.1", help=_("address to listen on; 0.0.0.0 lets phones in the same network in")
    )
    parser.add_argument(
        "--workers", type=int, default=site.workers(), metavar="N", help=_("processes that serve pages")
    )


def run(options: argparse.Namespace) -> int:
    """Prepare and run the store."""
    return serve(options, [])


def serve(options: argparse.Namespace, greeting: list[str]) -> int:
    """Run the store; once it answers, print its address and the greeting."""
    port: int = settings.ENVIRONMENT.port
    if site.taken(options.host, port):
        _say(
            _(
                "Port %(port)d is in use: by this store, running already, or by another program. Another port: PORT=%(other)d"
            )
            % {"port": port, "other": port + 1}
        )
        return Code.UNHEALTHY
    try:
        with swap.held(settings.DATA, alone=False):
            return _serve(options, greeting)
    except swap.Running:
        _say(_("A backup is being put in place here. Try again when that is done."))
        return Code.UNHEALTHY


def _serve(options: argparse.Namespace, greeting: list[str]) -> int:
    port: int = settings.ENVIRONMENT.port
    readiness.bring_up_to_date(_say)
    # only this machine reaches the programs' port, so any free one does
    place = site.Place(options.host, port, int(os.environ.setdefault("MCP_PORT", str(site.free_port()))))
    crew = Crew(site.crew(place, processes=options.workers), say=_say)

    def announce() -> None:
        answers = _("Storecrew answers at %(address)s") % {"address": settings.ENVIRONMENT.origin}
        _say("\n".join([answers, *_claim(options.host), *greeting]))
        _say(_("Ctrl-C ends it."))

    if crew.run(ready=lambda: site.answers(port), announce=announce):
        _say(_("Ended."))
        return Code.DONE
    _say(_("The site does not start. What it said stands above; `storecrew doctor` may know more."))
    return Code.UNHEALTHY


def _claim(host: str) -> list[str]:
    """Return what the owner of an empty store that others can reach has to know; nothing once it is set up."""
    if not claiming.is_public(host) or not directory.is_empty():
        return []
    return [_("Others can reach it: whoever sets it up is asked for the code %(code)s") % {"code": claiming.code()}]


def _say(text: str) -> None:
    print(text, flush=True)  # at once, also into a file that somebody watches
