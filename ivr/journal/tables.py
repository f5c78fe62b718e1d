"""The tables of the call log and of what outlives a call, in types that SQLite and PostgreSQL share.

`migrations/` makes them.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    text,
)

from ivr.journal.text import AnyText

metadata = MetaData()

# SQLite counts rows by itself only in a column of type INTEGER.
_SEQUENCE = BigInteger().with_variant(Integer, "sqlite")

events = Table(
    "events",
    metadata,
    Column("seq", _SEQUENCE, primary_key=True, autoincrement=True),
    Column("call", AnyText, index=True),  # NULL for facts without a call
    Column("kind", AnyText, nullable=False),
    Column("at", Double, nullable=False),
    Column("data", JSON, nullable=False),
)

OF_MAILBOXES = text("kind IN ('voicemail_left', 'voicemail_heard')")
"""The events that say what lies in the mailboxes; few among many, so they have an index of their own."""

Index("ix_events_mailboxes", events.c.seq, sqlite_where=OF_MAILBOXES, postgresql_where=OF_MAILBOXES)

OF_RECORDINGS = text("kind = 'recording_stored'")
"""What the index of the recordings is filled from."""

Index("ix_events_recordings", events.c.seq, sqlite_where=OF_RECORDINGS, postgresql_where=OF_RECORDINGS)

calls = Table(
    "calls",
    metadata,
    Column("id", AnyText, primary_key=True),
    Column("began", Double, nullable=False, index=True),
    Column("answered", Double),
    Column("ended", Double),
    Column("caller_number", AnyText, nullable=False),
    Column("caller_name", AnyText, nullable=False),
    Column("dialled_number", AnyText, nullable=False),
    Column("dialplan", AnyText, nullable=False),
    Column("version", AnyText, nullable=False),
    Column("language", AnyText, nullable=False),
    Column("flows", JSON, nullable=False),
    Column("keys", JSON, nullable=False),
    Column("queue", AnyText, nullable=False),
    Column("waited", Double, nullable=False),
    Column("agent", AnyText, nullable=False),
    Column("talked", Double, nullable=False),
    Column("outcome", AnyText, nullable=False),
    Column("ended_by", AnyText, nullable=False),
    Column("cause", AnyText, nullable=False),
    Column("recordings", JSON, nullable=False),
    Column("reference", AnyText, nullable=False),
    Column("disposition", AnyText, nullable=False, server_default=""),
    Column("handles", JSON, nullable=False, server_default="[]"),
    Column("recovered", Integer, nullable=False, server_default="0"),
)

# text_pattern_ops lets PostgreSQL find what begins with a text, whatever language the database has.
Index(
    "ix_calls_caller_number_began_id",
    calls.c.caller_number,
    calls.c.began,
    calls.c.id,
    postgresql_ops={"caller_number": "text_pattern_ops"},
)
Index("ix_calls_id_beginning", calls.c.id, postgresql_ops={"id": "text_pattern_ops"}).ddl_if(
    dialect="postgresql"
)

ENDING_LENGTH = 4
ENDING = f"substr(caller_number, length(caller_number) - {ENDING_LENGTH - 1})"
"""The last characters of a caller's number, by which its spellings are found."""

Index("ix_calls_ending", text(ENDING), calls.c.caller_number)

STRANGE = {
    "sqlite": "caller_number GLOB '*[0-9]*' AND caller_number GLOB '*[^0-9+]*'",
    "postgresql": "caller_number ~ '[0-9]' AND caller_number ~ '[^0-9+]'",
}
"""The numbers of callers that have digits, and something else as well; how each store says that."""

Index(
    "ix_calls_strange_number",
    calls.c.caller_number,
    sqlite_where=text(STRANGE["sqlite"]),
    postgresql_where=text(STRANGE["postgresql"]),
)

agent_states = Table(
    "agent_states",
    metadata,
    Column("agent", AnyText, primary_key=True),
    Column("state", AnyText, nullable=False),
    Column("reason", AnyText, nullable=False),
    Column("since", Double, nullable=False),
)

positions = Table(
    "positions",
    metadata,
    Column("writer", AnyText, primary_key=True),  # the id of its spool
    Column("position", BigInteger, nullable=False),  # the number of its last event in here
)

