"""Is it worse? How strongly the calls so far speak for the new version being worse than the one in use.

Each call had it (hung up in a menu; had an error) or had it not. Under the hypothesis that the new
version is no worse, the evidence is above 1/a at any moment of the trial, however often one looks and
however long it lasts, with a probability of at most a: it may be looked at after each call.

Calls are taken in the order in which they ended, in blocks: a block is over with the first call by which
it has one of each side. In a block let the version in use have n calls with k bad ones, the new one m
calls with j bad ones. With a guess p at the share of bad calls on the version in use, made from the
blocks before, and a guess

    q = r p / (1 - p + r p)

that the odds are r times as high on the new version, and with s = (n p + m q) / (n + m), the block's
factor is

         p^k (1-p)^(n-k) q^j (1-q)^(m-j)
    F =  --------------------------------
         s^(k+j) (1-s)^(n+m-k-j)

and the evidence for this r is the product of all factors so far. What is reported is the mean over r in
RATIOS.

Why it holds: whatever the true shares P and Q <= P are, the expectation of F is at most 1. One call of
the version in use contributes 1 + u (P-s) to it, with u = (p-s) / (s(1-s)) <= 0, one of the new version
1 + v (Q-s), with v = (q-s) / (s(1-s)) >= 0. The second is largest for Q = P; then the logarithm of all
together is at most (n u + m v) (P-s), and n u + m v = 0 by the choice of s. A product of such factors,
each guess made before its block, is a non-negative supermartingale that starts at 1, and Ville's
inequality gives the bound. (The idea is that of Turner, Ly and Grünwald, Generic E-variables for exact
sequential k-sample tests, 2021.)

A wrong guess costs calls, never false alarms. What the bound supposes is that calls are independent and
that nothing but the version distinguishes the sides: so each caller counts once, by their first call.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import exp, log

RATIOS = (1.5, 2.0, 4.0, 16.0)
_FIRST_GUESS = (0.5, 5.0)
"""So many bad calls among so many, before there is any."""


@dataclass(frozen=True, slots=True)
class Block:
    """Calls of both sides: n and k of the version in use, m and j of the new one; k and j were bad."""

    n: int
    k: int
    m: int
    j: int


def evidence(calls: Iterable[tuple[bool, bool]]) -> float:
    """The highest that it was so far, at least 1; a call is (on the new version, bad), in order."""
    highest, logs = 1.0, [0.0] * len(RATIOS)
    total, bad = _FIRST_GUESS[1], _FIRST_GUESS[0]
    for block in blocks(calls):
        guess = bad / total
        logs = [so_far + _factor(block, guess, ratio) for so_far, ratio in zip(logs, RATIOS, strict=True)]
        highest = max(highest, _mean(logs))
        total, bad = total + block.n, bad + block.k
    return highest


def blocks(calls: Iterable[tuple[bool, bool]]) -> Iterator[Block]:
    """The blocks that are over. When one is over depends on the sides of its calls only."""
    n = k = m = j = 0
    for is_new, is_bad in calls:
        if is_new:
            m, j = m + 1, j + is_bad
        else:
            n, k = n + 1, k + is_bad
        if n and m:
            yield Block(n, k, m, j)
            n = k = m = j = 0


def _factor(block: Block, p: float, ratio: float) -> float:
    """The logarithm of F."""
    q = ratio * p / (1 - p + ratio * p)
    s = (block.n * p + block.m * q) / (block.n + block.m)
    return (
        block.k * log(p / s)
        + (block.n - block.k) * log((1 - p) / (1 - s))
        + block.j * log(q / s)
        + (block.m - block.j) * log((1 - q) / (1 - s))
    )


def _mean(logs: list[float]) -> float:
    """Of the numbers with these logarithms; infinite where a float ends."""
    top = max(logs)
    if top > 700:
        return float("inf")
    return exp(top) * sum(exp(each - top) for each in logs) / len(logs)
