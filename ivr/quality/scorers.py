"""Scores side by side: how far two scorers agree, and whether the scores of an agent rise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from ivr.measures.agent_trend import direction, trend
from ivr.measures.parts import Parts
from ivr.quality.agreement import Agreement, agreement
from ivr.quality.entry import FINAL, Score
from ivr.quality.form import NOT_APPLICABLE, Form, Item
from ivr.quality.judging import Answers
from ivr.quality.scores import answers_of

_DAY = 86_400.0
_Both = tuple[Answers, Answers]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two scorers on the same `talks`, on one version of a form: `whole`, and by the ids of the items."""

    form: str
    version: str
    first: str
    second: str
    talks: int
    whole: Agreement
    items: Mapping[str, Agreement]


@dataclass(frozen=True, slots=True)
class Trend:
    """The scores of an agent. `slope`: points for each 30 days; `rises`: 1 for a clear rise, -1 for a clear
    fall, else 0, by the rule of `ivr.measures.agent_trend`. None where there are too few to tell."""

    agent: str
    scores: int
    mean: float
    slope: float | None
    rises: int | None


def compared(scores: Iterable[Score], form_of: Callable[[str], Form]) -> Iterator[Compared]:
    """Each pair of scorers who gave final scores of the same talks; `form_of` tells the form of a version."""
    pairs: dict[tuple[str, str, str, str], list[_Both]] = defaultdict(list)
    for one, other in twice(scores):
        pairs[one.form, one.version, one.scorer, other.scorer].append((given(one), given(other)))
    for (form, version, first, second), both in sorted(pairs.items(), key=lambda found: found[0]):
        answers = [(item, both) for item in form_of(version).items]
        by_item = {item.id: _of([(item, both)]) for item, both in answers}
        yield Compared(form, version, first, second, len(both), _of(answers), by_item)


def twice(scores: Iterable[Score]) -> Iterator[tuple[Score, Score]]:
    """Each two final scores of one talk on one version of a form, by the names of the scorers."""
    talks: dict[tuple[str, str, str], list[Score]] = defaultdict(list)
    for score in scores:
        if score.state == FINAL and not score.master:
            talks[score.version, score.call, score.agent].append(score)
    for found in talks.values():
        yield from combinations(sorted(found, key=lambda score: score.scorer), 2)


def together(pairs: Iterable[tuple[Score, Score]], form_of: Callable[[str], Form]) -> Agreement:
    """Of all these pairs of scores, as if the first of each were one scorer and the second another."""
    versions: dict[str, list[_Both]] = defaultdict(list)
    for one, other in pairs:
        versions[one.version].append((given(one), given(other)))
    return _of([(item, both) for version, both in versions.items() for item in form_of(version).items])


def given(score: Score) -> Answers:
    """What the scorer answered, whatever an appeal made of it."""
    before = score.appeal.before if score.appeal else {}
    return answers_of(before["answers"]) if before else score.answers


def trends(scores: Iterable[Score]) -> list[Trend]:
    """Of the final scores of each agent, by the beginning of the call; appeals are heeded."""
    theirs: dict[str, list[Score]] = defaultdict(list)
    for score in scores:
        if score.state == FINAL and score.score is not None:
            theirs[score.agent].append(score)
    return [_trend(agent, theirs[agent]) for agent in sorted(theirs)]


def _of(items: Sequence[tuple[Item, Sequence[_Both]]]) -> Agreement:
    pairs = [
        [
            (one[item.id].answer, other[item.id].answer)
            for one, other in both
            if item.id in one and item.id in other
        ]
        for item, both in items
    ]
    return agreement(pairs, [_gain(item) for item, _ in items])


def _gain(item: Item) -> Callable[[str], float | None]:
    return lambda answer: None if answer == NOT_APPLICABLE else item.gains(answer)


def _trend(agent: str, scores: Sequence[Score]) -> Trend:
    first = min(score.began for score in scores)
    points = [((score.began - first) / _DAY, score.score or 0.0) for score in scores]
    parts = Parts(
        csat_answers=len(points),
        trend_t=sum(day for day, _ in points),
        trend_y=sum(value for _, value in points),
        trend_tt=sum(day * day for day, _ in points),
        trend_ty=sum(day * value for day, value in points),
        trend_yy=sum(value * value for _, value in points),
    )
    return Trend(agent, len(points), parts.trend_y / len(points), trend(parts), direction(parts))
