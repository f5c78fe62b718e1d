"""`ivr test --generate`: a file of stories for the ways that no story of a person takes."""

from __future__ import annotations

from pathlib import Path

from ivr.cli.options import err, say, stop_with
from ivr.flow.dialplan import Dialplan
from ivr.stories import telling
from ivr.stories.explore.generate import Generated, generate
from ivr.stories.explore.writing import HEAD
from ivr.stories.suite import GENERATED, Suite, play


def generate_for(suite: Suite, words: str) -> None:
    """Write a file beside each dialplan that has ways without a story, and tell which ones are left."""
    own = [story for story in suite.stories if not story.place.file.endswith(GENERATED)]
    for covered in play(suite, own, lambda _: None).covered:
        file = Path(covered.plan.file).with_suffix(GENERATED)
        _refuse_to_overwrite(file, words)
        with err.status(telling.say("exploring", words, name=covered.plan.name)):
            made = generate(covered.plan, suite.centre, covered.uncovered)
        _write(file, made, words)
        _tell_left(covered.plan, made, words)


def _refuse_to_overwrite(file: Path, words: str) -> None:
    if file.exists() and not file.read_text(encoding="utf-8", errors="replace").startswith(HEAD[:30]):
        stop_with(telling.say("not_ours", words, file=file))


def _write(file: Path, made: Generated, words: str) -> None:
    try:
        if made.text:
            file.write_text(made.text, encoding="utf-8")
            say(telling.say("generated", words, file=file, count=made.stories))
        else:
            file.unlink(missing_ok=True)
    except OSError as fault:
        stop_with(f"{file}: {fault.strerror or fault}")


def _tell_left(plan: Dialplan, made: Generated, words: str) -> None:
    if not made.left:
        say(telling.say("all_covered", words, name=plan.name))
        return
    text = "left" if made.is_complete else "left_at_limit"
    say(telling.say(text, words, name=plan.name, count=len(made.left), calls=made.calls))
    for way in made.left:
        why = "unreached" if way in made.unreached else "never_failed" if not way.flow else "untaken"
        told = telling.say(why, words)
        say(f"  {way.place}  {telling.way(way, words)}  ({told})")
