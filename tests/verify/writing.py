"""Asterisk's records, written as `cel_custom` and `cdr_custom` write them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from ivr.verify.calls import AsteriskCall, Channels
from ivr.verify.records import Cel, rows

BEGAN = 1_763_776_800.0
HANDED = "agi://127.0.0.1:4573/call"


def quoted(fields: Iterable[object]) -> bytes:
    """A line of fields, each in quotes, those in them doubled, and nothing else escaped."""
    return (",".join('"' + str(field).replace('"', '""') + '"' for field in fields) + "\n").encode()


def event(after: float, kind: str, channel: str, *, id: str = "", linked: str = "", **more: str) -> bytes:
    """One line of CEL, `after` seconds; `more` are number, name, app, data, bridge, cause, source."""
    extra: dict[str, object] = {}
    if "bridge" in more:
        extra = {"bridge_id": more["bridge"], "bridge_technology": "simple_bridge"}
    if kind == "HANGUP":
        cause, source = int(more.get("cause", "16")), more.get("source", "")
        extra = {"hangupcause": cause, "hangupsource": source, "dialstatus": ""}
    return quoted(
        [
            f"{BEGAN + after:.6f}",
            kind,
            channel,
            id or channel,
            linked or id or channel,
            more.get("number", "13800000001"),
            more.get("name", ""),
            more.get("exten", "95188"),
            "callwright",
            more.get("app", ""),
            more.get("data", ""),
            json.dumps(extra) if extra else "",
        ]
    )


LINE, WANG = "PJSIP/line-00000001", "PJSIP/1001-00000002"
CALL = "1763776800.12"


def journal(*lines: str) -> list[bytes]:
    """Lines such as `2.5 BRIDGE_ENTER PJSIP/1001-00000002 bridge=b`; the id of the channel LINE is CALL."""
    return [_line(*line.split()) for line in lines]


def _line(after: str, kind: str, channel: str, *pairs: str) -> bytes:
    more = dict(pair.split("=", 1) for pair in pairs)
    if channel == LINE:
        more.setdefault("id", CALL)
    return event(float(after), kind, channel, **more)


def calls_of(lines: Iterable[bytes]) -> list[AsteriskCall]:
    """The calls that these lines tell of."""
    channels = Channels()
    for fields in rows(lines):
        found = Cel.of(fields)
        assert found is not None, fields
        channels.see(found)
    return channels.calls()


MENU = (
    f"0 CHAN_START {LINE}",
    f"0.001 APP_START {LINE} app=AGI data={HANDED}",
    f"0.1 ANSWER {LINE}",
)
TALK = (
    *MENU,
    f"5 CHAN_START {WANG}",
    f"7 ANSWER {WANG}",
    f"7 BRIDGE_ENTER {WANG} bridge=b",
    f"7 BRIDGE_ENTER {LINE} bridge=b",
)
AGENT_HANGS_UP = (
    f"37 BRIDGE_EXIT {WANG} bridge=b",
    f"37 BRIDGE_EXIT {LINE} bridge=b",
    f"37.01 HANGUP {WANG} source={WANG}",
)
FLOW_ENDS = (f"38 APP_START {LINE} app=Hangup", f"38.01 HANGUP {LINE} source={WANG}")


def write(
    folder: Path, cel: Iterable[bytes], cdr: Iterable[bytes] = (), name: str = "callwright.csv"
) -> Path:
    """The two files below Asterisk's log folder."""
    for kind, lines in (("cel-custom", cel), ("cdr-custom", cdr)):
        (folder / kind).mkdir(parents=True, exist_ok=True)
        (folder / kind / name).write_bytes(b"".join(lines))
    return folder


def cdr(call: str = CALL, *, ended: float = 38.01, answered: float = 0.1) -> bytes:
    """One CDR of a call."""
    times = [f"{BEGAN + ended:.6f}", f"{BEGAN:.6f}", f"{BEGAN + answered:.6f}" if answered else "0.000000"]
    return quoted([*times, call, call, LINE, "", "13800000001", "95188", "ANSWERED", "AGI"])
