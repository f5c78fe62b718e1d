"""What is on disk beside what is in use: who takes whose place, and who never does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.flow.checks import double_numbers
from ivr.flow.dialplan import Dialplan
from ivr.versions.judge import Seen, Verdict, judge, last_good, look
from tests.versions.site import BROKEN, RULES, Folder, dialplan


def again(folder: Folder, in_use: Sequence[Dialplan] = ()) -> Verdict:
    return judge(look(folder.path), in_use, RULES)


def names(plans: Sequence[Dialplan]) -> list[str]:
    return [plan.name for plan in plans]


def files(verdict: Verdict) -> list[str]:
    return [refused.file.name for refused in verdict.refused]


def test_all_that_is_sound_and_new_is_taken_with_its_owner(folder: Folder) -> None:
    path = folder.write("a")
    verdict = again(folder)
    (taken,) = verdict.taken
    assert (taken.plan.name, taken.previous, taken.owner) == ("a", "", path.owner())
    assert verdict.plans == (taken.plan,)


def test_what_has_not_changed_is_the_same_object_and_not_taken_again(folder: Folder) -> None:
    folder.write("a")
    before = again(folder).plans
    verdict = again(folder, before)
    assert verdict.plans[0] is before[0]
    assert verdict.taken == ()


def test_what_its_comments_say_about_findings_holds_for_an_unchanged_file_too(folder: Folder) -> None:
    path = folder.write("a", flows="main: [{go: main}]")
    path.write_text(
        path.read_text().replace("main: [{go", "main: # ivr: ignore[loops_without_input]\n    [{go")
    )
    before = again(folder).plans
    assert names(before) == ["a"]
    folder.write("b", '["2"]')
    verdict = again(folder, before)
    assert (names(verdict.plans), files(verdict)) == (["a", "b"], [])


def test_a_change_names_the_version_before_it(folder: Folder) -> None:
    folder.write("a")
    before = again(folder).plans
    folder.write("a", '["2"]')
    (taken,) = again(folder, before).taken
    assert taken.previous == before[0].version
    assert taken.plan.numbers == ("2",)


def test_a_broken_file_keeps_what_it_held_before_and_says_all_that_is_wrong(folder: Folder) -> None:
    folder.write("a")
    before = again(folder).plans
    folder.write("a", flows="main: [{paly: x}, {go: nowhere}]")
    verdict = again(folder, before)
    (refused,) = verdict.refused
    assert verdict.plans == before
    assert refused.kept == before
    assert refused.errors == 2


@pytest.mark.parametrize("text", ["", "dialplan: [", "\x00"])
def test_a_file_that_is_no_yaml_at_all_keeps_it_too(folder: Folder, text: str) -> None:
    path = folder.write("a")
    before = again(folder).plans
    path.write_text(text)
    assert again(folder, before).plans == before


def test_a_file_that_is_no_text_keeps_it_too(folder: Folder) -> None:
    path = folder.write("a")
    before = again(folder).plans
    path.write_bytes(b"\xff\xfe")
    verdict = again(folder, before)
    assert (verdict.plans, files(verdict)) == (before, ["a.yaml"])


def test_sound_files_are_taken_beside_a_broken_one(folder: Folder) -> None:
    folder.write("a")
    folder.write("b", '["2"]')
    before = again(folder).plans
    folder.write("a", flows=BROKEN)
    folder.write("b", '["3"]')
    verdict = again(folder, before)
    assert [taken.plan.name for taken in verdict.taken] == ["b"]
    assert names(verdict.plans) == ["a", "b"]


def test_a_file_that_is_gone_takes_its_dialplan_out_of_use(folder: Folder) -> None:
    folder.write("a")
    folder.write("b", '["2"]').unlink()
    folder.write("b", '["2"]')
    before = again(folder).plans
    (folder.path / "b.yaml").unlink()
    verdict = again(folder, before)
    assert (names(verdict.plans), names(verdict.gone)) == (["a"], ["b"])


def test_while_a_file_is_broken_nothing_goes_out_of_use(folder: Folder) -> None:
    """It may be the one that is gone, under another name."""
    folder.write("a").rename(folder.path / "renamed.yaml")
    (folder.path / "renamed.yaml").write_text("dialplan: [")
    folder.write("a")
    before = again(folder).plans[:1]
    (folder.path / "a.yaml").unlink()
    verdict = again(folder, before)
    assert (verdict.plans, verdict.gone, files(verdict)) == (before, (), ["renamed.yaml"])


def test_a_renamed_file_is_the_same_version(folder: Folder) -> None:
    path = folder.write("a")
    before = again(folder).plans
    path.rename(folder.path / "other.yaml")
    verdict = again(folder, before)
    assert (verdict.taken, verdict.gone) == ((), ())
    assert verdict.plans[0].file.endswith("other.yaml")


def test_a_folder_without_any_dialplan_changes_nothing(folder: Folder) -> None:
    path = folder.write("a")
    before = again(folder).plans
    path.unlink()
    verdict = again(folder, before)
    assert verdict.plans == before
    assert "no dialplans" in verdict.refused[0].problems[0].text


def test_a_folder_that_is_not_there_changes_nothing(folder: Folder) -> None:
    folder.write("a")
    folder.write("b", '["2"]')
    before = again(folder).plans
    folder.path.rename(folder.path.with_name("elsewhere"))
    verdict = again(folder, before)
    assert (verdict.plans, verdict.refused[0].kept) == (before, before)


def test_a_number_that_a_dialplan_in_use_has_is_refused_to_the_newcomer(folder: Folder) -> None:
    folder.write("b")
    before = again(folder).plans
    folder.write("a")  # its file comes first
    verdict = again(folder, before)
    assert (verdict.plans, files(verdict)) == (before, ["a.yaml"])


def test_a_number_may_move_from_one_dialplan_to_another(folder: Folder) -> None:
    folder.write("a", '["1", "2"]')
    folder.write("b", '["3"]')
    before = again(folder).plans
    folder.write("a", '["2"]')
    folder.write("b", '["3", "1"]')
    verdict = again(folder, before)
    assert (verdict.refused, [plan.numbers for plan in verdict.plans]) == ((), [("2",), ("3", "1")])


def test_a_number_does_not_move_to_another_while_the_file_that_gives_it_up_is_broken(folder: Folder) -> None:
    folder.write("a", '["1", "2"]')
    folder.write("b", '["3"]')
    before = again(folder).plans
    folder.write("a", '["2"]', BROKEN)
    folder.write("b", '["3", "1"]')
    verdict = again(folder, before)
    assert (verdict.plans, files(verdict)) == (before, ["a.yaml", "b.yaml"])


def test_a_broken_copy_beside_a_sound_file_is_refused_alone(folder: Folder) -> None:
    folder.write("a")
    before = again(folder).plans
    folder.write("a", flows=BROKEN, file="a-copy.yaml")
    verdict = again(folder, before)
    assert (verdict.plans, files(verdict)) == (before, ["a-copy.yaml"])


def test_a_new_file_with_errors_is_refused_and_keeps_nothing(folder: Folder) -> None:
    folder.write("a")
    before = again(folder).plans
    folder.write("b", '["2"]', BROKEN)
    verdict = again(folder, before)
    assert [refused.kept for refused in verdict.refused] == [()]


def test_a_kept_text_that_is_no_longer_sound_is_no_good_version() -> None:
    sound, outdated = dialplan("a"), dialplan("b", flows=BROKEN)
    version = judge([Seen(Path("a.yaml"), sound, "")], (), RULES).plans[0].version
    found = last_good([(version, "a.yaml", sound), ("123456789abc", "b.yaml", outdated)], RULES)
    assert names(found) == ["a"]


def test_a_kept_text_that_is_not_what_its_name_says_is_no_good_version() -> None:
    assert last_good([("123456789abc", "a.yaml", dialplan("a"))], RULES) == []


CONTENTS: list[Callable[[str], str]] = [
    lambda name: dialplan(name, '["1"]'),
    lambda name: dialplan(name, '["2"]'),
    lambda name: dialplan(name, '["1", "2"]'),
    lambda name: dialplan("other", '["3"]'),
    lambda name: dialplan(name, '["2"]', BROKEN),
    lambda name: "dialplan: [",
]
FILES = st.dictionaries(st.sampled_from(["a", "b", "c"]), st.sampled_from(CONTENTS), max_size=3)


@given(st.lists(FILES, min_size=1, max_size=5))
def test_whatever_is_written_what_is_in_use_is_sound_and_nothing_good_is_lost(
    states: list[dict[str, Callable[[str], str]]],
) -> None:
    in_use: tuple[Dialplan, ...] = ()
    for state in states:
        seen = [Seen(Path(f"/d/{name}.yaml"), make(name), "zhang") for name, make in sorted(state.items())]
        verdict = judge(seen, in_use, RULES)
        numbers = [number for plan in verdict.plans for number in plan.numbers]
        assert len(numbers) == len(set(numbers)), "two dialplans answer one number"
        assert len(set(names(verdict.plans))) == len(verdict.plans), "two dialplans have one name"
        lost = set(names(in_use)) - set(names(verdict.plans))
        assert lost == set(names(verdict.gone))
        assert not (lost and verdict.refused), "something went out of use beside a broken file"
        refused = {refused.file for refused in verdict.refused}
        for file in [each for each in seen if each.path not in refused]:
            assert str(file.path) in {plan.file for plan in verdict.plans}, "a sound file is not in use"
        in_use = verdict.plans


def test_which_check_tells_of_a_number_taken_twice(folder: Folder) -> None:
    folder.write("a")
    folder.write("b")
    verdict = again(folder)
    assert {problem.check for problem in verdict.refused[0].problems} == {double_numbers.ID}