cases = Table(
    "cases",
    metadata,
    Column("reference", AnyText, primary_key=True),
    Column("opened", Double, nullable=False, index=True),
    Column("call", AnyText, nullable=False, index=True),
    Column("line", AnyText, nullable=False),
    Column("category", AnyText, nullable=False),
    Column("category_name", AnyText, nullable=False),
    Column("caller_number", AnyText, nullable=False),
    Column("language", AnyText, nullable=False),
    Column("file", AnyText, nullable=False),
    Column("seconds", Double, nullable=False),
    Column("kind", AnyText, nullable=False, server_default="suggestion"),
    Column("subcategory", AnyText, nullable=False, server_default=""),
    Column("subcategory_name", AnyText, nullable=False, server_default=""),
    Column("anonymous", Integer, nullable=False, server_default="0"),
    Column("pin", AnyText, nullable=False, server_default=""),
    Column("call_back", AnyText, nullable=False, server_default=""),
    Column("details", JSON, nullable=False, server_default="{}"),
    Column("by", AnyText, nullable=False, server_default=""),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("status", AnyText, nullable=False, server_default="new"),
    Column("changed", Double, nullable=False, server_default="0"),
    Column("owner", AnyText, nullable=False, server_default=""),
    Column("department", AnyText, nullable=False, server_default=""),
    Column("answer_due", Double),
    Column("close_due", Double),
    Column("due", Double),  # of these two the one that counts now
    Column("answered", Double),
    Column("answer", AnyText, nullable=False, server_default=""),
    Column("answer_file", AnyText, nullable=False, server_default=""),
    Column("closed", Double),
    Column("reason", AnyText, nullable=False, server_default=""),
    Column("reopened", Integer, nullable=False, server_default="0"),
    Column("helped", Integer),
    Column("merged_into", AnyText, nullable=False, server_default=""),
    Column("responsible", AnyText, nullable=False, server_default=""),
    Column("charges", JSON, nullable=False, server_default="[]"),
    Column("text", AnyText, nullable=False, server_default=""),
    Column("remind_at", Double, index=True),
    Column("told", Integer, nullable=False, server_default="0"),
    Index("ix_cases_status_due", "status", "due"),
    Index("ix_cases_caller_number", "caller_number"),
)

case_history = Table(
    "case_history",
    metadata,
    Column("reference", AnyText, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Double, nullable=False),
    Column("who", AnyText, nullable=False),
    Column("what", AnyText, nullable=False),
    Column("data", JSON, nullable=False),
)

