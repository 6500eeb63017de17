"""The processes that make a store, with the addresses they listen on."""

import os
import socket
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from storecrew.config import logs
from storecrew.fronts.cli import children
from storecrew.fronts.cli.children import Child
from storecrew.kernel.events import outward

LOGS = Path(logs.__file__).with_name("granian-logs.json")
"""The server's own lines look like all others."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a store is served."""

    host: str
    port: int
    programs_port: int
    """Port of the process that speaks MCP; on this machine only, the site hands /mcp on to it."""


def workers() -> int:
    """Return how many processes serve pages: one a core, at least two, so that one slow page holds up nobody."""
    return max(2, min(os.cpu_count() or 2, 8))


def crew(place: Place, *, processes: int) -> list[Child]:
    """Return the children of a store."""
    return [
        Child(
            "site",
            "granian",
            _granian(place.host, place.port, "wsgi", "storecrew.config.wsgi:application", processes),
            vital=True,
        ),
        Child(
            "events",
            "storecrew.kernel.events.worker",
            background=True,
            behind=True,
            # it waits for calls that are out, and then it notes what became of them
            grace_s=outward.GRACE_S + children.GRACE_S,
        ),
        Child(
            "jobs",
            "storecrew.config.manage",
            ["ox_worker", "--interval", "0.2", "--verbosity", "0"],
            background=True,
            behind=True,
        ),
        *_programs(place),
    ]


def _programs(place: Place) -> list[Child]:
    arguments = _granian("127.0.0.1", place.programs_port, "asgi", "storecrew.fronts.mcp.asgi:application", 1)
    return (
        [Child("programs", "granian", arguments, behind=True)] if Child("", "storecrew.fronts.mcp.asgi").exists else []
    )


def _granian(host: str, port: int, interface: str, application: str, processes: int) -> list[str]:
    blocking = ["--blocking-threads", "1"] if interface == "wsgi" else []
    return [
        *("--host", host, "--port", str(port), "--interface", interface, *blocking),
        *("--workers", str(processes), "--no-ws", "--log-level", "warning", "--respawn-failed-workers"),
        *("--workers-kill-timeout", "5", "--log-config", str(LOGS), application),
    ]


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def taken(host: str, port: int) -> bool:
    """Tell whether something listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def answers(port: int) -> bool:
    """Tell whether the site on this port answers, whatever it says."""
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/robots.txt", timeout=5).close()  # noqa: S310  our own address
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True
