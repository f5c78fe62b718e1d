"""Ports of our own, also beside others who look for some."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from ivr.asterisk.free_ports import NoFreePorts, free_ports

HOLD = """
import sys
from ivr.asterisk.free_ports import free_ports
with free_ports(300) as block:
    ports = block.take(300)
    print(ports.start, ports.stop, flush=True)
    sys.stdin.readline()
"""


def test_processes_that_look_at_the_same_time_get_different_ports() -> None:
    holders = [
        subprocess.Popen(
            [sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(5)
    ]
    taken: list[int] = []
    for holder in holders:
        assert holder.stdout is not None
        taken += range(*map(int, holder.stdout.readline().split()))
    for holder in holders:
        holder.communicate("\n", timeout=300)

    assert len(taken) == len(set(taken)) == 5 * 300


def test_what_was_taken_can_be_used_for_tcp_and_udp() -> None:
    with free_ports(4) as block:
        ports = block.take(3)
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            for port in ports:
                with socket.socket(socket.AF_INET, kind) as user:
                    user.bind(("127.0.0.1", port))


def test_a_run_of_ports_begins_with_an_even_one() -> None:
    with free_ports(40) as block:
        block.one()
        assert block.take(10).start % 2 == 0


def test_a_port_is_given_once() -> None:
    with free_ports(40) as block:
        assert len({block.one() for _ in range(10)}) == 10


def test_a_block_that_is_used_up_says_so() -> None:
    with free_ports(4) as block, pytest.raises(NoFreePorts, match="ask for more"):
        block.take(5)


def test_more_than_a_block_can_hold_is_refused() -> None:
    with pytest.raises(NoFreePorts, match="1023"):
        free_ports(1023)
