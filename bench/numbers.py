"""The dialplans of Asterisk that the engine is measured against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bench.scene import prompt_paths


def extensions(servers: Mapping[str, int]) -> str:
    """For extensions.conf: a number for each FastAGI server, by name and port; `native`, the same two-level
    menu without a server; and `queue`, Asterisk's own queue."""
    first, second, last = prompt_paths()
    agi = "".join(
        f"exten => {name},1,Set(AGIEXITONHANGUP=yes)\n"
        f" same => n,AGI(agi://127.0.0.1:{port}/call)\n same => n,Hangup()\n"
        for name, port in servers.items()
    )
    return f"""
[callwright]
{agi}exten => native,1,Answer()
 same => n,Goto(native-first,s,1)
exten => queue,1,Answer()
 same => n,Queue(bench)
 same => n,Hangup()

[native-first]
exten => s,1,Background({first})
 same => n,WaitExten(5)
exten => 1,1,Goto(native-second,s,1)
exten => 2,1,Goto(s,1)

[native-second]
exten => s,1,Background({second})
 same => n,WaitExten(5)
exten => 1,1,Goto(s,1)
exten => 2,1,Playback({last})
 same => n,Hangup()
"""


def queues(phones: Sequence[str]) -> str:
    """For queues.conf: the queue `bench` of these phones, as quick as its settings allow."""
    members = "".join(f"member => PJSIP/{phone}\n" for phone in phones)
    return f"""
[bench]
strategy = leastrecent
musicclass = default
timeout = 15
retry = 1
wrapuptime = 0
autofill = yes
ringinuse = no
{members}"""
