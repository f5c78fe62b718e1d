"""`http`: an answer into a variable, and a way out for each failure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ivr.events import LookedUp
from ivr.ports import HttpRequest, LookupFailed, LookupFault

from .calls import call, problems

ORDER = """
main:
  - set: {order: "20061001"}
  - http:
      get: "{{ env.CRM }}/orders/{{ order }}"
      save: found
      on_status: {404: missing}
      on_error: down
  - play: "{{ found.status }}"
missing: [{play: 没有这个订单。}]
down: [{play: 查不到。}]
"""


class Service:
    """A web service that does what it is told, and remembers what it was asked."""

    def __init__(self, reply: Callable[[], tuple[int, Any]]) -> None:
        self.asked: list[HttpRequest] = []
        self._reply = reply

    async def fetch(self, request: HttpRequest) -> tuple[int, Any]:
        self.asked.append(request)
        return self._reply()


def answering(status: int, answer: Any) -> Service:
    return Service(lambda: (status, answer))


def failing(outcome: LookupFault, status: int = 0) -> Service:
    def fail() -> tuple[int, Any]:
        raise LookupFailed(outcome, "no", status)

    return Service(fail)


ENV = {"CRM": "http://127.0.0.1:8080/crm"}


def test_keeps_the_answer() -> None:
    service = answering(200, {"status": "已发货。"})
    told = call(ORDER, http=service, environment=ENV)
    assert told.heard == ("已发货。",)
    assert [(r.method, r.url) for r in service.asked] == [
        ("GET", "http://127.0.0.1:8080/crm/orders/20061001")
    ]
    assert [(f.outcome, f.status) for f in told.all(LookedUp)] == [("ok", 200)]


@pytest.mark.parametrize("service", [answering(404, {}), failing("status", 404)])
def test_a_status_may_have_its_own_way(service: Service) -> None:
    told = call(ORDER, http=service, environment=ENV)
    assert told.heard == ("没有这个订单。",)
    assert [(f.outcome, f.status) for f in told.all(LookedUp)] == [("status", 404)]


@pytest.mark.parametrize(
    "service", [failing("timeout"), failing("unreachable"), failing("nonsense", 200), answering(500, {})]
)
def test_no_usable_answer_goes_to_on_error(service: Service) -> None:
    assert call(ORDER, http=service, environment=ENV).heard == ("查不到。",)


def test_a_condition_on_an_answer_that_never_came_is_false() -> None:
    told = call(
        """
        main:
          - http: {get: "{{ env.CRM }}/members/{{ caller.number }}", save: member, on_error: continue}
          - if: member.level == 'diamond'
            then: [{play: 贵宾。}]
          - play: 您好。
        """,
        http=failing("unreachable"),
        environment=ENV,
    )
    assert told.heard == ("您好。",)


def test_values_cannot_change_the_address() -> None:
    service = answering(200, {})
    call(
        'main: [{http: {get: "{{ env.CRM }}/members/{{ caller.number }}"}}]',
        number="../../admin?x=1#",
        http=service,
        environment=ENV,
    )
    assert service.asked[0].url == "http://127.0.0.1:8080/crm/members/..%2F..%2Fadmin%3Fx%3D1%23"


def test_posts_json() -> None:
    service = answering(201, {})
    call(
        """
        main:
          - http:
              post: "http://127.0.0.1/x"
              body: {from: "{{ caller.number }}"}
              headers: {X-Line: a}
        """,
        http=service,
    )
    assert service.asked[0].method == "POST"
    assert service.asked[0].body == {"from": "13800000000"}
    assert service.asked[0].headers == {"X-Line": "a"}


@pytest.mark.parametrize("given", ["{}", "{get: a, post: b}"])
def test_exactly_one_address_is_needed(given: str) -> None:
    assert any("one address" in text for text in problems(f"main: [{{http: {given}}}]"))
