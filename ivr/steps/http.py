"""Ask a web service, and keep its JSON answer in a variable.

Values put into the URL are escaped, except those of `env`. `body` is sent as JSON. Without a usable answer
within `timeout` the variable is empty (its fields count as not there) and the call goes to `on_error`, or
to what `on_status` names for the status that came. A secure value is sent where you name it, and masked in
our log; name it in the body, for URLs end up in the logs of others.

```yaml
- http:
    get: "{{ env.CRM }}/orders/{{ order }}"
    headers: {Accept-Language: "{{ call.language }}"}
    timeout: 2s
    save: found
    on_status: {404: order_not_found}
    on_error: orders_unavailable
- http: {post: "{{ env.CRM }}/remarks", body: {call: "{{ call.id }}"}}
```
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from ivr.document.model import Fault
from ivr.events import LookedUp
from ivr.flow.addresses import escaped
from ivr.flow.expressions import Template
from ivr.flow.secrets import revealed
from ivr.flow.session import Session
from ivr.flow.step import AddressMark, Next, SecretMark, Step, Target, towards
from ivr.ports import HttpRequest, LookupFailed
from ivr.settings import Duration

from .shared.names import Variable

Status = Annotated[int, Field(ge=100, le=599)]


class Http(Step):
    verb: ClassVar[str] = "http"

    get: Annotated[Template | None, AddressMark()] = None
    post: Annotated[Template | None, AddressMark()] = None
    headers: Annotated[Mapping[str, Template], SecretMark()] = {}
    body: Annotated[Mapping[str, Template] | None, SecretMark()] = None
    timeout: Duration = 3.0
    save: Variable | None = None
    on_error: Target = "continue"
    on_status: Mapping[Status, Target] = {}

    @model_validator(mode="after")
    def _one_address(self) -> Self:
        if (self.get is None) == (self.post is None):
            raise Fault("give one address, under 'get' or under 'post'", zh="请在“get”或“post”下写一个地址")
        return self

    def saved_before(self, label: str) -> Collection[str]:
        return ()

    async def run(self, session: Session) -> Next:
        request, shown = self._request(session)
        began = session.world.clock.monotonic()
        answer: Any = {}
        try:
            status, answer = await session.meanwhile(session.world.http.fetch(request))
            outcome = "ok" if 200 <= status < 300 else "status"
        except LookupFailed as failed:
            status, outcome = failed.status, failed.outcome
        took = session.world.clock.monotonic() - began
        session.log(LookedUp, method=request.method, url=shown, status=status, outcome=outcome, took=took)
        if self.save:
            session.variables[self.save] = answer if outcome == "ok" else {}
        return None if outcome == "ok" else towards(self.on_status.get(status, self.on_error))

    def _request(self, session: Session) -> tuple[HttpRequest, str]:
        """What is sent, and the address for the log."""
        method: Literal["GET", "POST"] = "GET" if self.get else "POST"
        address = self.get or self.post
        assert address is not None
        url = session.text(address, escaped)
        request = HttpRequest(
            method=method,
            url=revealed(url),
            timeout=self.timeout,
            headers={name: revealed(session.text(value)) for name, value in self.headers.items()},
            body=None
            if self.body is None
            else {name: revealed(session.text(value)) for name, value in self.body.items()},
        )
        return request, str(url)
