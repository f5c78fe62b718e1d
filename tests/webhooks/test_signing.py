"""Signatures are those of the Standard Webhooks specification."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ivr.webhooks.signing import headers
from tests.webhooks.receiver import OLD_SECRET, SECRET, check


def test_the_example_that_the_specification_s_libraries_publish() -> None:
    signed = headers((SECRET,), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert signed == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


@given(st.binary(max_size=300), st.integers(0, 2**33))
def test_whoever_knows_one_of_two_secrets_can_check_it(body: bytes, at: int) -> None:
    signed = headers((SECRET, OLD_SECRET), "evt_1", at, body)
    check(SECRET, signed, body)
    check(OLD_SECRET, signed, body)
    assert signed["webhook-signature"].count("v1,") == 2