case_drafts = Table(
    "case_drafts",
    metadata,
    Column("name", AnyText, primary_key=True),
    Column("began", Double, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("parts", JSON, nullable=False),
)

callbacks = Table(
    "callbacks",
    metadata,
    Column("id", _SEQUENCE, primary_key=True, autoincrement=True),
    Column("asked", Double, nullable=False),
    Column("state", AnyText, nullable=False),  # waiting, done, failed, cancelled
    Column("attempts", Integer, nullable=False),
    Column("call", AnyText, nullable=False),
    Column("number", AnyText, nullable=False),
    Column("queue", AnyText, nullable=False),
    Column("wanted", JSON, nullable=False),
    Column("language", AnyText, nullable=False),
    Column("dialplan", AnyText, nullable=False),
    Column("dialled", AnyText, nullable=False),
    Column("hours", AnyText, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("ring", Double, nullable=False),
    Column("again", Double, nullable=False),
    Column("waited", Double, nullable=False, server_default="0"),  # before they asked
)
_WAITING = callbacks.c.state == "waiting"
Index(
    "ix_callbacks_one_waiting_per_number",
    callbacks.c.number,
    unique=True,
    sqlite_where=_WAITING,
    postgresql_where=_WAITING,
)

work = Table(
    "work",
    metadata,
    Column("id", AnyText, primary_key=True),
    Column("arrived", Double, nullable=False),
    Column("state", AnyText, nullable=False),  # waiting, accepted, finished, cancelled: as the events say
    Column("agent", AnyText, nullable=False),
    Column("changed", Double, nullable=False),
    Column("overdue", Integer, nullable=False),
    Column("queue", AnyText, nullable=False),
    Column("channel", AnyText, nullable=False),
    Column("by", AnyText, nullable=False),
    Column("key", AnyText),  # NULL: the client gave none
    Column("needs", AnyText, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("due", Double),
    Column("subject", AnyText, nullable=False),
    Column("reference", AnyText, nullable=False),
    Column("sender", AnyText, nullable=False),
    Column("url", AnyText, nullable=False),
    Column("payload", JSON, nullable=False),
    Index("ix_work_by_key", "by", "key", unique=True),
    Index("ix_work_state_changed", "state", "changed"),
)

# What outlives a call: `until` NULL is for ever

remembered = Table(
    "remembered",
    metadata,
    Column("kind", AnyText, primary_key=True),
    Column("key", AnyText, primary_key=True),
    Column("value", AnyText, nullable=False),
    Column("until", Double, index=True),
)

counted = Table(
    "counted",
    metadata,
    Column("seq", _SEQUENCE, primary_key=True, autoincrement=True),
    Column("kind", AnyText, nullable=False),
    Column("key", AnyText, nullable=False),
    Column("at", Double, nullable=False),
    Column("until", Double, nullable=False, index=True),
    Index("ix_counted_kind_key_at", "kind", "key", "at"),
)

listed = Table(
    "listed",
    metadata,
    Column("list", AnyText, primary_key=True),
    Column("number", AnyText, primary_key=True),  # x stands for any digit
    Column("wild", Integer, nullable=False),  # how many x it has
    Column("note", AnyText, nullable=False),
    Column("until", Double),
    Column("added", Double, nullable=False),
    Column("since", Double),
    Index("ix_listed_list_wild", "list", "wild"),
)

recordings = Table(
    "recordings",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),  # the number of its event
    Column("call", AnyText, nullable=False, index=True),
    Column("kind", AnyText, nullable=False),
    Column("line", AnyText, nullable=False),
    Column("queue", AnyText, nullable=False),
    Column("agent", AnyText, nullable=False),
    Column("began", Double, nullable=False, index=True),
    Column("seconds", Double, nullable=False),
    Column("channels", Integer, nullable=False),
    Column("file", AnyText, nullable=False, index=True),  # its name in the log
    Column("format", AnyText, nullable=False),  # as it is on disk
    Column("bytes", BigInteger, nullable=False),
    Column("sha256", AnyText, nullable=False),
    Column("peaks", LargeBinary),
    Column("problem", AnyText, nullable=False),
    Column("held", Double),
    Column("note", AnyText, nullable=False),  # why it is held
    Column("erased", Double),
    Column("why", AnyText, nullable=False),  # it was erased
)
IN_WAV = text("format = 'wav' AND problem = '' AND erased IS NULL")
"""Those that may still be made smaller: few among many, except where nothing is compressed."""

Index("ix_recordings_in_wav", recordings.c.id, sqlite_where=IN_WAV, postgresql_where=IN_WAV)

audit = Table(
    "audit",
    metadata,
    Column("id", _SEQUENCE, primary_key=True, autoincrement=True),
    Column("at", Double, nullable=False, index=True),
    Column("who", AnyText, nullable=False),
    Column("what", AnyText, nullable=False),
    Column("about", AnyText, nullable=False),
)

webhooks = Table(
    "webhooks",
    metadata,
    Column("name", AnyText, primary_key=True),
    Column("position", BigInteger, nullable=False),  # the number of the last event that is done with, or kept
    Column("accepted", Double),  # when the receiver accepted something last
    Column("failing", Double),  # since when it does not
    Column("error", AnyText, nullable=False),
    Column("gone", Double),  # since when it wants nothing any more
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("webhook", AnyText, primary_key=True),
    Column("id", BigInteger, primary_key=True, autoincrement=False),  # the number of its event
    Column("call", AnyText, nullable=False),
    Column("state", AnyText, nullable=False),  # waiting, dead, refused
    Column("at", Double, nullable=False),  # when it happened
    Column("attempts", Integer, nullable=False),
    Column("due", Double, nullable=False),
    Column("error", AnyText, nullable=False),
    Index("ix_deliveries_webhook_call", "webhook", "call"),
    Index("ix_deliveries_webhook_state_due", "webhook", "state", "due"),
)

# Scores of talks: a talk is a call and one of its agents

quality_forms = Table(
    "quality_forms",
    metadata,
    Column("version", AnyText, primary_key=True),  # its fingerprint
    Column("form", AnyText, nullable=False),
    Column("since", Double, nullable=False),
    Column("content", JSON, nullable=False),
)

quality_samples = Table(
    "quality_samples",
    metadata,
    Column("id", AnyText, primary_key=True),
    Column("made", Double, nullable=False, index=True),
    Column("by", AnyText, nullable=False),
    Column("criteria", JSON, nullable=False),
)

quality_picks = Table(
    "quality_picks",
    metadata,
    Column("sample", AnyText, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),  # in which they are listened to
    Column("recording", BigInteger, nullable=False),
    Column("call", AnyText, nullable=False),
    Column("agent", AnyText, nullable=False),
    Column("stratum", AnyText, nullable=False),
    Column("reasons", JSON, nullable=False),
)

quality_scores = Table(
    "quality_scores",
    metadata,
    Column("id", _SEQUENCE, primary_key=True, autoincrement=True),
    Column("call", AnyText, nullable=False),
    Column("agent", AnyText, nullable=False),
    Column("queue", AnyText, nullable=False),
    Column("began", Double, nullable=False, index=True),  # the call
    Column("form", AnyText, nullable=False),
    Column("version", AnyText, nullable=False),
    Column("session", AnyText, nullable=False),  # of calibration, '' for none
    Column("scorer", AnyText, nullable=False),
    Column("master", Integer, nullable=False),  # what a session agreed on
    Column("state", AnyText, nullable=False),  # draft, final
    Column("made", Double, nullable=False),
    Column("final", Double),
    Column("score", Double),
    Column("fatal", JSON, nullable=False),
    Column("answers", JSON, nullable=False),
    Column("comment", AnyText, nullable=False),
    Index("ix_quality_scores_once", "call", "agent", "form", "session", "scorer", "master", unique=True),
    Index("ix_quality_scores_agent", "agent", "began"),
)

quality_appeals = Table(
    "quality_appeals",
    metadata,
    Column("score", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Double, nullable=False),
    Column("by", AnyText, nullable=False),
    Column("text", AnyText, nullable=False),
    Column("outcome", AnyText, nullable=False),  # '' until it is decided; upheld, changed
    Column("decided", Double),
    Column("decided_by", AnyText, nullable=False),
    Column("reason", AnyText, nullable=False),
    Column("before", JSON, nullable=False),  # score and answers that were changed
)

quality_sessions = Table(
    "quality_sessions",
    metadata,
    Column("id", AnyText, primary_key=True),
    Column("made", Double, nullable=False),
    Column("by", AnyText, nullable=False),
    Column("call", AnyText, nullable=False),
    Column("agent", AnyText, nullable=False),
    Column("form", AnyText, nullable=False),
)

talk_sounds = Table(
    "talk_sounds",
    metadata,
    Column("recording", BigInteger, primary_key=True, autoincrement=False),
    Column("silence", Double, nullable=False),  # seconds of the longest
    Column("both", Double, nullable=False),  # seconds in which both sides speak
    Column("seconds", Double, nullable=False),
)
"""What was heard of recorded talks, for samples by risk."""

erasures = Table(
    "erasures",
    metadata,
    Column("id", _SEQUENCE, primary_key=True, autoincrement=True),
    Column("asked", Double, nullable=False),
    Column("number", AnyText, nullable=False),  # '' once all is done
    Column("digest", AnyText, nullable=False, index=True),
    Column("done", Double),
)

mails = Table(
    "mails",
    metadata,
    Column("id", _SEQUENCE, primary_key=True, autoincrement=True),
    Column("about", AnyText, nullable=False),  # what it comes from: a schedule, a suggestion line
    Column("period", AnyText, nullable=False),  # for which it is; with `about` there is one
    Column("subject", AnyText, nullable=False),
    Column("note", AnyText, nullable=False),  # why there is nothing to send
    Column("made", Double, nullable=False),
    Column("held", Double, nullable=False),  # until then another process sends it
    Column("message", LargeBinary),  # NULL: nothing of it is left to be sent
    Index("ix_mails_about_period", "about", "period", unique=True),
)

mail_recipients = Table(
    "mail_recipients",
    metadata,
    Column("mail", BigInteger, primary_key=True, autoincrement=False),
    Column("address", AnyText, primary_key=True),
    Column("state", AnyText, nullable=False),  # waiting, accepted, refused
    Column("attempts", Integer, nullable=False),
    Column("due", Double, nullable=False),
    Column("changed", Double, nullable=False),
    Column("answer", AnyText, nullable=False),  # the server's last one
    Index("ix_mail_recipients_state_due", "state", "due"),
)

# Derived from the events by `ivr.intervals`, and at any time again

intervals = Table(
    "intervals",
    metadata,
    Column("split", AnyText, primary_key=True),
    Column("at", Double, primary_key=True),  # the beginning of the half-hour or day
    Column("pending", Double),  # until when one of its callers may call again
    Column("parts", AnyText, nullable=False),  # JSON: by key of the split
    sqlite_with_rowid=False,
)

counted_until = Table(
    "counted_until",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # there is one row, 1
    Column("definition", AnyText, nullable=False),
    Column("done", BigInteger, nullable=False),  # the last event whose half-hours are known
    Column("turn", BigInteger, nullable=False),  # goes up whenever `done` is moved
    Column("known", Double, nullable=False),  # until when it is known who called again
)

recounts = Table("recounts", metadata, Column("at", Double, primary_key=True))
"""Moments whose half-hours are to be counted anew, by no event that is new."""
