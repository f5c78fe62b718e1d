"""What a caller wants, to JSON and back."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from ivr.ports import Wanted
from routing.needs import Condition, Needs, Stage, parse

_needs = st.builds(
    Needs,
    st.sampled_from(["anybody", "seller >= 3", "zh and (en >= 2 or not trainee)"]).map(parse),
    st.dictionaries(st.sampled_from(["vip", "zh"]), st.integers(1, 9)).map(lambda d: tuple(d.items())),
)
_when = st.none() | st.builds(
    Condition,
    st.sampled_from(["service_level", "idle_agents", "expected_wait"]),
    st.booleans(),
    st.floats(0, 1e4),
)
_wanted = st.builds(
    Wanted,
    _needs,
    st.lists(st.builds(Stage, _needs, st.floats(0, 1e4), _when), max_size=3).map(tuple),
    st.sampled_from(["", "li"]),
    st.floats(0, 600),
    st.integers(-100, 100),
)


@given(_wanted)
def test_what_is_written_is_read_again(wanted: Wanted) -> None:
    assert Wanted.of_plain(json.loads(json.dumps(wanted.to_plain()))) == wanted


@given(_wanted)
def test_a_request_asks_for_just_that(wanted: Wanted) -> None:
    request = wanted.request("1", "support", waited=5.0, reserve=9.0)
    assert Wanted.of(request) == wanted
    assert (request.call, request.queue, request.waited, request.reserve) == ("1", "support", 5.0, 9.0)
