"""The command `storecrew`: set the stage, find the command, run it."""

import argparse
import os
import sys
import traceback
from collections.abc import Sequence

import django
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

from storecrew.config.messages.catalogues import catalogues, compile_one
from storecrew.fronts.cli import stage
from storecrew.fronts.cli.codes import Code


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        stage.prepare(words, os.environ)
        for catalogue in catalogues():
            compile_one(catalogue)
        django.setup()
    except (ImproperlyConfigured, ValueError) as error:
        print(f"storecrew: {error}", file=sys.stderr)
        return Code.USAGE
    with translation.override(stage.language(os.environ, encoding=sys.stdout.encoding or "")):
        return _run(words)


def _run(words: list[str]) -> int:
    # commands import rooms, and rooms need the set-up above
    from storecrew.fronts.cli.commands import build_parser  # noqa: PLC0415

    parser = build_parser()
    options, rest = parser.parse_known_args(words)
    if rest and not getattr(options, "takes_fields", False):
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    options.fields = rest
    try:
        return int(_chosen(options, parser))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Code.DONE
    except Exception:  # noqa: BLE001  the outermost place: a script has to tell our mistakes from refusals
        traceback.print_exc()
        return Code.BROKEN


def _chosen(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    if not hasattr(options, "run"):
        parser.print_help()
        return Code.USAGE
    result: int = options.run(options)
    return result
