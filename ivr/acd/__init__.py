"""The automatic call distributor: drives the router with the clock and tells callers whom to ring."""

from ivr.acd.distributor import Acd
from ivr.acd.snapshots import AgentNow, WaitingNow

__all__ = ["Acd", "AgentNow", "WaitingNow"]
