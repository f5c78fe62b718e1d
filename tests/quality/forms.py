"""A form of the tests, with every kind of item."""

from __future__ import annotations

from ivr.document.model import fill
from ivr.document.reader import read
from ivr.quality.form import Form

FORM = """\
form: calls
title: {zh: 通话质检, en: Calls}
sections:
  - title: {zh: 开场, en: Opening}
    items:
      - {id: greeting, text: {zh: 问候, en: Greets}, weight: 1}
      - {id: clarity, text: {zh: 清楚, en: Clear}, kind: scale, points: 5, weight: 2, comment: where_lost}
  - title: {zh: 处理, en: Handling}
    items:
      - {id: identity, text: {zh: 核对身份, en: Checks identity}, fatal: true, na: true, weight: 1}
      - id: result
        text: {zh: 结果, en: Result}
        kind: choice
        weight: 4
        choices:
          solved: {name: {zh: 已解决, en: Solved}, gains: 100}
          noted: {name: {zh: 已记录, en: Noted}, gains: 50}
          left: {name: {zh: 未解决, en: Left}, gains: 0}
"""
GOOD = {"greeting": "yes", "clarity": "5", "identity": "yes", "result": "solved"}


def form(text: str = FORM) -> Form:
    """The form of a text that is sound."""
    document = read(text, "calls.yaml")
    assert document.root
    filled, problems = fill(Form, document.root, document)
    assert filled, problems
    return filled
