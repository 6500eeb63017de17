"""Draws one SVG: standard input to PNG on standard output. Started by `drawing.py` with the width and its limits.

A drawing can ask for any amount of work (a filter over a filter over a filter), and the library that draws has no limits of
its own: hence a process that the system ends. It imports nothing of the store, so that it starts in a moment.
"""

import contextlib
import os
import resource
import sys

import resvg_py


def main(width: int, cpu_s: int, memory: int) -> None:
    """Draw on white, as JPEG has no transparency."""
    os.nice(5)  # whoever reads a page goes first
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
    with contextlib.suppress(ValueError, OSError):  # macOS knows the limit and does not take it
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    svg = sys.stdin.buffer.read().decode()
    drawn = resvg_py.svg_to_bytes(
        svg_string=svg,
        width=width,
        background="white",
        skip_system_fonts="<text" not in svg,  # reading the machine's fonts takes longer than most drawings
    )
    sys.stdout.buffer.write(drawn)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
