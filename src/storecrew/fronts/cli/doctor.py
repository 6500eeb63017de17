"""`storecrew doctor`: is the installation whole, and what to do where it is not."""

import argparse
import json
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.fronts.cli.codes import Code
from storecrew.kernel.jobs.health import Finding, Level, Report, examine, names

_SIGNS = {Level.GOOD: "ok  ", Level.WARN: "!   ", Level.BAD: "BAD "}


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `doctor`."""
    text = _("prove that the installation is whole: settings, tables, queues, disk, mail, clock and every room's rules")
    parser = commands.add_parser("doctor", help=text, description=text)
    parser.add_argument("only", nargs="*", metavar="CHECK", help=_("names or beginnings, e.g. events; default: all"))
    parser.add_argument("--list", action="store_true", help=_("list the checks and run none"))
    parser.add_argument("--strict", action="store_true", help=_("fail on warnings too"))
    parser.add_argument("--json", action="store_true", help=_("answer as JSON, for a monitor"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Ask every check and tell what was found."""
    if options.list:
        print("\n".join(names()))
        return Code.DONE
    now = timezone.now()
    reports = []
    for report in examine(now, options.only):
        reports.append(report)
        if not options.json:
            for finding in report.findings:
                _tell(report, finding)
    if options.only and not reports:
        print(_("There is no such check. All of them: storecrew doctor --list"))
        return Code.USAGE
    levels = [finding.level for report in reports for finding in report.findings]
    if options.json:
        print(_as_json(reports, now))
    else:
        _sum_up(levels)
    ill = Level.BAD in levels or (options.strict and Level.WARN in levels)
    return Code.UNHEALTHY if ill else Code.DONE


def _tell(report: Report, finding: Finding) -> None:
    print(f"{_SIGNS[finding.level]}{report.name:<24} {finding.message}", flush=True)
    if finding.remedy and finding.level != Level.GOOD:
        print(f"{'':<29}→ {finding.remedy}", flush=True)


def _sum_up(levels: list[Level]) -> None:
    bad, warned = levels.count(Level.BAD), levels.count(Level.WARN)
    print()
    if not bad and not warned:
        print(
            ngettext("%(n)d thing looked at, all in order.", "%(n)d things looked at, all in order.", len(levels))
            % {"n": len(levels)}
        )
        return
    print(_("%(n)d looked at: %(bad)d wrong, %(warned)d to watch.") % {"n": len(levels), "bad": bad, "warned": warned})


def _as_json(reports: list[Report], now: datetime) -> str:
    told = {
        "at": now.isoformat(),
        "level": max((report.level for report in reports), key=list(Level).index, default=Level.GOOD),
        "checks": [
            {
                "name": report.name,
                "level": report.level,
                "findings": [
                    {"level": finding.level, "message": finding.message, "remedy": finding.remedy}
                    for finding in report.findings
                ],
            }
            for report in reports
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)
