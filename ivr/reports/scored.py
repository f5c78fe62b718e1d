"""What scorers gave, beside the measures of calls: how many talks, how good, appeals, and do they agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from statistics import fmean

from ivr.journal.reader import JournalReader
from ivr.measures.intervals import Intervals
from ivr.quality.entry import Score
from ivr.quality.form import Form
from ivr.quality.given import Given, given_between
from ivr.quality.scorers import together, twice
from ivr.reports.asked import Asked
from ivr.reports.making import Beside, Key
from ivr.reports.sheet import Cell, Column
from ivr.reports.words import word

_Pairs = Sequence[tuple[Score, Score]]


async def scored(reader: JournalReader, asked: Asked) -> Beside:
    """What stands beside a report. Raises `DatabaseUnusable`."""
    return beside_of(await given_between(reader, asked.since.timestamp(), asked.until.timestamp()), asked)


def beside_of(given: Given, asked: Asked) -> Beside:
    """By the beginning of the call. What scores do not know (a menu, a skill) is ''."""
    read = _readers(asked)
    own: dict[Key, list[Score]] = defaultdict(list)
    for score in given.final:
        own[_key(asked, read, score)].append(score)
    pairs = [*twice(given.final)]
    apart = _pairs(pairs, lambda score: _key(asked, read, score))

    def of(key: Key | None) -> tuple[Cell, ...]:
        if key is None:
            return _figures(given.final, pairs, given.forms)
        return _figures(own.get(key, []), apart.get(key, []), given.forms)

    columns = [
        Column(name, word(name, asked.language), unit) for name, unit in asked.report.of_scores.items()
    ]
    undecided = sum(score.appeal is not None and not score.appeal.outcome for score in given.final)
    return Beside(
        columns=tuple(columns),
        keys=tuple(own),
        of=of,
        facts=((word("scored", asked.language), f"{len(given.final):,}"),),
        open=tuple(_open(given, undecided, asked.language)),
        told={"scores": len(given.final), "drafts": given.drafts, "appeals_undecided": undecided},
    )


def _readers(asked: Asked) -> Mapping[str, Callable[[Score], str]]:
    grid, zone, teams = Intervals(asked.reckoning.interval, asked.zone), asked.zone, asked.reckoning.teams
    return {
        "interval": lambda score: grid.key(score.began),
        "weekday": lambda score: str(datetime.fromtimestamp(score.began, zone).isoweekday()),
        "hour": lambda score: f"{datetime.fromtimestamp(score.began, zone).hour:02}",
        "queue": lambda score: score.queue,
        "agent": lambda score: score.agent,
        "team": lambda score: teams.get(score.agent, ""),
        "form": lambda score: score.form,
        "scorer": lambda score: score.scorer,
    }


def _key(asked: Asked, read: Mapping[str, Callable[[Score], str]], score: Score) -> Key:
    return tuple(read[name](score) if name in read else "" for name in asked.by)


def _pairs(pairs: _Pairs, key: Callable[[Score], Key]) -> Mapping[Key, list[tuple[Score, Score]]]:
    """Each pair in the row of its first scorer, and the other way round in that of its second."""
    found: dict[Key, list[tuple[Score, Score]]] = defaultdict(list)
    for one, other in pairs:
        found[key(one)].append((one, other))
        if key(other) != key(one):
            found[key(other)].append((other, one))
    return found


def _figures(scores: Sequence[Score], pairs: _Pairs, forms: Mapping[str, Form]) -> tuple[Cell, ...]:
    points = [score.score / 100 for score in scores if score.score is not None]
    appeals = [score.appeal for score in scores if score.appeal]
    return (
        len(scores),
        fmean(points) if points else None,
        sum(bool(score.fatal) for score in scores) / len(scores) if scores else None,
        len(appeals),
        sum(appeal.outcome == "changed" for appeal in appeals),
        len({(one.version, one.call, one.agent) for one, _ in pairs}),
        together(pairs, forms.__getitem__).kappa,
    )


def _open(given: Given, undecided: int, language: str) -> list[str]:
    counts = {"scores_drafts": given.drafts, "scores_undecided": undecided}
    return [word(name, language, scores=many) for name, many in counts.items() if many]
