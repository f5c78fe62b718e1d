"""Calls out of Asterisk's events: who talked with whom, through which channels, and who hung up."""

from __future__ import annotations

from tests.verify.writing import (
    AGENT_HANGS_UP,
    BEGAN,
    CALL,
    FLOW_ENDS,
    HANDED,
    LINE,
    MENU,
    TALK,
    WANG,
    calls_of,
    journal,
)


def test_a_caller_hangs_up_in_a_menu() -> None:
    (call,) = calls_of(journal(*MENU, f"4 HANGUP {LINE} source={LINE}"))
    assert (call.id, call.number, call.dialled) == (CALL, "13800000001", "95188")
    assert (call.entered, call.by, call.cause) == (BEGAN + 0.001, "caller", "normal")
    assert call.ended == BEGAN + 4


def test_an_agent_hangs_up_and_the_flow_goes_on_until_its_end() -> None:
    (call,) = calls_of(journal(*TALK, *AGENT_HANGS_UP, *FLOW_ENDS))
    (talk,) = call.talks
    assert (talk.phone, talk.by, talk.seconds) == ("1001", "agent", 30.0)
    assert call.by == "flow"  # although Asterisk names the agent as the source


def test_a_caller_hangs_up_in_the_talk() -> None:
    (call,) = calls_of(journal(*TALK, f"9 BRIDGE_EXIT {LINE} bridge=b", f"9.01 HANGUP {LINE} source={LINE}"))
    assert (call.by, call.talks[0].by, call.talks[0].seconds) == ("caller", "caller", 2.0)


def test_who_talks_through_local_channels_is_found_behind_them() -> None:
    (call,) = calls_of(
        journal(
            *MENU,
            f"5 BRIDGE_ENTER {LINE} bridge=one",
            "5 BRIDGE_ENTER Local/1001@agents-01;1 bridge=one",
            "6 BRIDGE_ENTER Local/1001@agents-01;2 bridge=two",
            f"7 BRIDGE_ENTER {WANG} bridge=two",
            f"9 BRIDGE_EXIT {WANG} bridge=two",
            f"9 HANGUP {WANG} source={WANG}",
            f"12 HANGUP {LINE} source={LINE}",
        )
    )
    assert [(talk.phone, talk.seconds, talk.by) for talk in call.talks] == [("1001", 2.0, "agent")]


def test_a_call_that_comes_in_by_a_local_channel_did_not_talk_to_where_it_came_from() -> None:
    (call,) = calls_of(
        journal(
            "0 BRIDGE_ENTER PJSIP/trunk-01 bridge=one",
            "0 BRIDGE_ENTER Local/95188@in-01;1 bridge=one",
            f"1 APP_START Local/95188@in-01;2 app=AGI data={HANDED}",
            "2 BRIDGE_ENTER Local/95188@in-01;2 bridge=two",
            f"2 BRIDGE_ENTER {WANG} bridge=two",
            f"4 HANGUP {WANG} source={WANG}",
            "5 HANGUP Local/95188@in-01;2",
        )
    )
    assert [talk.phone for talk in call.talks] == ["1001"]


def test_whoever_joins_a_talk_by_a_call_of_their_own_is_a_partner_of_the_caller_only() -> None:
    boss = "PJSIP/1005-00000009"
    first, second = calls_of(
        journal(
            *MENU,
            f"3 CHAN_START {boss}",
            f"3 APP_START {boss} app=AGI data={HANDED}",
            f"4 BRIDGE_ENTER {boss} bridge=room",
            f"4 BRIDGE_ENTER {LINE} bridge=room",
            f"9 HANGUP {boss} source={boss}",
            f"9 HANGUP {LINE} source={LINE}",
        )
    )
    assert [talk.phone for talk in first.talks] == ["1005"]
    assert second.talks == ()


def test_asterisks_own_queue_hangs_up_with_its_agent() -> None:
    (call,) = calls_of(
        journal(
            *MENU,
            f"3 APP_START {LINE} app=Queue data=callwright-fallback",
            f"4 BRIDGE_ENTER {WANG} bridge=b",
            f"4 BRIDGE_ENTER {LINE} bridge=b",
            f"6 BRIDGE_EXIT {WANG} bridge=b",
            f"6 HANGUP {WANG} source={WANG}",
            f"6.01 HANGUP {LINE} source={WANG}",
        )
    )
    assert (call.queued, call.by) == (BEGAN + 3, "agent")


def test_channels_that_were_not_handed_to_the_engine_are_no_calls() -> None:
    assert (
        calls_of(journal(f"0 CHAN_START {LINE}", f"1 APP_START {LINE} app=Hangup", f"1 HANGUP {LINE}")) == []
    )
    joining = HANDED.replace("/call", "/joining")
    assert calls_of(journal(f"0 CHAN_START {WANG}", f"0 APP_START {WANG} app=AGI data={joining}")) == []


def test_channels_of_an_asterisk_that_was_killed_are_none_of_the_next_one_with_the_same_names() -> None:
    killed = journal(*TALK)
    later = [
        f"100 CHAN_START {LINE} id=later",
        f"100.1 APP_START {LINE} id=later app=AGI data={HANDED}",
        f"101 CHAN_START {WANG} id=leg",
        f"102 BRIDGE_ENTER {WANG} id=leg bridge=c",
        f"102 BRIDGE_ENTER {LINE} id=later bridge=c",
        f"104 BRIDGE_EXIT {WANG} id=leg bridge=c",
        f"104 HANGUP {WANG} id=leg source={WANG}",
        f"105 HANGUP {LINE} id=later source={WANG}",
    ]
    first, second = calls_of(killed + journal(*later))
    assert first.ended is None
    assert [talk.ended for talk in first.talks] == [None]
    assert [(talk.phone, talk.seconds) for talk in second.talks] == [("1001", 2.0)]


def test_a_caller_in_a_menu_has_no_part_in_a_talk_whose_channel_had_that_name_before() -> None:
    later = [
        f"100 CHAN_START {LINE} id=later",
        f"100.1 APP_START {LINE} id=later app=AGI data={HANDED}",
        f"101 CHAN_START {WANG} id=leg",
        f"102 BRIDGE_ENTER {WANG} id=leg bridge=c",
        f"103 HANGUP {LINE} id=later source={LINE}",
    ]
    first, second = calls_of(journal(*TALK) + journal(*later))
    assert first.id == CALL
    assert second.talks == ()
