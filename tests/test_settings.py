"""The settings: read from three files, all faults at once, secrets from the environment."""

from __future__ import annotations

import math
import shutil
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from ivr.document.problems import InvalidFiles
from ivr.settings import Settings, find, load
from ivr.settings.choice import StrategyName
from routing.needs import parse
from routing.strategies import catalogue

SHIPPED = Path(__file__).parent.parent / "config"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A copy of the shipped settings."""
    folder = tmp_path / "site" / "config"
    folder.mkdir(parents=True)
    for name in ("ivr.yaml", "agents.yaml", "queues.yaml"):
        shutil.copy(SHIPPED / name, folder / name)
    return folder


def change(config: Path, file: str, old: str, new: str) -> None:
    text = (config / file).read_text(encoding="utf-8")
    assert old in text
    (config / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def place(config: Path, file: str, text: str) -> str:
    """Where a text stands first: file and line."""
    before, _, _ = (config / file).read_text(encoding="utf-8").partition(text)
    return f"{file}:{before.count(chr(10)) + 1}"


def told(config: Path) -> list[str]:
    with pytest.raises(InvalidFiles) as refused:
        load(config)
    return [str(problem).replace(f"{config}/", "") for problem in refused.value.problems]


def test_the_shipped_settings_are_sound(config: Path) -> None:
    settings = load(config)
    assert set(settings.queues.queues) == {"support", "vip", "corporate", "operator", "letters"}
    assert [agent.phone for agent in settings.agents.agents.values()] == [
        "1001",
        "1002",
        "1003",
        "1004",
        "1005",
    ]
    assert all(agent.skills["operator"].level >= 1 for agent in settings.agents.agents.values())


def test_what_the_shipped_file_says_is_what_holds_without_it(config: Path) -> None:
    shipped = load(config).engine
    (config / "ivr.yaml").write_text("asterisk: private\n", encoding="utf-8")
    assert load(config).engine == shipped.model_copy(update={"environment": {}})


def test_paths_start_from_the_folder_above(config: Path) -> None:
    settings = load(config)
    assert settings.path(settings.engine.dialplans) == config.parent / "dialplans"


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("5s", 5), ("1.5s", 1.5), ("2m", 120), ("1h30m", 5400), ("1h1m1s", 3661), ("1d1h", 90000)],
)
def test_durations(config: Path, written: str, seconds: float) -> None:
    change(config, "ivr.yaml", "music: 5s", f"music: {written}")
    assert load(config).engine.fallback.music == seconds


@pytest.mark.parametrize("written", ["5", "s", "1m 30s", "-5s", "5 seconds", "", "1s1m"])
def test_what_is_no_duration_says_how_to_write_one(config: Path, written: str) -> None:
    change(config, "ivr.yaml", "music: 5s", f"music: '{written}'")
    assert told(config) == [
        f"ivr.yaml:34:10: error: '{written}' is not a duration; "
        "write it like 5s, 1.5s, 2m, 1h30m or 30d [reader]"
    ]


def test_faults_of_all_files_are_told_at_once(config: Path) -> None:
    change(config, "ivr.yaml", "asterisk: private", "asterisk: privat")
    change(config, "agents.yaml", "name: 王芳", "nme: 王芳")
    change(config, "queues.yaml", "ring: 15s", "rnig: 15s")
    found = told(config)
    assert [line.split(":")[0] for line in found] == ["agents.yaml", "agents.yaml", "ivr.yaml", "queues.yaml"]
    assert "did you mean 'private'?" in found[2]
    assert "did you mean 'ring'?" in found[3]


def test_how_long_recordings_are_kept(config: Path) -> None:
    kept = "keep: {conversation: 180d, voicemail: forever}\n  lines: {95188: {conversation: 365d}}"
    change(config, "ivr.yaml", "  after: 60s", f"  after: 60s\n  {kept}")
    archive = load(config).engine.archive
    assert archive.keep == {"conversation": 180 * 86400, "voicemail": math.inf}
    assert archive.lines == {"95188": {"conversation": 365 * 86400}}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{conversation: 1h}", "'1h' is less than a day, and recordings are removed once a day"),
        ("{voicemial: 30d}", "did you mean 'voicemail'?"),
        ("{message: 30}", "'30' is not a duration"),
        ("30d", "expected a mapping"),
    ],
)
def test_what_is_no_time_to_keep_recordings_is_told_at_its_line(
    config: Path, written: str, said: str
) -> None:
    change(config, "ivr.yaml", "  after: 60s", f"  after: 60s\n  keep: {written}")
    (problem,) = told(config)
    line = (config / "ivr.yaml").read_text(encoding="utf-8").splitlines().index(f"  keep: {written}") + 1
    assert problem.startswith(f"ivr.yaml:{line}:")
    assert said in problem


def test_two_agents_with_one_phone_are_told_at_the_second(config: Path) -> None:
    change(config, "agents.yaml", "phone: 1003", "phone: 1001")
    (problem,) = told(config)
    assert problem.endswith("the phone 1001 is wang's already; give zhang another [reader]")
    assert problem.startswith("agents.yaml:24:12:")


def test_a_disposition_behind_two_keys_is_told(config: Path) -> None:
    change(config, "queues.yaml", "2: {id: follow_up", "2: {id: solved")
    assert told(config)[0].endswith("'solved' stands behind two keys [reader]")


def test_a_disposition_takes_one_digit_and_plain_words(config: Path) -> None:
    change(config, "queues.yaml", "  1: {id: solved", "  10: {id: solved")
    change(config, "queues.yaml", "en: Follow-up", "en: '{{ env.SECRET }}'")
    assert len(told(config)) == 2


def test_the_dispositions_of_a_queue_come_before_the_shared_ones(config: Path) -> None:
    change(
        config,
        "queues.yaml",
        "  vip:\n",
        "  vip:\n    dispositions: {5: {id: pleased, name: {en: Pleased}}}\n",
    )
    queues = load(config).queues
    assert [each.code for each in queues.outcomes("vip")] == ["pleased"]
    assert [each.key for each in queues.outcomes("support")] == ["1", "2", "3", "4"]


def test_a_second_line_that_is_not_there_is_told_with_those_that_are(config: Path) -> None:
    change(config, "queues.yaml", "escalate_to: operator", "escalate_to: experts")
    (problem,) = told(config)
    assert "no queue is called 'experts'; allowed: corporate, operator, vip" in problem


@pytest.mark.parametrize(
    ("second_line", "text"),
    [
        ("support", "a queue is not its own second line; allowed: corporate, operator, vip"),
        ("letters", "queue 'letters' takes no calls; allowed: corporate, operator, vip"),
    ],
)
def test_a_second_line_that_helps_nobody_is_told(config: Path, second_line: str, text: str) -> None:
    change(config, "queues.yaml", "escalate_to: operator", f"escalate_to: {second_line}")
    (problem,) = told(config)
    assert text in problem


def test_an_overflow_from_calls_into_work_of_another_channel_is_told(config: Path) -> None:
    change(config, "queues.yaml", "max_length: 50", "overflow: {after: 5m, to: letters}")
    (problem,) = told(config)
    assert "queue 'letters' is for email, 'support' for phone; allowed: corporate, operator, vip" in problem


def test_a_number_of_a_queue_that_is_a_phone_s_is_told(config: Path) -> None:
    change(config, "queues.yaml", 'extension: "8001"', 'extension: "1002"')
    (problem,) = told(config)
    assert "the number 1002 is li's already; give support another" in problem


def test_an_unknown_time_zone_is_told(config: Path) -> None:
    change(config, "ivr.yaml", "Asia/Shanghai", "Asia/Bejing")
    assert "there is no time zone 'Asia/Bejing'; write it like Asia/Shanghai" in told(config)[0]


def test_a_duplicate_key_is_told(config: Path) -> None:
    change(config, "queues.yaml", "  vip:", "  support:")
    assert "the key 'support' stands twice" in told(config)[0]


def test_a_missing_folder_names_the_three_files(tmp_path: Path) -> None:
    assert [line.split(":")[0] for line in told(tmp_path)] == ["agents.yaml", "ivr.yaml", "queues.yaml"]


def test_a_file_that_is_not_utf8_is_told(config: Path) -> None:
    (config / "agents.yaml").write_bytes("agents: 王".encode("gb18030"))
    assert "not UTF-8" in told(config)[0]


def overridden(config: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> Settings:
    monkeypatch.setenv(name, value)
    return load(config)


def test_the_secret_may_come_from_the_environment(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = overridden(config, monkeypatch, "CALLWRIGHT_AMI_SECRET", "from outside").engine
    assert (engine.ami.secret, engine.ami.user) == ("from outside", "callwright")


def test_the_folder_of_the_state_may_come_from_the_environment(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = overridden(config, monkeypatch, "CALLWRIGHT_STATE", "/srv/callwright")
    assert settings.path(settings.engine.state) == Path("/srv/callwright")


def test_the_folder_of_the_recordings_may_come_from_the_environment(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = overridden(config, monkeypatch, "CALLWRIGHT_RECORDINGS", "/srv/recordings")
    assert settings.path(settings.engine.recordings) == Path("/srv/recordings")


def test_the_database_may_come_from_the_environment(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = overridden(config, monkeypatch, "CALLWRIGHT_DATABASE", "sqlite:///other.db").engine
    assert engine.database == "sqlite:///other.db"


TOKENS = """  tokens:
    crm: {may: [work]}
    desk-one: {may: [agents], token: 0123456789abcdef0123456789}
