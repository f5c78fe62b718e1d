"""What one private Asterisk is like: its folder, its ports, the accounts of phones and programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PhoneAccount:
    """A phone that registers, or a program that logs in: its name and password."""

    name: str
    password: str


@dataclass(frozen=True, slots=True)
class Instance:
    """One private Asterisk. Everything it writes is inside `directory`; it listens on `address` only.

    `phones` are the agents' phones. `ami` is the account of the engine, `observer` one that may only look on.
    `agi_port` is where the engine waits for calls. Calls without an account are accepted from `line_sources`
    alone and belong to the SIP endpoint `line`. `sounds` is the folder with the engine's prompts: Asterisk
    finds its files under callwright/. While the engine is away a caller hears `fallback_music` seconds of
    music and then waits at most `fallback_queue` seconds in the fallback queue. `more` adds text at the
    end of a configuration file, by its name (pjsip.conf), or makes a new file.
    """

    directory: Path
    sip_port: int
    ami_port: int
    agi_port: int
    rtp_first: int
    rtp_last: int
    phones: Sequence[PhoneAccount] = ()
    ami: PhoneAccount | None = None
    observer: PhoneAccount | None = None
    sounds: Path | None = None
    address: str = "127.0.0.1"
    agi_host: str = "127.0.0.1"
    line: str = "line"
    line_sources: Sequence[str] = ("127.0.0.1",)
    fallback_music: float = 5
    fallback_queue: int = 600
    max_files: int = 8192
    system_name: str = ""
    modules: Sequence[str] = ()
    more: Mapping[str, str] = field(default_factory=dict)
