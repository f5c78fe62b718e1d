"""Callers who hung up and kept their place: the engine dials them when it is their turn."""

from ivr.callbacks.desk import CallbackDesk

__all__ = ["CallbackDesk"]
