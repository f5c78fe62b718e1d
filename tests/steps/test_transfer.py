"""`transfer`: a phone is rung past the queues, if it may be."""

from __future__ import annotations
