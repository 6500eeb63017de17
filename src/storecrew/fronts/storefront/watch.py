"""Notice, in whichever process, that something has changed which the storefront shows: with one small query.

Every change is an action, and every action leaves a row in the audit. As long as the last rows hold nothing new of the rooms
that the storefront shows, what was asked before is still true.
"""

from threading import Lock
from typing import Final

from storecrew.kernel.audit import reads as audit

SHOWN: Final = frozenset({"catalogue", "media", "money", "storefront", "store"})
"""Rooms whose changes show. What other rooms put into slots is asked on every visit and never kept."""
OVERLAP: Final = 48
"""Rows looked at again: more than are being committed at once, since on PostgreSQL a lower number may be committed after a higher one."""
MOST: Final = 2000
"""New rows between two visits beyond which nobody looks closer: something will have changed. A busy checkout writes a few dozen."""

_lock = Lock()
_seen: set[str] = set()
_top = 0
_state = ""


def state() -> str:
    """Return a name for what the storefront shows now; empty when nothing was ever done."""
    global _seen, _state, _top
    rows = audit.latest(MOST if _top else OVERLAP, after=_top - OVERLAP)
    with _lock:
        if not rows:
            _top = 0
            return ""
        new = [row for row in rows if row.uid not in _seen]
        if new:
            # nothing known among them: too much happened at once to tell, or this is another database
            if len(new) == len(rows) or any(row.action.partition(".")[0] in SHOWN for row in new):
                _state = new[0].uid
            _top = rows[0].id
            _seen = {row.uid for row in rows[:OVERLAP]}
        return _state


def forget() -> None:
    """Know nothing any more."""
    global _seen, _state, _top
    with _lock:
        _seen, _state, _top = set(), "", 0
