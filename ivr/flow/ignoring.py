"""What is left of the problems of a file when its comments `# ivr: ignore[…]` are heeded."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ivr.document.nodes import Ignore
from ivr.document.problems import Problem, nearest
from ivr.flow.checks import unused_ignore


@dataclass(frozen=True, slots=True)
class Ignoring:
    """The comments of one file, and what they may be about.

    `names`: all checks; `firm`: those that cannot be ignored; `judged`: whether every check could be run, so
    that what silences nothing can be told.
    """

    file: str
    ignores: Collection[Ignore]
    names: Collection[str]
    firm: Collection[str]
    judged: bool

    def left(self, found: Collection[Problem]) -> Iterator[Problem]:
        """The problems that nobody silenced, and what is wrong with the comments."""
        told = {(problem.line, problem.check) for problem in found}
        silenced = {(ignore.line, ignore.check) for ignore in self.ignores} - {
            (line, check) for line, check in told if check in self.firm
        }
        yield from (problem for problem in found if (problem.line, problem.check) not in silenced)
        seen: set[tuple[int, str]] = set()
        for ignore in self.ignores:
            place = (ignore.line, ignore.check)
            if meaning := self._wrong(ignore, place in told and place not in seen):
                yield self._problem(ignore, *meaning)
            seen.add(place)

    def _wrong(self, ignore: Ignore, silences: bool) -> tuple[str, str] | None:
        """What is wrong with a comment, in English and in Chinese."""
        check = ignore.check
        if not check:
            return "name the checks in brackets: # ivr: ignore[missing_language]", (
                "请在方括号中写明检查名称：# ivr: ignore[missing_language]"
            )
        if check not in self.names:
            return f"there is no check '{check}'; {nearest(check, self.names)}", (
                f"没有名为“{check}”的检查；{nearest(check, self.names, 'zh')}"
            )
        if check in self.firm:
            return f"'{check}' cannot be ignored: the call would go wrong; mend it and take this out", (
                f"“{check}”不能忽略，否则通话会出错；请改正并删除此注释"
            )
        if silences or not self.judged:
            return None
        return f"'{check}' finds nothing in line {ignore.line}; take this out", (
            f"“{check}”在第 {ignore.line} 行没有发现问题；请删除此注释"
        )

    def _problem(self, ignore: Ignore, text: str, zh: str) -> Problem:
        mark, rule = ignore.mark, unused_ignore
        return Problem(self.file, mark.line, mark.column, text, rule.ID, rule.SEVERITY, zh)
