"""Expressions as people write them: `seller >= 3 and (zh or en >= 2) and not trainee`, read and written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from routing.expression import ANYBODY, LEVELS, NOBODY, All, AnyOf, Expression, Has, Not

LONGEST = 2000
DEEPEST = 20
_TOKEN = re.compile(r"\s*(?:(?P<word>[A-Za-z][A-Za-z0-9_-]{0,39})|(?P<sign>>=|[()])|(?P<level>[0-9]+))")
_WORDS = ("and", "or", "not")
_FIXED: dict[str, Expression] = {"anybody": ANYBODY, "nobody": NOBODY}


class NeedsError(ValueError):
    """Text that is no expression: what is wrong in English (`text`) and Chinese (`zh`), and the offset
    `at`."""

    def __init__(self, text: str, zh: str, at: int) -> None:
        super().__init__(text)
        self.text = text
        self.zh = zh
        self.at = at


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


def parse(text: str) -> Expression:
    """Read an expression of skills, `>=` and a level from 1 to 5, `and`, `or`, `not`, and brackets; `and`
    binds closer than `or`. Raises NeedsError."""
    if len(text) > LONGEST:
        raise NeedsError(f"longer than {LONGEST} characters", f"超过 {LONGEST} 个字符", LONGEST)
    reader = _Reader(list(_tokens(text)))
    found = reader.either()
    reader.end()
    return found


def written(expression: Expression) -> str:
    """The text that `parse` reads as what means the same."""
    match expression:
        case Has(skill, level):
            return skill if level == 1 else f"{skill} >= {level}"
        case Not(part):
            return f"not {_closed(part, All, AnyOf)}"
        case All(parts):
            return " and ".join(_closed(part, AnyOf) for part in parts) or "anybody"
        case AnyOf(parts):
            return " or ".join(written(part) for part in parts) or "nobody"


def _closed(part: Expression, *kinds: type[All | AnyOf]) -> str:
    """In brackets where it is one of these kinds and has several parts."""
    text = written(part)
    several = isinstance(part, All | AnyOf) and len(part.parts) > 1
    inner = isinstance(part, All | AnyOf) and len(part.parts) == 1
    if inner and isinstance(part, All | AnyOf):
        return _closed(part.parts[0], *kinds)
    return f"({text})" if several and isinstance(part, kinds) else text


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    end = len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if found is None:
            at = end - len(text[at:end].lstrip())
            raise NeedsError(
                f"'{text[at]}' means nothing here; write skills, '>=' and a level, and, or, not, brackets",
                f"此处不能写“{text[at]}”；只能写技能、“>=”加等级、and、or、not 和半角括号",
                at,
            )
        kind = found.lastgroup or ""
        word = found[kind]
        is_word = word.lower() in _WORDS
        yield _Token(word.lower() if is_word or kind == "sign" else kind, word, found.start(kind))
        at = found.end()
    yield _Token("end", "", len(text))


class _Reader:
    """One pass over the tokens; each method reads one rule of the grammar."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def either(self) -> Expression:
        parts = [self._both()]
        while self._take("or"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def end(self) -> None:
        token = self._next
        if token.kind != "end":
            raise NeedsError(
                f"'and' or 'or' is missing before '{token.text}'", f"“{token.text}”之前缺 and 或 or", token.at
            )

    def _both(self) -> Expression:
        parts = [self._one()]
        while self._take("and"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _one(self) -> Expression:
        token = self._next
        if token.kind == "not":
            return Not(self._inside(token, self._one))
        if token.kind == "(":
            found = self._inside(token, self.either)
            self._close(token)
            return found
        if token.kind != "word":
            shown, zh = (f"'{token.text}'", f"“{token.text}”") if token.text else ("the end", "末尾")
            raise NeedsError(f"a skill is missing before {shown}", f"{zh}之前缺技能名", token.at)
        self._at += 1
        return _FIXED.get(token.text) or Has(token.text, self._level())

    def _inside(self, token: _Token, rule: Callable[[], Expression]) -> Expression:
        self._at += 1
        self._depth += 1
        if self._depth > DEEPEST:
            raise NeedsError(f"nested deeper than {DEEPEST}", f"嵌套超过 {DEEPEST} 层", token.at)
        found = rule()
        self._depth -= 1
        return found

    def _close(self, opened: _Token) -> None:
        if not self._take(")"):
            if self._next.kind != "end":
                self.end()
            raise NeedsError("this bracket is not closed", "此括号没有闭合", opened.at)

    def _level(self) -> int:
        if not self._take(">="):
            return 1
        token = self._next
        if token.kind != "level" or len(token.text) > 2 or int(token.text) not in LEVELS:
            raise NeedsError("after '>=' comes a level from 1 to 5", "“>=”之后是 1 到 5 的等级", token.at)
        self._at += 1
        return int(token.text)

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _take(self, kind: str) -> bool:
        taken = self._next.kind == kind
        self._at += taken
        return taken
