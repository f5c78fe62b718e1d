"""Secure values: nothing shows them, whatever is made of them."""

from __future__ import annotations

import copy
import pickle
import traceback
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.expressions import Expression, ExpressionFailed, Template
from ivr.flow.rehearsal import world
from ivr.flow.scope import Scope
from ivr.flow.secrets import MASK, Secret, Variables, masked, revealed
from ivr.ports import Entered, Heard, HttpRequest, Phrase
from tests.flow.frozen import FrozenClock

CARD = "4111111111111111"

digits = st.text("0123456789", min_size=5, max_size=20)


def scope(**secure: object) -> Scope:
    made = Scope(replace(world(), clock=FrozenClock()), {"number": "138"}, {"language": "zh"})
    made.variables.secure = True
    made.variables.update(secure)
    made.variables.secure = False
    return made


@given(digits)
def test_no_way_of_showing_a_value_shows_it(value: str) -> None:
    secret = Secret(value)
    for text in (str(secret), repr(secret), f"{secret}", f"{secret!r}", "%s" % secret, repr([secret])):  # noqa: UP031
        assert value not in text
    assert secret.reveal() == value


def test_it_cannot_be_written_anywhere() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(Secret(CARD))
    with pytest.raises(TypeError):
        copy.copy(Secret(CARD))


def test_it_is_true_and_false_as_the_value_is() -> None:
    assert Secret("1")
    assert not Secret("")


def test_what_is_saved_while_secure_becomes_one() -> None:
    variables = Variables()
    variables["before"] = "1"
    variables.secure = True
    variables["card"] = CARD
    variables.secure = False
    variables["after"] = "2"
    assert (variables["before"], variables["after"]) == ("1", "2")
    assert isinstance(variables["card"], Secret)
    assert CARD not in repr(variables)


@given(
    digits,
    st.sampled_from(
        [
            "{{ card }}",
            "号码{{ card }}。",
            "{{ card[-4:] }}",
            "{{ card | int + 1 }}",
            "{{ card | reverse }}",
            "{{ card | length }}",
            "{{ [card, 'x'] | join('-') }}",
            "{{ 'yes' if card | length > 3 else 'no' }}",
            "{{ card.split('1') | first }}",
        ]
    ),
)
def test_a_text_made_of_it_is_shown_without_it(value: str, source: str) -> None:
    text = scope(card=value).text(Template(source))
    assert isinstance(text, Secret)
    assert text.shown.replace("号码", "").replace("。", "").strip("•-x") == ""
    assert "•" in text.shown


def test_the_text_itself_is_there_for_who_needs_it() -> None:
    text = scope(card=CARD).text(Template("{{ card[-4:] }}"))
    assert revealed(text) == "1111"


def test_what_is_compared_with_it_is_secret_and_true_as_it_should() -> None:
    found = scope(card=CARD).value(Expression("card == '4111111111111111'"))
    assert isinstance(found, Secret)
    assert found
    assert not scope(card=CARD).value(Expression("card == '1'"))


def test_other_variables_are_none_of_its_business() -> None:
    known = scope(card=CARD)
    known.variables["order"] = "42"
    assert known.text(Template("{{ order }}")) == "42"


def test_it_cannot_slip_into_a_text_that_is_logged() -> None:
    with pytest.raises(ExpressionFailed, match="secure value"):
        scope(card=CARD).render(Template("{{ card }}"))


@pytest.mark.parametrize("source", ["{{ card + 1 }}", "{{ card % 2 }}", "{{ card.nothing.more }}"])
def test_an_error_with_it_does_not_tell_it(source: str) -> None:
    with pytest.raises(ExpressionFailed) as failed:
        scope(card=CARD).text(Template(source))
    assert CARD not in "".join(traceback.format_exception(failed.value))


def test_what_was_pressed_is_masked_and_silence_stays_silence() -> None:
    assert masked({"key": "4", "save": "card", "digits": CARD}) == {
        "key": "•",
        "save": "card",
        "digits": MASK,
    }
    assert masked({"key": "", "digits": ""}) == {"key": "", "digits": ""}


def test_the_parts_that_carry_keys_and_values_do_not_show_them() -> None:
    parts = [
        Entered(CARD, "full", Heard(key="4")),
        Phrase(CARD, "zh", masked=MASK),
        HttpRequest("POST", f"http://pay/{CARD}", 1.0, headers={"X": CARD}, body={"card": CARD}),
    ]
    assert CARD not in repr(parts)
    assert "'4'" not in repr(parts)