"""
KNOWN = "0123456789abcdef0123456789"


def with_tokens(config: Path, old: str = "", new: str = "") -> None:
    change(config, "ivr.yaml", "  port: 8080\n", "  port: 8080\n" + TOKENS.replace(old, new))


def test_the_token_of_a_client_may_come_from_the_environment(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_tokens(config, f"token: {KNOWN}", "sha256: " + "0" * 64)
    monkeypatch.setenv("CALLWRIGHT_TOKEN_DESK_ONE", "x" * 20)
    monkeypatch.setenv("CALLWRIGHT_TOKEN_CRM", "y" * 20)
    tokens = load(config).engine.web.tokens
    assert (tokens["desk-one"].token, tokens["crm"].token) == ("x" * 20, "y" * 20)


def test_a_client_without_a_token_is_told_with_the_name_of_the_variable(config: Path) -> None:
    with_tokens(config)
    (line,) = told(config)
    assert "crm has no token" in line
    assert "CALLWRIGHT_TOKEN_CRM" in line


def test_two_clients_with_one_token_are_told(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_tokens(config)
    monkeypatch.setenv("CALLWRIGHT_TOKEN_CRM", KNOWN)
    (line,) = told(config)
    assert "desk-one has the token of crm" in line


def test_an_interface_that_others_can_reach_without_tls_is_a_warning(config: Path) -> None:
    change(config, "ivr.yaml", "web:\n  host: 127.0.0.1", "web:\n  host: 0.0.0.0")
    (problem,) = find(config).problems
    assert (problem.severity, problem.line > 1) == ("warning", True)
    assert "reverse proxy" in problem.text
    assert load(config).engine.web.host == "0.0.0.0"


def test_a_token_that_can_be_guessed_is_told_without_the_token(config: Path) -> None:
    with_tokens(config, KNOWN, "letmein")
    (line,) = told(config)
    assert "20 or more" in line
    assert "letmein" not in line


# Skills and choice


@pytest.mark.parametrize(
    ("day", "counts"),
    [("2025-12-31", False), ("2026-01-01", True), ("2026-12-31", True), ("2027-01-01", False)],
)
def test_a_skill_counts_from_its_first_day_to_its_last(config: Path, day: str, counts: bool) -> None:
    change(config, "agents.yaml", "vip: 4", "vip: {level: 4, from: 2026-01-01, until: 2026-12-31}")
    liu = load(config).agents.agents["liu"]
    assert liu.levels(date.fromisoformat(day)) == {"zh": 4, "en": 5, "buyer": 3, "operator": 1} | (
        {"vip": 4} if counts else {}
    )


def test_a_skill_that_begins_later_is_in_sight_and_one_that_is_over_is_not(config: Path) -> None:
    change(config, "agents.yaml", "vip: 4", "vip: {level: 4, from: 2026-05-01, until: 2026-12-31}")
    liu = load(config).agents.agents["liu"]
    assert "vip" in liu.in_sight(date(2026, 1, 1))
    assert "vip" not in liu.in_sight(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("vip: {level: 9}", "expected at most 5, found '9'"),
        ("vip: {level: 4, until: 2026-13-01}", "found '2026-13-01'"),
        ("vip: {level: 4, form: 2026-01-01}", "did you mean 'from'?"),
        ("vip: {from: 2026-01-01}", "'level' is missing"),
        (
            "vip: {level: 4, from: 2026-02-01, until: 2026-01-31}",
            "ends on 2026-01-31, before it begins on 2026-02-01",
        ),
        ("vip: often", "expected a whole number, found 'often'"),
        ("nobody: 4", "'nobody' cannot be a skill"),
    ],
)
def test_a_slip_in_a_dated_skill_is_told_with_its_line(config: Path, written: str, said: str) -> None:
    change(config, "agents.yaml", "vip: 4", written)
    (problem,) = told(config)
    assert problem.startswith(f"{place(config, 'agents.yaml', written)}:")
    assert said in problem


def test_who_serves_a_queue_is_said_by_skills(config: Path) -> None:
    change(config, "queues.yaml", "  vip:\n", "  vip:\n    members: vip and (zh or en >= 2)\n")
    assert load(config).queues.queues["vip"].members == parse("vip and (zh or en >= 2)")
    change(config, "queues.yaml", "vip and (zh or en >= 2)", "{vip: 2, zh: 1}")
    assert load(config).queues.queues["vip"].members == parse("vip >= 2 and zh")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("ring: 12s", "strategy: longest_idel", "did you mean 'longest_idle'?"),
        ("ring: 12s", "members: vip und zh", "'and' or 'or' is missing before 'und'"),
        ("ring: 12s", "members: {vip: 7}", "expected a level from 1 to 5, found '7'"),
        ("ring: 12s", "target: {share: 0.8}", "'0.8' is no share; write it like 80%"),
        ("most: 100", "most: -1", "expected at least 0, found '-1'"),
    ],
)
def test_a_slip_in_how_a_queue_chooses_is_told(config: Path, old: str, new: str, said: str) -> None:
    change(config, "queues.yaml", old, new)
    assert any(said in problem for problem in told(config))


def test_the_strategies_are_those_that_the_router_knows() -> None:
    assert set(get_args(StrategyName)) == set(catalogue())


def test_the_target_and_the_worth_of_priority(config: Path) -> None:
    change(config, "queues.yaml", "worth: 6s, most: 100", "worth: 2s, most: 50")
    change(config, "queues.yaml", "ring: 12s", "target: {share: 92.5%, within: 15s}")
    queues = load(config).queues
    assert (queues.priority.worth, queues.priority.most) == (2.0, 50)
    assert (queues.queues["vip"].target.share, queues.queues["vip"].target.within) == (0.925, 15.0)


def test_a_channel_that_is_not_there_is_told_where_it_is_named(config: Path) -> None:
    change(config, "queues.yaml", "    channel: email\n", "    channel: emial\n")
    assert "no channel 'emial' in queues.yaml; did you mean 'email'" in told(config)[0]


def test_a_limit_of_an_agent_for_a_channel_that_is_not_there_is_told(config: Path) -> None:
    change(config, "agents.yaml", "    phone: 1001\n", "    phone: 1001\n    at_once: {fax: 2}\n")
    assert "no channel 'fax' in queues.yaml" in told(config)[0]


def test_the_phone_is_no_channel_to_be_set(config: Path) -> None:
    change(config, "queues.yaml", "channels:\n", "channels:\n  phone: {at_once: 2}\n")
    assert "an agent has one call at a time" in told(config)[0]


@pytest.mark.parametrize("absurd", ["0", "-1", "101", "many"])
def test_an_absurd_number_of_contacts_is_told(config: Path, absurd: str) -> None:
    change(config, "queues.yaml", "at_once: 3", f"at_once: {absurd}")
    assert "queues.yaml" in told(config)[0]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ring: 25h", "90000 s is longer than 1d, the most that makes sense here"),
        ("keep_place: 8d", "691200 s is longer than 7d, the most that makes sense here"),
        ("overflow: {after: 2d, to: vip}", "172800 s is longer than 1d, the most that makes sense here"),
    ],
)
def test_durations_of_a_queue_that_nobody_can_mean_are_errors(config: Path, line: str, said: str) -> None:
    change(config, "queues.yaml", "max_length: 50", line)
    change(
        config,
        "queues.yaml",
        "    ring: 15s\n    wrap_up: 5s\n    announce: {first: 10s",
        "    announce: {first: 10s",
    )
    assert said in " ".join(told(config))


@pytest.mark.parametrize("line", ["ring: 24h", "keep_place: 7d"])
def test_the_longest_durations_that_make_sense_are_none(config: Path, line: str) -> None:
    change(config, "queues.yaml", "max_length: 50", line)
    change(
        config,
        "queues.yaml",
        "    ring: 15s\n    wrap_up: 5s\n    announce: {first: 10s",
        "    announce: {first: 10s",
    )
    load(config)


def test_the_token_of_an_agent_that_nobody_is_is_told(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_tokens(config, "[agents]", "[quality], agent: wnag")
    monkeypatch.setenv("CALLWRIGHT_TOKEN_CRM", "y" * 20)
    (problem,) = find(config).problems
    assert problem.text.startswith("no agent 'wnag'; did you mean 'wang'?")
    assert problem.zh.startswith("没有坐席“wnag”")
