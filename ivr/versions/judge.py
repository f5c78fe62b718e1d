"""What is on disk, beside what is in use → what is in use from now on. Pure but for `look`.

A file with errors never replaces a good version: what it held before stays in use. While any file has errors
nothing goes out of use either, so that a file that was renamed and broken takes no dialplan away.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ivr.document.problems import Problem
from ivr.files.people import owner
from ivr.flow.check import check_drafts
from ivr.flow.checks import double_numbers
from ivr.flow.dialplan import Dialplan
from ivr.flow.library import files_in
from ivr.flow.reader import Catalogue, Draft, read_draft, version_of
from ivr.flow.site import UNKNOWN, Site


@dataclass(frozen=True, slots=True)
class Rules:
    """What dialplans may say: the steps there are, and what is known of the site."""

    catalogue: Catalogue
    site: Site = UNKNOWN


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was found: `text` is None when it is no text or cannot be read."""

    path: Path
    text: str | None
    owner: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A dialplan that is in use from now on, in place of version `previous` ('' for none)."""

    plan: Dialplan
    text: str
    previous: str
    owner: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that cannot be used, whose it is, and what stays in use of it."""

    file: Path
    owner: str
    problems: tuple[Problem, ...]
    kept: tuple[Dialplan, ...] = ()
    text: str | None = None

    @property
    def errors(self) -> int:
        """How many of its problems are errors."""
        return sum(problem.severity == "error" for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`plans` are in use from now on; `gone` are no longer; `problems` are all, warnings included."""

    plans: tuple[Dialplan, ...]
    taken: tuple[Taken, ...] = ()
    gone: tuple[Dialplan, ...] = ()
    refused: tuple[Refused, ...] = ()
    problems: tuple[Problem, ...] = ()


def look(folder: Path) -> tuple[Seen, ...]:
    """All dialplan files of a folder as they are now."""
    return tuple(_seen(path) for path in files_in([folder]))


def judge(seen: Sequence[Seen], in_use: Sequence[Dialplan], rules: Rules) -> Verdict:
    """What becomes of the files, each of which is new, changed, unchanged or broken."""
    if not seen and in_use:
        return _emptied(in_use)
    bench = _Bench(seen, in_use, rules)
    bench.refuse_broken()
    plans = bench.plans()
    names = {plan.name for plan in plans}
    return Verdict(
        plans=plans,
        taken=tuple(bench.taken(plans)),
        gone=tuple(plan for plan in in_use if plan.name not in names),
        refused=tuple(bench.refused[path] for path in sorted(bench.refused)),
        problems=tuple(sorted(bench.problems)),
    )


def last_good(texts: Iterable[tuple[str, str, str]], rules: Rules) -> list[Dialplan]:
    """The dialplans of (version, file, text) that are still sound: queues and steps may have changed."""
    found = []
    for version, file, text in texts:
        plans, _ = check_drafts([read_draft(text, rules.catalogue, file)], rules.site)
        found += [plan for plan in plans if plan.version == version]
    return found


@dataclass
class _Bench:
    """The files on the way to a verdict."""

    seen: Sequence[Seen]
    in_use: Sequence[Dialplan]
    rules: Rules
    refused: dict[Path, Refused] = field(default_factory=dict)
    problems: set[Problem] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._by_path = {each.path: each for each in self.seen}
        self._known = {(plan.file, plan.version): plan for plan in self.in_use}
        self._drafts = {each.path: self._draft(each) for each in self.seen}

    def refuse_broken(self) -> None:
        """Put what was in use in the place of files with errors, until no others are left."""
        while True:
            _, problems = check_drafts([*self._kept(), *self._new()], self.rules.site)
            errors = [each for each in problems if each.severity == "error" and not self._is_refused(each)]
            # A number that is taken twice may be the fault of a file that is refused anyway.
            own = [each for each in errors if each.check != double_numbers.ID] or errors
            if not own:
                told = (problem for each in self.refused.values() for problem in each.problems)
                self.problems = {*problems, *told}
                return
            for path in {Path(each.file) for each in own}:
                found = [each for each in problems if Path(each.file) == path]
                self.refused[path] = self._refuse(path, found)

    def plans(self) -> tuple[Dialplan, ...]:
        """What is in use from now on, each name once, in the order of the files."""
        drafts = [*self._kept(), *self._new()]
        found = {draft.dialplan.name: draft.dialplan for draft in drafts if draft.dialplan}
        return tuple(sorted(found.values(), key=lambda plan: plan.file))

    def taken(self, plans: Iterable[Dialplan]) -> Iterable[Taken]:
        """Those of the plans that are not in use yet."""
        before = {plan.name: plan.version for plan in self.in_use}
        for plan in plans:
            previous = before.get(plan.name, "")
            if plan.version != previous:
                file = self._by_path[Path(plan.file)]
                yield Taken(plan, file.text or "", previous, file.owner)

    def _draft(self, seen: Seen) -> Draft:
        if seen.text is None:
            return read_draft(seen.path, self.rules.catalogue)
        known = self._known.get((str(seen.path), version_of(seen.text)))
        return Draft(known, ()) if known else read_draft(seen.text, self.rules.catalogue, str(seen.path))

    def _kept(self) -> list[Draft]:
        """What stays whatever is new, first: a number that two want is theirs."""
        stays = [plan for refused in self.refused.values() for plan in refused.kept]
        if self.refused:
            there = {draft.dialplan.name for draft in self._new() if draft.dialplan}
            there |= {plan.name for plan in stays}
            stays += [plan for plan in self.in_use if plan.name not in there]
        return [Draft(plan, ()) for plan in stays]

    def _new(self) -> list[Draft]:
        drafts = [draft for path, draft in self._drafts.items() if path not in self.refused]
        unchanged = set(map(id, self.in_use))
        return sorted(drafts, key=lambda draft: id(draft.dialplan) not in unchanged)

    def _is_refused(self, problem: Problem) -> bool:
        return Path(problem.file) in self.refused

    def _refuse(self, path: Path, problems: Iterable[Problem]) -> Refused:
        file = self._by_path.get(path)
        draft = self._drafts.get(path)
        name = draft.dialplan.name if draft and draft.dialplan else ""
        held = (plan for plan in self.in_use if str(path) in (plan.file, str(Path(plan.file).parent)))
        kept = list(held)  # all of them, when it is the folder that is not there
        moved = [plan for plan in self.in_use if plan.name == name and Path(plan.file) not in self._by_path]
        whose = file.owner if file else ""
        return Refused(path, whose, tuple(problems), tuple(kept or moved), file.text if file else None)


def _emptied(in_use: Sequence[Dialplan]) -> Verdict:
    folder = Path(in_use[0].file).parent
    problem = Problem(
        str(folder),
        1,
        1,
        "no dialplans are here any more; a dialplan is a file that ends in .yaml",
        zh="这里已经没有拨号方案；拨号方案是以.yaml结尾的文件",
    )
    refused = Refused(folder, owner(folder), (problem,), tuple(in_use))
    return Verdict(tuple(in_use), refused=(refused,), problems=(problem,))


def _seen(path: Path) -> Seen:
    try:
        text = path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return Seen(path, None, owner(path))
    return Seen(path, text, owner(path))
