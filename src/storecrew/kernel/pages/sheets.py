"""The console's style sheet: small files by concern, joined into one answer that browsers keep for a year.

The address carries a hash of the contents, so that a new release is a new address and nothing has to be built.
"""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

FOLDER = Path(__file__).parent / "static" / "pages"

CONSOLE = (
    *(
        "tokens",
        "reset",
        "base",
        "mark",
        "shell",
        "layout",
        "button",
        "field",
        "tag",
        "table",
        "queue",
        "ruler",
    ),
    *(
        "chart",
        "record",
        "float",
        "empty",
        "choice",
        "part",
        "phone",
        "door",
        "utilities",
        "print",
    ),
)
"""In the order of the cascade: within a layer the later file wins."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A joined style sheet, plain and compressed."""

    hash: str
    plain: bytes
    gzipped: bytes


def console() -> Sheet:
    """Return the console's style sheet; while developing, as the files are now."""
    return _joined(max(path.stat().st_mtime_ns for path in FOLDER.glob("*.css")) if settings.DEBUG else 0)


@cache
def _joined(_stamp: int) -> Sheet:
    text = "\n".join((FOLDER / f"{name}.css").read_text() for name in CONSOLE).encode()
    return Sheet(hashlib.sha256(text).hexdigest()[:16], text, gzip.compress(text, mtime=0))
