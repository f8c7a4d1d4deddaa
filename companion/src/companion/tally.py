"""Counting how often somebody asks, in this process or in a Redis that several share.

What is counted is named by a keyed digest: no address is kept or logged in clear.
"""

import hashlib
import hmac
import time
from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

import structlog
from fastapi import Request
from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, Storage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.errors import StorageError
from limits.storage import storage_from_string

from companion.errors import ApiError

logger = structlog.get_logger()

MEMORY = "memory://"
_IPV6_CLIENT = 64  # bits: what a provider gives to one subscriber, at the least
_REDIS_PATIENCE = 0.5  # seconds


class BoundedMemory(MemoryStorage):
    """Counts of one process: the library's own, but with a ceiling, and no sweep at each request.

    All counts live equally long, so the first in are the first to go: those out of time, then, at
    the ceiling, the oldest. Whoever owns that many addresses is not stopped by counting them.
    """

    STORAGE_SCHEME = []  # noqa: RUF012, the library's; empty: no address names this class
    ceiling = 100_000  # counts, of some 350 bytes

    async def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count one more, and drop what nobody needs."""
        now = time.time()
        while self.expirations and self._oldest_may_go(key, now):
            oldest = next(iter(self.expirations))
            del self.expirations[oldest]
            self.storage.pop(oldest, None)
        self.expirations.setdefault(key, now + expiry)
        self.storage[key] += amount
        return self.storage[key]

    def _oldest_may_go(self, key: str, now: float) -> bool:
        full = key not in self.expirations and len(self.expirations) >= self.ceiling
        return full or next(iter(self.expirations.values())) <= now


def open_counts(url: str) -> Storage:
    """Return where requests are counted: `memory://`, or a Redis that several gateways share."""
    if url == MEMORY:
        return BoundedMemory()
    opened = storage_from_string(
        f"async+{url}",
        implementation="redispy",
        wrap_exceptions=True,
        socket_timeout=_REDIS_PATIENCE,
        socket_connect_timeout=_REDIS_PATIENCE,
    )
    if not isinstance(opened, Storage):
        raise TypeError("counts that cannot be awaited")
    return opened


class Tally:
    """Counts whatever has a name, by a sliding window of one minute."""

    def __init__(self, per_minute: Mapping[str, int], counts: Storage, secret_key: str) -> None:
        """Take the limits by name: `session_reads`, `address_openings`…; 0 is no limit."""
        self._items = {
            name: RateLimitItemPerMinute(most) if most else None
            for name, most in per_minute.items()
        }
        self._window = SlidingWindowCounterRateLimiter(counts)
        self._key = hashlib.sha256(b"limits" + secret_key.encode()).digest()

    async def count(self, name: str, who: str) -> None:
        """Count one more of `who`. Raises a 429 error when it is one too many."""
        item = self._items[name]
        if item is None:
            return
        key = hmac.digest(self._key, who.encode(), "sha256").hex()
        try:
            if await self._window.hit(item, name, key):
                return
            free_at = (await self._window.get_window_stats(item, name, key)).reset_time
        except StorageError as error:
            # Better an assistant without limits than none.
            logger.error("limits_unavailable", error=type(error.storage_error).__name__)
            return
        logger.warning("limit_reached", limit=name)
        # When a window turns, a full one weighs whole: one more share has to pass.
        wait = free_at - time.time() + item.get_expiry() / item.amount
        raise ApiError(429, "too_many_requests", retry_after=max(1, ceil(wait)))


def client_of(request: Request) -> str:
    """Return the network of the client: its address, or the 64 bits of an IPv6 subscriber."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:  # a socket of the machine has no address
        return host
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped or ip_network((int(address), _IPV6_CLIENT), strict=False))
    return str(address)
