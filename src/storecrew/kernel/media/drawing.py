"""Drawings in pixels: for feeds, Open Graph and mail programs, which read no SVG."""

import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

from django.core.cache import cache
from django.utils.translation import gettext as _

from storecrew.kernel.media.images import BadPicture, height_at

MAX_HEIGHT: Final = 4800
CPU_S: Final = 20
"""Rich drawings (textures by filters) take one to seven seconds at full width."""
MEMORY: Final = 512 * 1024**2
REMEMBERED_S: Final = 3600
"""A drawing that could not be drawn is not tried again by every visitor."""

_SCRIPT: Final = Path(__file__).with_name("draw_alone.py")
_one_at_a_time = threading.BoundedSemaphore(1)


class Busy(Exception):
    """This process draws already, or the machine is too slow just now. Ask again later."""


def can_be_drawn(width: int, height: int, *, at: int) -> bool:
    """Tell whether a drawing of this shape stays within sensible pixels when it is `at` wide."""
    return height_at(at, width, height) <= MAX_HEIGHT


def draw(key: str, svg: bytes, *, size: tuple[int, int], width: int, patience_s: float) -> bytes:
    """Return a cleaned drawing of that size as PNG of that width, on white.

    Raises BadPicture, and Busy when no turn comes within `patience_s`, or the drawing is not done in as long again.
    """
    if not can_be_drawn(*size, at=width):
        raise BadPicture(_too_tall())
    undrawable = f"media:undrawable:{key}"
    if cache.get(undrawable):
        raise BadPicture(_too_much())
    if not _one_at_a_time.acquire(timeout=patience_s):
        raise Busy
    try:
        done = subprocess.run(
            [sys.executable, "-I", _SCRIPT, str(width), str(CPU_S), str(MEMORY)],
            input=svg,
            capture_output=True,
            timeout=patience_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:  # it had less than CPU_S of the machine: not the drawing's fault
        raise Busy from error
    finally:
        _one_at_a_time.release()
    if done.returncode != 0:
        cache.set(undrawable, True, REMEMBERED_S)
        raise BadPicture(_too_much())
    return done.stdout


def _too_tall() -> str:
    return _("This drawing is more than four times as tall as it is wide; it is shown, and left out of feeds.")


def _too_much() -> str:
    return _("This drawing takes too long to draw, or more memory than there is. Simplify it, or send it as PNG.")
