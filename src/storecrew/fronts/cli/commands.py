"""Every command with its help."""

import argparse

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew import __version__
from storecrew.fronts.cli import bench, calls, contract, demo, doctor, keeping, language, up

EPILOG = gettext_lazy("""\
examples:
  storecrew up                                    run the store on this machine
  storecrew demo                                  look at a finished one
  storecrew do                                    list what can be done here
  storecrew do people.invite --help               what an action needs
  storecrew ask people.people --json              an answer for a script
  storecrew doctor                                is everything in order, and what to do if not
  storecrew backup                                the whole store in one file

exit codes:
  0 done   1 refused by a rule   2 wrong usage or input   3 not yours to do   4 waits for approval
  5 something is wrong with the installation   6 does not exist   70 a mistake of the program

Data is in the folder STORECREW_DATA (default: data). docs/scale.md lists the other variables.
""")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the command `storecrew`."""
    parser = argparse.ArgumentParser(
        prog="storecrew",
        description=_("The operating system of a small online store and its team."),
        epilog=str(EPILOG),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"storecrew {__version__}")
    commands = parser.add_subparsers(metavar=_("COMMAND"), dest="command")
    for module in (up, demo, calls, doctor, keeping, bench, contract, language):
        module.add_commands(commands)
    return parser
