"""The database, as this room reads and writes it. Whatever is changed is in the trail in the same step."""

from __future__ import annotations

from sqlalchemy import Connection, select

from ivr.journal.opened import Opened, Trace
from ivr.journal.tables import audit
from ivr.quality.entry import Person

_MARK = "quality_"


class Access(Opened):
    """Use as `with Access(url) as access`, in one thread. All methods raise `DatabaseUnusable`."""

    what = ("the scores of talks", "质检得分")

    def trail(self, limit: int) -> list[Trace]:
        """Its newest lines first, those of this room."""
        columns = (audit.c.at, audit.c.who, audit.c.what, audit.c.about)
        query = select(*columns).where(audit.c.what.startswith(_MARK, autoescape=True))
        return [Trace(**row._mapping) for row in self.rows(query.order_by(audit.c.id.desc()).limit(limit))]


def trace(connection: Connection, now: float, person: Person, what: str, about: str) -> None:
    """Write a line of the trail: `what` such as scored."""
    values = {"at": now, "who": person.traced, "what": f"{_MARK}{what}", "about": about}
    connection.execute(audit.insert().values(values))
