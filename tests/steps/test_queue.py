"""`queue`: music, the place in the line, an agent with the right skills, a talk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import ValidationError

from ivr.events import NeedLeftOut, PositionAnnounced, QueueEntered, RecordingStored
from ivr.flow.scripted import HangUp, Manner, Surroundings
from ivr.settings import Queue
from ivr.steps.queue import Queue as Step
from routing.needs import needs

from .calls import call, problems
from .fakes import Free, Line

SILENT = {"position": False, "wait": False}
LINE = """
main:
  - queue: {to: support, max_wait: 5m, on_timeout: later}
  - play: 谢谢。
later: [{play: 请稍后再拨。}]
"""


def phones(**manners: Manner) -> Surroundings:
    return Surroundings(phones={phone.removeprefix("p"): manner for phone, manner in manners.items()})


def test_the_agent_talks_then_the_flow_goes_on() -> None:
    line = Line(Free("1001", after=4.0))
    told = call(LINE, queues=line)
    assert line.said == ["answered 1001", "finished 1001 by agent", "left"]
    assert told.heard == ("谢谢。",)


def test_the_conversation_is_recorded_in_stereo() -> None:
    told = call(LINE, queues=Line(Free("1001")), around=phones(p1001=Manner(talks=42.0)))
    (stored,) = told.all(RecordingStored)
    assert (stored.kind, round(stored.seconds, 3), stored.channels) == ("conversation", 42.0, 2)


def test_a_queue_may_be_set_not_to_record() -> None:
    silent = {"support": Queue(name={"zh": "客服", "en": "support"}, record=False)}
    told = call(LINE, queues=Line(Free("1001")), queue_settings=silent)
    assert told.all(RecordingStored) == []


def test_who_does_not_answer_is_passed_over_and_the_caller_keeps_the_visit() -> None:
    line = Line(Free("1001"), Free("1002"), Free("1003", after=1.0))
    around = phones(p1001=Manner("rang_out"), p1002=Manner("busy"))
    told = call(LINE, queues=line, around=around)
    assert line.said == [
        "refused 1001 rang_out",
        "refused 1002 busy",
        "answered 1003",
        "finished 1003 by agent",
        "left",
    ]
    assert told.heard[-1] == "谢谢。"
    assert len(line.requests) == 1


def test_skills_and_priority_are_worked_out_for_the_caller() -> None:
    line = Line(Free("1001"))
    call(
        """
        main:
          - set: {level: "3"}
          - queue:
              to: support
              skills: {seller: ">= 3", "{{ call.language }}": 1, "{{ 'vip' if level == '9' else '' }}": 1}
              priority: "{{ level }}0"
        """,
        queues=line,
    )
    assert [(r.queue, r.needs, r.priority) for r in line.requests] == [
        ("support", needs({"seller": 3, "zh": 1}), 30)
    ]


def test_nobody_free_in_time_goes_to_on_timeout() -> None:
    line = Line()
    told = call(LINE, queues=line)
    assert line.said == ["timed_out", "left"]
    assert told.heard[-1] == "请稍后再拨。"
    assert told.seconds == pytest.approx(300, abs=5)


def of(**settings: object) -> dict[str, Queue]:
    """The queue with these settings."""
    return {"support": Queue.model_validate({"name": {"zh": "客服", "en": "support"}, **settings})}


def test_the_place_in_the_line_is_announced_again_and_again_where_that_is_wished() -> None:
    wished = of(announce={"only_improved": False})
    told = call("main: [{queue: {to: support, max_wait: 60s}}]", queues=Line(), queue_settings=wished)
    assert [fact.position for fact in told.all(PositionAnnounced)] == [3, 3]
    assert told.heard == ("您现在排在第三位，请稍候。",) * 2


def test_a_place_that_is_no_better_is_announced_once() -> None:
    line = Line(later={50.0: {"position": 4}, 80.0: {"position": 3}, 120.0: {"position": 2}})
    told = call("main: [{queue: {to: support, max_wait: 140s}}]", queues=line)
    assert [fact.position for fact in told.all(PositionAnnounced)] == [3, 2]


def test_who_hears_nothing_new_for_long_is_told_to_hold_on() -> None:
    told = call("main: [{queue: {to: support, max_wait: 4m}}]", queues=Line())
    assert told.heard == ("您现在排在第三位，请稍候。", *["感谢您的耐心等候，我们会尽快为您接通。"] * 2)


def test_the_place_may_be_kept_quiet() -> None:
    told = call(
        "main: [{queue: {to: support, max_wait: 10m}}]", queues=Line(), queue_settings=of(announce=SILENT)
    )
    assert told.heard == ()


def test_an_agent_who_is_free_during_the_announcement_is_rung_at_once() -> None:
    line = Line(Free("1001", after=10.5))
    told = call(LINE, queues=line, around=phones(p1001=Manner(rings=1.0, talks=5.0)))
    assert line.said[0] == "answered 1001"
    assert told.seconds < 18


def test_a_caller_who_hangs_up_while_waiting_leaves_the_queue() -> None:
    line = Line()
    told = call(LINE, HangUp(after=20.0), queues=line)
    assert line.said == ["left"]
    assert told.ending.by == "caller"


def test_a_caller_who_hangs_up_while_it_rings_leaves_the_queue() -> None:
    line = Line(Free("1001"))
    told = call(LINE, HangUp(after=3.0), queues=line, around=phones(p1001=Manner(rings=10.0)))
    assert line.said == ["left"]
    assert told.ending.by == "caller"


def test_a_caller_who_hangs_up_in_the_talk_frees_the_agent_and_the_recording_is_kept(tmp_path: Path) -> None:
    line = Line(Free("1001"))
    around = replace(phones(p1001=Manner(rings=1.0, talks=60.0)), recordings=tmp_path)
    told = call(LINE, HangUp(after=11.0), queues=line, around=around, recordings=tmp_path)
    assert line.said == ["answered 1001", "finished 1001 by caller", "left"]
    (stored,) = told.all(RecordingStored)
    assert stored.seconds == pytest.approx(10.0)
    assert (tmp_path / stored.file).is_file()


def test_two_talks_of_one_call_have_two_recordings() -> None:
    told = call("main: [{queue: support}, {queue: vip}]", queues=Line(Free("1001")))
    files = [stored.file for stored in told.all(RecordingStored)]
    assert len(set(files)) == 2


def test_works_with_the_simulated_queues_of_a_rehearsal() -> None:
    told = call("main: [{queue: {to: support, skills: {buyer: 1}}}]")
    assert [entered.queue for entered in told.all(QueueEntered)] == ["support"]


def test_a_priority_that_is_no_number_is_none_and_the_call_goes_on() -> None:
    line = Line(Free("1001"))
    told = call('main: [{queue: {to: support, priority: "{{ caller.name }}x"}}]', queues=line)
    assert [request.priority for request in line.requests] == [0]
    assert [left.error for left in told.all(NeedLeftOut)] == ["'x' is no whole number"]


@pytest.mark.parametrize(
    ("yaml", "said"), [("{to: support, skills: {seller: 9}}", "5"), ("{skills: {seller: 1}}", "to")]
)
def test_slips_are_told(yaml: str, said: str) -> None:
    assert any(said in text for text in problems(f"main: [{{queue: {yaml}}}]"))


@pytest.mark.parametrize(
    "field",
    [
        {"max_wait": "8d"},
        {"agent": "last", "patience": "25h"},
        {"relax": [{"after": "2d", "skills": {"zh": 1}}]},
    ],
)
def test_a_wait_that_nobody_can_mean_is_an_error(field: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="the most that makes sense here"):
        Step.model_validate({"to": "support", "skills": {"zh": 2}, **field})
