"""A caller hangs up in every step that takes time: the log says so, and nothing is left of the call."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from ivr.demo.person import Person
from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.events import (
    AgentOffered,
    CallAnswered,
    CallBegan,
    FlowEntered,
    OfferEnded,
    PromptPlayed,
    StepFailed,
    SupervisorJoined,
    Transferred,
)
from ivr.memory.access import Access
from ivr.memory.store import MemoryStore
from ivr.steps import CATALOGUE
from ivr.steps.shared.announcement import KIND, Announcement
from tests.live.books import record_of
from tests.live.conftest import Desk
from tests.live.listening import length_of, silence, sound

pytestmark = pytest.mark.asyncio(loop_scope="module")

AT_ONCE = {"set", "if", "goto", "return", "hours", "list", "throttle", "split", "secure"}
"""The verbs that take no time, or none beside the steps within: nobody can hang up in them."""


@dataclass
class Scene:
    """What a moment needs: it places the call and returns the caller when the moment has come."""

    here: Stage
    line: Phone
    desk: Desk

    async def call(self, dialled: str, phone: Phone | None = None) -> Person:
        number = "" if phone else "13800138000"
        return await Person.calls(self.here.watch, phone or self.line, dialled, number=number)


async def in_a_prompt(scene: Scene) -> Person:
    return await _while_hearing(scene, "7201", "很长")


async def in_digits_being_spoken(scene: Scene) -> Person:
    return await _while_hearing(scene, "7202", "")


async def in_the_prompt_of_a_menu(scene: Scene) -> Person:
    return await _while_hearing(scene, "7203", "请选择")


async def after_the_prompt_of_a_menu(scene: Scene) -> Person:
    caller = await _while_hearing(scene, "7203", "请选择")
    await silence(caller)
    return caller


async def in_the_prompt_of_a_question(scene: Scene) -> Person:
    return await _while_hearing(scene, "7204", "请输入")


async def between_two_digits(scene: Scene) -> Person:
    caller = await _while_hearing(scene, "7204", "请输入")
    await caller.presses("12")
    return caller


async def while_asked_to_confirm(scene: Scene) -> Person:
    caller = await _while_hearing(scene, "7204", "请输入")
    await caller.presses("1234")
    await caller.hears("正确")
    return caller


async def in_the_prompt_of_a_recording(scene: Scene) -> Person:
    return await _while_hearing(scene, "7205", "留言")


async def in_the_beep_of_a_recording(scene: Scene) -> Person:
    caller = await _while_hearing(scene, "7205", "留言")
    await caller.has_heard("留言")
    return caller


async def in_a_recording(scene: Scene) -> Person:
    caller = await in_the_beep_of_a_recording(scene)
    await silence(caller)
    return caller


async def in_the_consent_of_the_hotline(scene: Scene) -> Person:
    return await _while_hearing(scene, "7206", "录音")


async def in_the_categories_of_the_hotline(scene: Scene) -> Person:
    caller = await scene.call("7206")
    await caller.hears("goods")
    return caller


async def in_a_suggestion(scene: Scene) -> Person:
    caller = await in_the_categories_of_the_hotline(scene)
    await caller.presses("1")
    await caller.hears("提示音")
    await caller.presses("#")
    await silence(caller)
    return caller


async def in_the_music_of_a_queue(scene: Scene) -> Person:
    caller = await scene.call("7207")
    await caller.sees(CallAnswered)
    await sound(caller, seconds=0.5)
    return caller


async def in_the_position_in_a_queue(scene: Scene) -> Person:
    return await _while_hearing(scene, "7208", "您现在排在第一位")


async def while_offered_a_callback_in_a_queue(scene: Scene) -> Person:
    return await _while_hearing(scene, "7231", "如需我们回呼")


async def while_keying_in_a_number_in_a_queue(scene: Scene) -> Person:
    caller = await while_offered_a_callback_in_a_queue(scene)
    await caller.presses("1")
    await caller.hears("请输入您希望我们回呼的号码")
    await caller.presses("138")
    return caller


async def while_an_agent_rings(scene: Scene) -> Person:
    wang = await scene.desk("1001")
    caller = await scene.call("7207")
    await wang.rung()
    await caller.sees(AgentOffered)
    return caller


async def in_a_talk_with_an_agent(scene: Scene) -> Person:
    wang = await scene.desk("1001")
    caller = await scene.call("7207")
    await (await wang.rung()).answer()
    await caller.sees(OfferEnded, outcome="answered")
    return caller


async def while_a_phone_rings(scene: Scene) -> Person:
    wang = await scene.desk("1001")
    caller = await scene.call("7209")
    await wang.rung()
    return caller


async def in_a_talk_with_a_phone(scene: Scene) -> Person:
    wang = await scene.desk("1001")
    caller = await scene.call("7209")
    talk = await wang.rung()
    await talk.answer()
    await sound(caller, seconds=0.5)
    return caller


async def in_a_look_up(scene: Scene) -> Person:
    caller = await scene.call("7210")
    await caller.has_heard("好")
    return caller


async def in_a_look_up_before_the_answer(scene: Scene) -> Person:
    caller = await scene.call("7212")
    await caller.sees(FlowEntered)
    return caller


async def while_offered_a_callback(scene: Scene) -> Person:
    return await _while_hearing(scene, "7213", "回呼")


async def while_asked_for_the_language(scene: Scene) -> Person:
    return await _while_hearing(scene, "7214", "中文请按1")


async def while_offered_the_same_as_last_time(scene: Scene) -> Person:
    return await _while_hearing(scene, "7215", "与上次相同")


async def in_an_announcement(scene: Scene) -> Person:
    access = Access(scene.here.database, patience=60.0)
    said = Announcement(zh="今天有一个很长很长的通知，请您慢慢地听。", since=0)
    await MemoryStore(access).keep(KIND, "lasting", said.model_dump_json())
    await access.close()
    return await _while_hearing(scene, "7216", "通知")


async def while_asked_for_a_pin(scene: Scene) -> Person:
    return await _while_hearing(scene, "7217", "")


async def between_two_digits_of_a_pin(scene: Scene) -> Person:
    caller = await _while_hearing(scene, "7217", "")
    await caller.presses("12")
    return caller


async def in_a_question_of_a_survey(scene: Scene) -> Person:
    return await _while_hearing(scene, "7218", "请打分")


async def in_the_greeting_of_a_mailbox(scene: Scene) -> Person:
    return await _while_hearing(scene, "7219", "语音信箱")


async def in_a_message_for_a_mailbox(scene: Scene) -> Person:
    caller = await _while_hearing(scene, "7219", "语音信箱")
    await caller.has_heard("语音信箱")
    await silence(caller)
    return caller


async def while_asked_for_an_extension(scene: Scene) -> Person:
    return await _while_hearing(scene, "7220", "请拨分机号")


async def while_the_phone_of_an_extension_rings(scene: Scene) -> Person:
    wang = await scene.desk("1001")
    caller = await _while_hearing(scene, "7220", "请拨分机号")
    await caller.presses("1001#")
    await wang.rung()
    return caller


async def while_asked_to_spell_a_name(scene: Scene) -> Person:
    return await _while_hearing(scene, "7221", "请拼名字")


async def in_a_look_up_of_a_source(scene: Scene) -> Person:
    caller = await scene.call("7222")
    await caller.has_heard("好")
    return caller


async def in_a_flow_that_was_called(scene: Scene) -> Person:
    return await _while_hearing(scene, "7211", "很长")


async def in_the_goodbye(scene: Scene) -> Person:
    return await _while_hearing(scene, "7299", "再见")


async def in_a_feature_code(scene: Scene) -> Person:
    wang = await scene.desk("1001")
    caller = await scene.call("*44", wang)
    await caller.sees(CallAnswered)
    return caller


async def while_hearing_a_mailbox(scene: Scene) -> Person:
    wang = await scene.desk("1001")
    caller = await scene.call("*45", wang)
    await caller.sees(CallAnswered)
    return caller


async def _while_hearing(scene: Scene, dialled: str, words: str) -> Person:
    caller = await scene.call(dialled)
    await caller.hears(words)
    await sound(caller)
    return caller


Moment = Callable[[Scene], Awaitable[Person]]


async def while_listening_to_a_talk(scene: Scene) -> Person:
    supervisor, wang = await scene.desk("1005"), await scene.desk("1001")
    caller = await scene.call("7001")
    await (await wang.rung()).answer()
    listener = await scene.call("*511001", supervisor)
    await caller.sees(SupervisorJoined)
    return listener


MOMENTS: tuple[tuple[str, Moment], ...] = (
    ("play", in_a_prompt),
    ("say", in_digits_being_spoken),
    ("menu", in_the_prompt_of_a_menu),
    ("menu", after_the_prompt_of_a_menu),
    ("collect", in_the_prompt_of_a_question),
    ("collect", between_two_digits),
    ("collect", while_asked_to_confirm),
    ("record", in_the_prompt_of_a_recording),
    ("record", in_the_beep_of_a_recording),
    ("record", in_a_recording),
    ("hotline", in_the_consent_of_the_hotline),
    ("hotline", in_the_categories_of_the_hotline),
    ("hotline", in_a_suggestion),
    ("queue", in_the_music_of_a_queue),
    ("queue", in_the_position_in_a_queue),
    ("queue", while_offered_a_callback_in_a_queue),
    ("queue", while_keying_in_a_number_in_a_queue),
    ("queue", while_an_agent_rings),
    ("queue", in_a_talk_with_an_agent),
    ("transfer", while_a_phone_rings),
    ("transfer", in_a_talk_with_a_phone),
    ("http", in_a_look_up),
    ("http", in_a_look_up_before_the_answer),
    ("call", in_a_flow_that_was_called),
    ("callback", while_offered_a_callback),
    ("language", while_asked_for_the_language),
    ("remember", while_offered_the_same_as_last_time),
    ("broadcast", in_an_announcement),
    ("pin", while_asked_for_a_pin),
    ("pin", between_two_digits_of_a_pin),
    ("survey", in_a_question_of_a_survey),
    ("voicemail", in_the_greeting_of_a_mailbox),
    ("voicemail", in_a_message_for_a_mailbox),
    ("dial_by_extension", while_asked_for_an_extension),
    ("dial_by_extension", while_the_phone_of_an_extension_rings),
    ("dial_by_name", while_asked_to_spell_a_name),
    ("lookup", in_a_look_up_of_a_source),
    ("hangup", in_the_goodbye),
    ("agent", in_a_feature_code),
    ("supervise", while_listening_to_a_talk),
    ("mailbox", while_hearing_a_mailbox),
)


@pytest.mark.parametrize("moment", [moment for _, moment in MOMENTS], ids=lambda moment: moment.__name__)
async def test_the_caller_hangs_up(here: Stage, line: Phone, desk: Desk, moment: Moment) -> None:
    caller = await moment(Scene(here, line, desk))
    end = await caller.hangs_up()
    assert (end.by, end.cause) == ("caller", "normal")
    record = await record_of(here, caller.id)
    assert (record.ended_by, record.cause) == ("caller", "normal")
    assert not [e for e in here.watch.events if isinstance(e, StepFailed) and e.call == caller.id]


async def test_every_step_that_takes_time_has_its_moment() -> None:
    assert {verb for verb, _ in MOMENTS} == set(CATALOGUE) - AT_ONCE


async def test_what_was_heard_of_a_prompt_until_the_hang_up_is_in_the_log(here: Stage, line: Phone) -> None:
    caller = await _while_hearing(Scene(here, line, desk=None), "7201", "很长")  # type: ignore[arg-type]
    await caller.hangs_up()
    prompt = await caller.sees(PromptPlayed)
    assert 0 < prompt.heard < await length_of(here, prompt.text)


async def test_a_transfer_that_the_caller_left_in_the_middle_is_in_the_log(
    here: Stage, line: Phone, desk: Desk
) -> None:
    caller = await in_a_talk_with_a_phone(Scene(here, line, desk))
    await caller.hangs_up()
    transferred = await caller.sees(Transferred)
    assert (transferred.to, transferred.outcome) == ("1001", "answered")


async def test_a_caller_who_is_answered_and_gone_before_they_were_heard_was_answered(
    here: Stage, line: Phone
) -> None:
    """Asterisk's Answer waits half a second for the first sound of a caller; this one sends none."""
    seen = here.watch.seen
    call = await line.call("7201", number="13800138000")
    call.sound.start = lambda *_: None  # type: ignore[method-assign]
    await call.answered()
    await call.hang_up()
    began = await here.watch.until(CallBegan, after=seen)
    caller = Person(here.watch, call, began.call)
    await caller.is_over()
    assert (await record_of(here, caller.id)).answered is not None


async def test_a_caller_who_gives_up_before_the_answer_was_not_answered(here: Stage, line: Phone) -> None:
    caller = await Scene(here, line, desk=None).call("7212")  # type: ignore[arg-type]
    end = await caller.hangs_up()
    assert (end.by, end.cause) == ("caller", "normal")
    assert (await record_of(here, caller.id)).answered is None
