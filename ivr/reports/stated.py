"""What stands above every report: all that must be known to stake a decision on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ivr.journal.story import clean
from ivr.measures.parts import Parts
from ivr.measures.service_level import FORMULAS
from ivr.reports.asked import Asked
from ivr.reports.words import word


@dataclass(frozen=True, slots=True)
class Seen:
    """How many calls of the log a report was made of, and how many of them were still running."""

    calls: int
    running: int

    def __add__(self, other: Seen) -> Seen:
        """Both together."""
        return Seen(self.calls + other.calls, self.running + other.running)


def stated(asked: Asked, seen: Seen, whole: Parts, more: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
    """Heading and text of each fact. `whole`: the parts of all rows together; `more`: what else is open."""
    language = asked.language
    split = [word(f"by_{name}", language) for name in asked.by]
    if "interval" in asked.by:
        split[asked.by.index("interval")] += _aside(_length(asked), language)
    ends = {"begin": _shown(asked.since), "end": _shown(asked.until)}
    yield word("range", language), word("from_to", language, **ends)
    yield word("zone", language), str(asked.zone)
    yield word("split", language), " · ".join(split) or word("whole", language)
    formula = FORMULAS[asked.formula]
    said = {"letter": formula.letter, "text": formula.text[language], "seconds": _target(asked)}
    yield word("service_level", language), word("formula", language, **said)
    yield word("calls", language), f"{seen.calls:,}"
    yield word("open", language), _open(asked, whole, seen, more)
    yield word("made", language), _shown(asked.now)


def without_calls(asked: Asked, facts: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The facts of a report that no calls were read for."""
    unfit = {word("service_level", asked.language), word("calls", asked.language)}
    return tuple(fact for fact in facts if fact[0] not in unfit)


def _target(asked: Asked) -> str:
    """The time of the service level, and of which queues it is another."""
    own = asked.reckoning.targets.items()
    others = [f"{clean(asked.names.get(name, name))} {seconds:g}" for name, seconds in own]
    comma = "，" if asked.language == "zh" else ", "
    return f"{asked.reckoning.within:g}" + (_aside(comma.join(others), asked.language) if others else "")


def _aside(text: str, language: str) -> str:
    return f"（{text}）" if language == "zh" else f" ({text})"


def _length(asked: Asked) -> str:
    length = asked.reckoning.interval
    if isinstance(length, int):
        return word("minutes", asked.language, minutes=length)
    return word(length, asked.language)


def _open(asked: Asked, whole: Parts, seen: Seen, more: Sequence[str]) -> str:
    language, found = asked.language, []
    if asked.until >= asked.now:
        found.append(word("goes_on", language))
    if seen.running:
        found.append(word("running", language, calls=seen.running))
    if whole.waiting:
        found.append(word("waiting", language, calls=whole.waiting))
    if whole.pending and "fcr" in asked.report.columns:
        days = f"{asked.reckoning.fcr_window / 86_400:g}"
        found.append(word("pending", language, calls=whole.pending, days=days))
    found += more
    return ("；" if language == "zh" else "; ").join(found) or word("nothing_open", language)


def told(asked: Asked, seen: Seen, whole: Parts) -> Mapping[str, object]:
    """The same for programs."""
    return {
        "from": asked.since.isoformat(),
        "to": asked.until.isoformat(),
        "zone": str(asked.zone),
        "made": asked.now.isoformat(timespec="seconds"),
        "by": list(asked.by),
        "interval": asked.reckoning.interval if "interval" in asked.by else None,
        "formula": asked.formula,
        "within": asked.reckoning.within,
        "targets": dict(asked.reckoning.targets),
        "short": asked.reckoning.short,
        "calls": seen.calls,
        "running": seen.running,
        "waiting": whole.waiting,
    }


def _shown(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}".removesuffix(":00")
