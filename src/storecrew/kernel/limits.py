"""How often somebody may do something: fixed windows in the shared cache, so that all processes count together."""

from dataclasses import dataclass
from time import time as clock

from django.core.cache import cache


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `count` in `window_s` seconds."""

    count: int
    window_s: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one more is allowed; how many remain and in how many seconds the window starts anew."""

    allowed: bool
    remaining: int
    reset_s: int


def hit(scope: str, who: str, rate: Rate) -> Verdict:
    """Count one more of `scope` by `who` and tell whether it is allowed.

    Fails open when the cache has just forgotten the window: a limit must never lock a shop out of itself.
    """
    now = clock()
    window = int(now // rate.window_s)
    key = f"limit:{scope}:{who}:{window}"
    cache.add(key, 0, timeout=rate.window_s + 5)
    try:
        used = cache.incr(key)
    except ValueError:
        used = 1
    return Verdict(used <= rate.count, max(rate.count - used, 0), int((window + 1) * rate.window_s - now) + 1)
