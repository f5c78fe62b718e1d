"""The part `webhooks` of `config/ivr.yaml`: who is told of what happens in calls, and how that is signed."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection, Iterator, Mapping
from inspect import isclass
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator

from ivr import events
from ivr.document.model import Fault, node_at
from ivr.document.nodes import Document
from ivr.document.problems import Problem, nearest
from ivr.events import CallEvent, kind
from ivr.settings.archive import Line
from ivr.settings.types import Duration, Name, Section, WithinDay
from ivr.settings.web import LOOPBACK

KINDS = frozenset(
    kind(each) for each in vars(events).values() if isclass(each) and issubclass(each, CallEvent)
) - {kind(CallEvent)}
"""The events of calls, as the call log names them."""

DEFAULT = ("call_began", "queue_entered", "offer_ended", "queue_left", "talk_ended", "call_ended")
"""What is sent where nothing is said."""

PREFIX = "whsec_"
FEWEST, MOST = 24, 64
"""Bytes of a secret, as the Standard Webhooks specification has it."""
AT_MOST_SECRETS = 2
_MAKE_ONE = "echo whsec_$(openssl rand -base64 32)"


class Webhook(Section):
    """A program that is told of `events` of calls by HTTP POST, each signed by the `secret`.

    The secret (`whsec_` and base64) is better kept in the environment, as CALLWRIGHT_WEBHOOK_ and the name,
    or in the file `secret_file`. Two with a space between them: the new one and the one before, until every
    receiver knows the new one. `lines` and `queues`: only calls to these numbers, and from the moment they
    entered one of these queues. `numbers`: with callers' numbers and what they said and keyed in. An answer
    may take `timeout`; what nobody accepted for `give_up` is put aside; `at_once` calls are told of at the
    same time.
    """

    url: Annotated[str, Field(repr=False)]
    secret: Annotated[str, Field(repr=False)] = ""
    secret_file: Path | None = None
    events: Annotated[tuple[str, ...], Field(min_length=1)] = DEFAULT
    lines: tuple[Line, ...] = ()
    queues: tuple[Name, ...] = ()
    numbers: bool = False
    timeout: Annotated[WithinDay, Field(gt=0, le=60)] = 15.0
    give_up: Annotated[Duration, Field(ge=60)] = 3 * 86_400.0
    at_once: Annotated[int, Field(ge=1, le=64)] = 8

    @field_validator("url")
    @classmethod
    def _an_address(cls, url: str) -> str:
        try:
            parts = urlsplit(url)
            sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            sound = False
        if not sound or not url.isprintable() or " " in url:
            raise Fault(
                "this is no address; write it like https://crm.example/callwright",
                zh="这不是网址；请写成 https://crm.example/callwright 的形式",
            )
        return url

    @field_validator("events")
    @classmethod
    def _known(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for place, name in enumerate(given):
            if name not in KINDS:
                raise Fault(
                    f"calls have no event '{name}'; {nearest(name, KINDS)}",
                    [place],
                    zh=f"通话没有事件“{name}”；{nearest(name, KINDS, 'zh')}",
                )
        return given

    @field_validator("secret")
    @classmethod
    def _good(cls, secret: str) -> str:
        if secret and (fault := bad(secret)):
            raise Fault(fault[0], zh=fault[1])
        return secret

    @model_validator(mode="after")
    def _one_place(self) -> Webhook:
        if self.secret and self.secret_file:
            raise Fault("give one of secret and secret_file", zh="请在 secret 和 secret_file 中只写一个")
        return self


def bad(secret: str) -> tuple[str, str] | None:
    """What is wrong with a secret, or with two, in English and Chinese; never the secret itself."""
    found = secret.split()
    if 1 <= len(found) <= AT_MOST_SECRETS and all(map(_is_good, found)):
        return None
    return (
        f"a secret is {PREFIX} and the base64 of {FEWEST} to {MOST} bytes (two of them with a space between"
        f" while one replaces the other); make one: {_MAKE_ONE}",
        f"密钥由 {PREFIX} 和 {FEWEST} 至 {MOST} 字节的 base64 组成（更换期间可写两个，用空格隔开）；"
        f"可以这样生成：{_MAKE_ONE}",
    )


def key_of(secret: str) -> bytes:
    """The bytes of a good secret."""
    return base64.b64decode(secret.removeprefix(PREFIX), validate=True)


def _is_good(secret: str) -> bool:
    try:
        return secret.startswith(PREFIX) and FEWEST <= len(key_of(secret)) <= MOST
    except (binascii.Error, ValueError):
        return False


def variable(name: str) -> str:
    """The environment variable that has the secret of this webhook."""
    return f"CALLWRIGHT_WEBHOOK_{name.upper().replace('-', '_')}"


def with_secrets(
    webhooks: Mapping[str, Webhook], environment: Mapping[str, str], root: Path
) -> Mapping[str, Webhook]:
    """With the secrets that the environment and files have; one that cannot be read is ''. Paths start from
    `root`."""
    return {name: _with_secret(name, each, environment, root) for name, each in webhooks.items()}


def _with_secret(name: str, webhook: Webhook, environment: Mapping[str, str], root: Path) -> Webhook:
    secret = environment.get(variable(name), "")
    if not secret and webhook.secret_file:
        try:
            secret = (root / webhook.secret_file).read_text("ascii")
        except (OSError, ValueError):
            secret = ""
    return webhook.model_copy(update={"secret": " ".join(secret.split())}) if secret else webhook


def in_doubt(
    webhooks: Mapping[str, Webhook], queues: Collection[str] | None, document: Document
) -> Iterator[Problem]:
    """Webhooks that cannot be signed, that name a queue that is none (`queues` None: not known), or that
    others could read."""
    if document.root is None:
        return
    for name, webhook in webhooks.items():
        for path, severity, text, zh in _doubts(name, webhook, queues):
            mark = node_at(document.root, ("webhooks", name, *path)).mark
            yield document.problem(mark, text, "webhooks", severity, zh)


_Doubt = tuple[tuple[Any, ...], str, str, str]


def _doubts(name: str, webhook: Webhook, queues: Collection[str] | None) -> Iterator[_Doubt]:
    if not webhook.secret:
        given = f"'{webhook.secret_file}' has none that can be read" if webhook.secret_file else "it has none"
        yield (
            ("secret_file",) if webhook.secret_file else (),
            "error",
            f"{name} needs a secret to sign with, and {given}; give one in {variable(name)}: {_MAKE_ONE}",
            f"{name} 需要签名密钥；请在环境变量 {variable(name)} 中给出：{_MAKE_ONE}",
        )
    elif fault := bad(webhook.secret):
        yield (), "error", f"{name}: {fault[0]}", f"{name}：{fault[1]}"
    for place, queue in enumerate(webhook.queues):
        if queues is not None and queue not in queues:
            yield (
                ("queues", place),
                "error",
                f"there is no queue '{queue}'; {nearest(queue, queues)}",
                f"没有队列“{queue}”；{nearest(queue, queues, 'zh')}",
            )
    parts = urlsplit(webhook.url)
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        yield (
            ("url",),
            "warning",
            f"{parts.hostname} is told in the clear what happens in calls: use https://",
            f"通话事件将以明文发送到 {parts.hostname}：请使用 https://",
        )
