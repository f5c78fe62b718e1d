"""How often each token may ask: a bucket of requests that fills by time."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from ivr.web.access import Client
from ivr.web.answers import Complaint, TooMany, said


class Limits:
    """Buckets by the names of clients, each as its limit says and full at first. `now` gives seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._buckets: dict[str, tuple[float, float]] = {}  # requests that are left, and when they were

    def take(self, client: Client) -> None:
        """One more request. Raises TooMany, which says in how many seconds there is room again."""
        now, limit = self._now(), client.limit
        left, since = self._buckets.get(client.name, (float(limit.burst), now))
        left = min(float(limit.burst), left + (now - since) * limit.per_second)
        if left < 1.0:
            raise _too_often(client, ceil((1.0 - left) / limit.per_second))
        self._buckets[client.name] = (left - 1.0, now)


def _too_often(client: Client, seconds: int) -> TooMany:
    limit = client.limit
    message = said(
        f"this token may ask {limit.per_second:g} times a second, and {limit.burst} times at once:"
        f" try again in {seconds} s",
        f"此令牌每秒可请求{limit.per_second:g}次，一次最多连续{limit.burst}次：请过{seconds}秒再试",
    )
    return TooMany(Complaint("", message), headers={"Retry-After": str(seconds)})
