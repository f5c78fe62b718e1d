"""Ports that nobody else has, also when several of us look for some at the same time."""

from __future__ import annotations

import random
import socket
from types import TracebackType
from typing import Self

FIRST, LAST = 10_000, 32_000
"""Below the ports that the kernel gives to outgoing connections (32768 and up on Linux)."""
WIDTH = 1024
"""Ports from one guard to the next; the first after a guard stays unused, so that a block begins even."""


class NoFreePorts(OSError):
    """There are not that many free ports."""


class PortBlock:
    """Ports that are ours until `close`, or until this process ends.

    A port just before the first is held open, as the mark that the block is taken: whoever finds it busy
    looks elsewhere. So the ports themselves stay free for the programs that are to use them.
    """

    def __init__(self, guard: socket.socket, ports: range) -> None:
        self._guard = guard
        self._left = ports

    def take(self, count: int = 1) -> range:
        """The next `count` ports, the first of them even (as RTP wants). Raises NoFreePorts."""
        first = self._left.start + self._left.start % 2
        taken = range(first, first + count)
        if taken.stop > self._left.stop:
            raise NoFreePorts(f"this block has no {count} ports left: ask for more at once")
        self._left = range(taken.stop, self._left.stop)
        return taken

    def one(self) -> int:
        """The next port."""
        return self.take().start

    def close(self) -> None:
        self._guard.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def free_ports(count: int, *, address: str = "127.0.0.1") -> PortBlock:
    """A block of `count` neighbouring ports (at most 1022), free for TCP and UDP on `address`.

    Raises NoFreePorts.
    """
    firsts = [*range(FIRST, LAST - WIDTH, WIDTH)]
    random.shuffle(firsts)
    for first in firsts if count <= WIDTH - 2 else ():
        guard = _hold(first, address)
        if guard is None:
            continue
        ports = range(first + 2, first + 2 + count)
        if all(is_free(port, address) for port in ports):
            return PortBlock(guard, ports)
        guard.close()
    raise NoFreePorts(f"no {count} neighbouring free ports between {FIRST} and {LAST}")


def _hold(port: int, address: str) -> socket.socket | None:
    guard = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        guard.bind((address, port))
        guard.listen(1)
    except OSError:
        guard.close()
        return None
    return guard


def is_free(port: int, address: str) -> bool:
    """True when no program has this port on `address`, neither TCP nor UDP."""
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(socket.AF_INET, kind) as probe:
            if kind == socket.SOCK_STREAM:  # a port whose last connection just ended is free
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError:
                return False
    return True
