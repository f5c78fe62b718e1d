"""`config/hotline.yaml`: what may be written, and each fault at its place in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.settings import find, load

PROMISE = "hours: {office: {timezone: Asia/Shanghai, open: [mon-fri 09:00-18:00]}}\n"
GOODS = "departments: {goods: {name: {zh: 商品部, en: Goods}, mail: [goods@shop.example]}}\n"


def write(config: Path, text: str) -> None:
    (config / "hotline.yaml").write_text(text, encoding="utf-8")


def test_the_file_may_be_left_out(config: Path) -> None:
    (config / "hotline.yaml").unlink(missing_ok=True)
    assert load(config).hotline.kinds == {}


def test_promises_are_read(config: Path) -> None:
    write(
        config,
        PROMISE
        + GOODS
        + "kinds: {complaint: {answer: 4h, close: 3d, hours: office,"
        + " remind: [{before: 1h}, {after: 30m, to: goods}]}}\n",
    )
    promise = load(config).hotline.kinds["complaint"]
    assert (promise.answer, promise.close) == (4 * 3600, 3 * 86400)
    assert [(each.offset, each.to) for each in promise.remind] == [(-3600, "owner"), (1800, "goods")]


@pytest.mark.parametrize(
    ("text", "line", "said", "zh"),
    [
        (PROMISE + "kinds:\n  complaint: {answer: 4h, hours: ofice}", 3, "no hours 'ofice'", "没有时间表"),
        (
            GOODS + "kinds:\n  complaint: {remind: [{after: 1h, to: good}]}",
            3,
            "no department 'good'",
            "没有部门",
        ),
        ("kinds:\n  complaint: {remind: [{to: owner}]}", 2, "either 'before' or 'after'", "before"),
        ("hours:\n  office: {timezone: Asia/Shanghai}", 2, "never open", "没有开放时间"),
        ("kinds:\n  complant: {answer: 4h}", 2, "complant", "complant"),
        (
            "departments:\n  goods: {name: {zh: 商品部, en: Goods}, mail: [no-address]}",
            2,
            "no-address",
            "no-address",
        ),
    ],
)
def test_a_fault_is_told_at_its_line_in_both_languages(
    config: Path, text: str, line: int, said: str, zh: str
) -> None:
    write(config, text)
    problem = next(one for one in find(config).problems if one.file.endswith("hotline.yaml"))
    assert problem.line == line
    assert said in problem.text
    assert zh in problem.zh
