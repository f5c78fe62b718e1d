"""Expressions that try to take a call down, and values as an HTTP service of an enemy might give them.

`REFUSED_IN_A_CALL` fail when they are worked out; `BEARABLE` look as bad but cost little, and give a value.
"""

from __future__ import annotations

from collections.abc import Mapping

Values = Mapping[str, object]


def values() -> Values:
    """Variables of a call, about as large as an answer may be (1 MiB)."""
    doubled: object = ["x"]
    pairs: object = (1,)
    deep: object = []
    for _ in range(40):
        doubled, pairs = [doubled, doubled], (pairs, pairs)
    for _ in range(5_000):
        deep = [deep]
    return {
        "big": "ab " * 350_000,
        "sharp": "ß" * 500_000,
        "digits": "9" * 1_000_000,
        "numbers": list(range(170_000)),
        "records": [{"id": number, "name": f"order {number}"} for number in range(25_000)],
        "orders": [{"id": number, "on": f"2026-{number % 12 + 1:02}-01"} for number in range(300)],
        "doubled": doubled,
        "pairs": pairs,
        "deep": deep,
        "huge": 10**4000,
        "known": {"a": 1},
        "order": "12345678",
    }


def again(unit: str, between: str, length: int = 400) -> str:
    """A unit as often as it fits."""
    return between.join([unit] * max(1, (length + len(between)) // (len(unit) + len(between))))


REFUSED_IN_A_CALL: Mapping[str, str] = {
    "a list that holds itself 2^40 times, spoken": "doubled | string",
    "the same put into a text": "doubled ~ ''",
    "the same compared": "doubled == [doubled, doubled]",
    "the same ordered": "doubled < [doubled]",
    "the same searched for": "doubled in [doubled[0], doubled]",
    "the same tested": "doubled is eq [doubled, doubled]",
    "a nested pair hashed": "[pairs] | unique | list",
    "a nested pair looked up": "known.get(pairs)",
    "nested deeper than the stack": "deep | string",
    "the same compared with its own inside": "deep == [deep]",
    "many copies of a list": again("numbers[1:]", "~"),
    "many copies of a list added": again("numbers", "+", 150),
    "many copies of a text": again("big", "~"),
    "many copies of a text added": again("big", "+", 150),
    "a long text in capitals, many times": again("(sharp | upper)", "<"),
    "a long text with a capital at each word": "big | title",
    "a large list sorted": "numbers | sort",
    "a large list sorted by a key": "records | sort(attribute='name')",
    "a list sorted by a very long path": "orders | sort(attribute='" + again("id", ".") + "')",
    "a large list added up": "numbers | sum",
    "lists added up": "[[1], [2]] | sum(start=[])",
    "a large list without doubles": "numbers | unique | list",
    "the least of a large list": "records | min(attribute='name')",
    "the letters of a long text": "big | list | list",
    "the letters of a long text without doubles": "big | unique | join",
    "a long text stripped of a long text": "big.strip(big)",
    "a long text trimmed of a long text": "big | trim(big)",
    "a long text stripped many times": again("big.strip('ab ')", "~"),
    "a long text split": "big.split(' ')",
    "a long text searched many times": again("big.count('a')", "~"),
    "a large list searched many times": again("-1 in numbers", " or "),
    "a million digits as a number": "digits | int",
    "a million digits as a fraction": "digits | float",
    "very large numbers multiplied": "huge * huge",
    "a very large number divided": "huge // 3",
    "the rest of a very large number": "huge % 7",
    "rounded to a billion places": "1 | round(1000000000, 'ceil')",
    "rounded to a billion places before the point": "5 | round(-1000000000)",
    "powers of powers": "9 ** 9 ** 9",
    "each letter replaced by a million": "big | replace('a', big)",
    "something put between all letters": "big | replace('', 'xx')",
    "joined by a long text": "numbers | join(big)",
    "a large list compared with its copy": "numbers == numbers[:]",
    "a large list spoken": "numbers | string",
}
BEARABLE: Mapping[str, str] = {
    "a large list counted": "numbers | length",
    "the last of a large list": "(records | last).id",
    "a large list as a condition": "records",
    "one of a large list": "records[24999].id",
    "whether there is a large list": "records is defined and records is not none",
    "some orders sorted": "(orders | sort(attribute='on') | first).id",
    "a number among a list": "3 in [1, 2, 3]",
    "a long chain of comparisons": again("order", "==", 900),
    "a long chain of additions": again("1", "+", 90),
    "a long text searched once": "'ab' in big",
    "some thirty replacements": again("(order | replace('1', '22'))", "~", 900),
}
