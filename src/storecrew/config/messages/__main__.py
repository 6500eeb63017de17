"""Compile, complete and check the catalogues from the command line."""

import argparse
import sys
from collections.abc import Sequence

from storecrew.config.messages.catalogues import PACKAGE, catalogues, compile_one, sources, update
from storecrew.config.messages.extraction import Unreadable
from storecrew.config.messages.rules import contradictions, findings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code (0 fine, 1 something to put right)."""
    parser = argparse.ArgumentParser(prog="python -m storecrew.config.messages", description=__doc__)
    parser.add_argument("command", choices=["compile", "update", "check"])
    parser.add_argument("rooms", nargs="*", help="names of rooms, e.g. catalogue; all when left out")
    parser.add_argument("--quiet", action="store_true", help="say nothing when there is nothing to do about it")
    options = parser.parse_args(arguments)
    chosen = [one for one in catalogues() if not options.rooms or one.room.name in options.rooms]
    if options.command == "compile":
        built = [one for one in chosen if compile_one(one)]
        if not options.quiet:
            print(f"{len(built)} of {len(chosen)} catalogues compiled")
        return 0
    try:
        found = sources()
    except (Unreadable, SyntaxError) as error:
        print(error, file=sys.stderr)
        return 1
    if options.command == "update":
        for one in chosen:
            if update(one, found[one.room]):
                print(one.path.relative_to(PACKAGE))
        return 0
    wrong = [finding for one in chosen for finding in findings(one, found[one.room])]
    wrong += [] if options.rooms else contradictions(chosen)
    for finding in wrong:
        print(str(finding).replace(f"{PACKAGE}/", ""))
    print(f"{sum(map(len, found.values()))} messages, {len(wrong)} to put right")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
