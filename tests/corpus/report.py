"""The corpus in figures, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.corpus.judge import Score, Verdict, by_check, faulty, score, sound

_HEAD = """\
# What `ivr check` finds in the corpus

Dialplans with one fault each in [faulty](faulty), whose first line tells the check and the place that were
expected when the fault was written, before the checker was asked; and sound ones in [sound](sound), which are
to give no finding. Found is a fault that is told by its check at its line and column; whatever else is told
counts as false. `make corpus` prints this, `python -m tests.corpus --keep` writes it, a test compares it.
"""


def report() -> str:
    """All figures, and every file in which the checker does not agree with the corpus."""
    wrong, right = list(faulty().values()), list(sound().values())
    rows = "".join(f"| {name} | {_row(found)} |\n" for name, found in _rows(wrong, right))
    return (
        f"{_HEAD}\n| | faults | found | recall | false | precision |\n|---|---|---|---|---|---|\n{rows}"
        f"\n## By check\n\n| check | faults | found | false beside |\n|---|---|---|---|\n{_checks(wrong)}"
        f"\n## Where they disagree\n\n{_disagreed([*wrong, *right])}"
    )


def _rows(wrong: Sequence[Verdict], right: Sequence[Verdict]) -> Iterator[tuple[str, Score]]:
    yield f"{len(wrong)} faulty dialplans", score(wrong)
    yield f"{len(right)} sound dialplans", score(right)
    yield "**all**", score([*wrong, *right])


def _row(found: Score) -> str:
    return (
        f"{found.faults} | {found.found} | {found.recall:.1%} | {found.false} | {found.precision:.1%}"
        if found.faults
        else f"0 | | | {found.false} |"
    )


def _checks(wrong: Sequence[Verdict]) -> str:
    return "".join(f"| {check} | {s.faults} | {s.found} | {s.false} |\n" for check, s in by_check(wrong))


def _disagreed(verdicts: Sequence[Verdict]) -> str:
    lines = []
    for verdict in verdicts:
        if verdict.expected and not verdict.is_found:
            lines.append(f"- {verdict.file}: {verdict.expected} is not found")
        lines += [f"- {verdict.file}: {found} is found beside" for found in verdict.beside]
    return "\n".join(lines) + "\n" if lines else "Nowhere.\n"
