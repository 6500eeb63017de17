"""Redis or Valkey as cache, whose loss costs speed and open limits and takes no page down."""

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any, ClassVar, Final

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import DataError, RedisError
from redis.retry import Retry

OPTIONS: Final = {
    "socket_connect_timeout": 1.0,
    "socket_timeout": 2.0,
    # once, at once: a connection that the server closed while nobody used it; by default seconds pass between three tries
    "retry": Retry(NoBackoff(), 1),
}
REST_S: Final = 5.0
"""So long a server that did not answer is left alone, and every page is spared the wait for it."""

log = logging.getLogger(__name__)


class ForgivingRedisCache(RedisCache):
    """Behaves like an empty cache while the server is away, full, read-only or keeps its disk waiting."""

    _resting: ClassVar[dict[str, float]] = {}
    """By address, for the whole process: until when nobody asks."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._address = server

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Store the value unless there is one; True while nobody can know."""
        return self._or(True, lambda: super(ForgivingRedisCache, self).add(key, value, timeout, version))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return the value, or `default`."""
        return self._or(default, lambda: super(ForgivingRedisCache, self).get(key, default, version))

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Store the value."""
        self._or(None, lambda: super(ForgivingRedisCache, self).set(key, value, timeout, version))

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Let the value live on; returns whether there was one."""
        return self._or(False, lambda: super(ForgivingRedisCache, self).touch(key, timeout, version))

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget the value; returns whether there was one."""
        return self._or(False, lambda: super(ForgivingRedisCache, self).delete(key, version))

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        """Return the values that there are."""
        return self._or({}, lambda: super(ForgivingRedisCache, self).get_many(keys, version))

    def has_key(self, key: str, version: int | None = None) -> bool:
        """Tell whether there is a value."""
        return self._or(False, lambda: super(ForgivingRedisCache, self).has_key(key, version))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a number; raises ValueError when there is none, as while the server is away."""
        total: int | None = self._or(None, lambda: super(ForgivingRedisCache, self).incr(key, delta, version))
        if total is None:
            raise ValueError(f"Key {key!r} not found")
        return total

    def set_many(self, data: dict[str, Any], timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> list[str]:
        """Store values; returns the names of those that were not."""
        return self._or(list(data), lambda: super(ForgivingRedisCache, self).set_many(data, timeout, version))

    def delete_many(self, keys: Iterable[str], version: int | None = None) -> None:
        """Forget values."""
        self._or(None, lambda: super(ForgivingRedisCache, self).delete_many(keys, version))

    def clear(self) -> None:
        """Forget everything."""
        self._or(None, super().clear)

    def _or[T](self, instead: T, do: Callable[[], T]) -> T:
        if time.monotonic() < self._resting.get(self._address, 0.0):
            return instead
        try:
            return do()
        except DataError:  # our own mistake
            raise
        except RedisError as error:
            self._resting[self._address] = time.monotonic() + REST_S
            log.warning("The cache does not answer; limits are open until it does: %s", error)
            return instead
