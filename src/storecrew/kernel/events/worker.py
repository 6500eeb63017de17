"""The worker: a process that delivers events, carries out outward acts and does the chores, until it is told to stop.

`python -m storecrew.kernel.events.worker`; any number of them on one database. SIGTERM or SIGINT: what is in hand is
finished, what was only claimed is given back, then the process ends.
"""

import argparse
import os
import signal
from datetime import timedelta
from threading import Event as Flag

import django


def main(arguments: list[str] | None = None) -> None:
    """Run one worker in this process."""
    options, stop = _options().parse_args(arguments), Flag()
    signal.signal(signal.SIGTERM, lambda number, frame: stop.set())
    signal.signal(signal.SIGINT, lambda number, frame: stop.set())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storecrew.config.settings")
    django.setup()
    from storecrew.kernel.events.loops import Worker  # noqa: PLC0415  models exist only after the set-up

    lease = timedelta(seconds=options.lease)
    Worker(lease=lease, batch=options.batch, carriers=options.carriers, stop=stop).run()


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m storecrew.kernel.events.worker", description=__doc__)
    parser.add_argument(
        "--lease",
        type=float,
        default=60.0,
        help="seconds after which others take over from a vanished worker; longer than any outward call may wait",
    )
    parser.add_argument("--batch", type=int, default=20, help="deliveries claimed at a time")
    parser.add_argument("--carriers", type=int, default=4, help="outward acts carried out at the same time")
    return parser


if __name__ == "__main__":
    main()
