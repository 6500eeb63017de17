"""The worker: a process that delivers events, carries out outward acts and does the chores, until it is told to stop.

`python -m storecrew.kernel.events.worker`; any number of them on one database. SIGTERM or SIGINT: what is in hand is
finished, what was only claimed is given back, then the process ends.
"""

import argparse
import logging
import os
import signal
from collections.abc import Callable
from datetime import timedelta
from threading import Event as Flag
from threading import Thread

import django


def main(arguments: list[str] | None = None) -> None:
    """Run one worker in this process."""
    options, stop, bell = _options().parse_args(arguments), Flag(), _bell()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storecrew.config.settings")
    django.setup()
    from storecrew.kernel.events.loops import Worker  # noqa: PLC0415  models exist only after the set-up

    lease = timedelta(seconds=options.lease)
    worker = Worker(lease=lease, batch=options.batch, carriers=options.carriers, stop=stop)
    running = Thread(target=_run, args=(worker.run,), name="worker")
    running.start()
    os.read(bell, 1)
    stop.set()
    running.join()
    if worker.calls_left_behind:
        logging.shutdown()
        os._exit(0)  # their threads cannot be ended, and must not keep the process; their leases run out


def _bell() -> int:
    """Return a pipe that can be read once the process is told to stop.

    A handler that set the flag itself could come while this very thread holds the flag's lock, and wait for itself for
    ever; the interpreter writes to the pipe without any lock, whichever thread the signal reaches.
    """
    read_end, write_end = os.pipe()
    os.set_blocking(write_end, False)
    signal.set_wakeup_fd(write_end, warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, frame: None)
    return read_end


def _run(work: Callable[[], None]) -> None:
    try:
        work()
    finally:
        os.kill(os.getpid(), signal.SIGTERM)  # should it end by itself, the process ends with it


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
