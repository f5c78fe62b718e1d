"""The part `web` of `config/ivr.yaml`: where the REST interface listens, and who may use it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field, field_validator

from ivr.document.model import Fault, node_at
from ivr.document.nodes import Document
from ivr.document.problems import Problem, nearest
from ivr.settings.types import Name, Port, Section

SHORTEST_TOKEN = 20
"""Characters; shorter ones can be guessed."""


Right = Literal["read", "agents", "work", "numbers", "recordings", "reports", "quality"]
"""What a token may be for."""

LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Limit(Section):
    """How often a token may ask: so many requests a second for long, and so many at once before."""

    per_second: Annotated[float, Field(gt=0, le=10_000)] = 50.0
    burst: Annotated[int, Field(ge=1, le=100_000)] = 200


class Client(Section):
    """A program that may use the REST interface: what it `may` do, and how it is known, by a `token` or the
    SHA-256 of one. A token is better given in the environment, as CALLWRIGHT_TOKEN_ and the name. `limit` is
    its own, where it has one. `agent`: whose it is; of quality it then sees what is about this agent."""

    token: Annotated[str, Field(repr=False)] = ""
    sha256: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""
    may: Annotated[tuple[Right, ...], Field(min_length=1)]
    agent: str = ""
    limit: Limit | None = None

    @field_validator("token")
    @classmethod
    def _not_to_be_guessed(cls, token: str) -> str:
        if token and not _is_good(token):
            raise Fault(
                f"a token has {SHORTEST_TOKEN} or more letters and digits; make one: openssl rand -hex 24",
                zh=f"令牌至少要有{SHORTEST_TOKEN}个字母和数字；可以这样生成：openssl rand -hex 24",
            )
        return token


class Web(Section):
    """Where the REST interface listens, without TLS: that is for a reverse proxy. Port 0: any free one.
    `limit` is for each token that has none of its own."""

    host: str = "127.0.0.1"
    port: Port = 8080
    limit: Limit = Limit()
    tokens: Mapping[Name, Client] = {}


def with_tokens(web: Web, environment: Mapping[str, str]) -> Web:
    """With the tokens that the environment has."""
    found = {name: environment.get(variable(name), "") for name in web.tokens}
    return web.model_copy(
        update={
            "tokens": {
                name: client.model_copy(update={"token": found[name]}) if _is_good(found[name]) else client
                for name, client in web.tokens.items()
            }
        }
    )


def variable(name: str) -> str:
    """The environment variable that has the token of this client."""
    return f"CALLWRIGHT_TOKEN_{name.upper().replace('-', '_')}"


def in_doubt(web: Web, document: Document, agents: Collection[str] | None = None) -> Iterator[Problem]:
    """Clients who could not be told apart, or not be known at all, those of agents that nobody is, and tokens
    that others could read. `agents` is None where they are not known."""
    if web.host not in LOOPBACK and document.root:
        yield document.problem(
            node_at(document.root, ("web", "host")).mark,
            f"{web.host} can be reached from other machines, and tokens go there in the clear:"
            " keep it on 127.0.0.1, behind a reverse proxy with TLS",
            "web",
            "warning",
            zh=f"{web.host} 可从其他机器访问，令牌将明文传输：请用 127.0.0.1，并在前面放置带TLS的反向代理",
        )
    owners: dict[str, str] = {}
    for name, client in web.tokens.items():
        secret = client.token or client.sha256
        owner = owners.setdefault(secret, name) if secret else name
        if document.root and (found := _doubt(name, owner, secret)):
            yield document.problem(
                node_at(document.root, ("web", "tokens", name)).mark, found[0], zh=found[1]
            )
    yield from _of_nobody(web, document, agents)


def _of_nobody(web: Web, document: Document, agents: Collection[str] | None) -> Iterator[Problem]:
    for name, client in web.tokens.items():
        if agents is not None and client.agent and client.agent not in agents and document.root:
            yield document.problem(
                node_at(document.root, ("web", "tokens", name, "agent")).mark,
                f"no agent '{client.agent}'; {nearest(client.agent, agents)}",
                zh=f"没有坐席“{client.agent}”；{nearest(client.agent, agents, 'zh')}",
            )


def _doubt(name: str, owner: str, secret: str) -> tuple[str, str] | None:
    if not secret:
        return (
            f"{name} has no token; give one, {SHORTEST_TOKEN} characters or more, in {variable(name)}",
            f"{name} 没有令牌；请在环境变量 {variable(name)} 中给出至少{SHORTEST_TOKEN}个字母和数字",
        )
    if owner != name:
        return f"{name} has the token of {owner}; give it another", f"{name} 的令牌与 {owner} 相同；请换一个"
    return None


def _is_good(token: str) -> bool:
    return len(token) >= SHORTEST_TOKEN and token.isascii() and token.isprintable() and " " not in token
