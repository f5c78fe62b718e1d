"""Work of other channels than the phone: kept in the database, offered to the agents by the same router."""

from ivr.work.desk import WorkDesk

__all__ = ["WorkDesk"]
