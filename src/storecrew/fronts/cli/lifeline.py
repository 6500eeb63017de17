"""Run a module as a program, and end when whoever started it is gone: `python -m storecrew.fronts.cli.lifeline MODULE …`.

Standard input is a pipe whose other end only the supervisor holds. Where it vanishes without a word (kill -9, out of
memory), the pipe ends, and so does this process, in the same orderly way as on SIGTERM.
"""

import os
import runpy
import signal
import sys
import threading


def main() -> None:
    """Watch the lifeline and become the module."""
    threading.Thread(target=_watch, daemon=True).start()
    _, *words = sys.argv
    if words[0] == "--background":
        words.pop(0)
        os.nice(10)  # pictures are scaled and mails written when nobody waits for a page
    module, *arguments = words
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _watch() -> None:
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
