"""Plain YAML values → the parts of a prompt, each fault with the way to it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ivr.document.model import Fault, Faults
from ivr.document.problems import nearest
from ivr.flow.expressions import Template
from ivr.flow.prompt_parts import LANGUAGES, Choice, Part, Recording, Value, Words
from ivr.spoken import KINDS, UNIT_KEYS, CannotBeSaid, speak

_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
Way = tuple[str | int, ...]


def parts_of(value: object) -> tuple[Part, ...]:
    """The parts of a prompt as YAML gives it. Raises `Faults` with all that is wrong in it."""
    reader = _Reader()
    parts = reader.parts(value, ())
    if reader.faults:
        raise Faults(reader.faults)
    return parts


class _Reader:
    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def parts(self, value: object, way: Way) -> tuple[Part, ...]:
        if isinstance(value, list):
            return tuple(p for index, item in enumerate(value) for p in self.parts(item, (*way, index)))
        part = self._mapping(value, way) if isinstance(value, Mapping) else self._words(value, way)
        return (part,) if part else ()

    def _words(self, value: object, way: Way) -> Part | None:
        text = self._template(value, way)
        return Words(text) if text and text.source.strip() else None

    def _mapping(self, value: Mapping[str, object], way: Way) -> Part | None:
        if not value:
            self.faults.append(Fault("an empty mapping; a text is missing", way, zh="空的映射；缺少文本"))
            return None
        first = next((key for key in value if key == "file" or key in KINDS), "")
        allowed = {"file", *LANGUAGES} if first == "file" else {first, UNIT_KEYS.get(first, first)}
        for key in value:
            if key not in (allowed if first else LANGUAGES):
                names = allowed if first else {*LANGUAGES, *KINDS, "file"}
                text = f"unknown key '{key}' in a prompt; {nearest(key, names)}"
                zh = f"提示音里有未知的键“{key}”；{nearest(key, names, 'zh')}"
                self.faults.append(Fault(text, (*way, key), at_key=True, zh=zh, check="unknown_key"))
        if first == "file":
            return self._recording(value, way)
        return self._value(first, value, way) if first else self._choice(value, way)

    def _choice(self, value: Mapping[str, object], way: Way) -> Part | None:
        parts = {key: self.parts(value[key], (*way, key)) for key in value if key in LANGUAGES}
        return Choice(parts) if parts else None

    def _recording(self, value: Mapping[str, object], way: Way) -> Part | None:
        file = value["file"]
        if not isinstance(file, str) or not _FILE.fullmatch(file):
            text = f"'{file}' is not the name of a recorded file: letters, digits, - and _, no ending"
            zh = f"“{file}”不是录音文件名：只能用字母、数字、- 和 _，不带扩展名"
            self.faults.append(Fault(text, (*way, "file"), zh=zh))
            return None
        words = {key: self._template(value[key], (*way, key)) for key in LANGUAGES if key in value}
        return Recording(file, {key: text for key, text in words.items() if text})

    def _value(self, kind: str, value: Mapping[str, object], way: Way) -> Part | None:
        text = self._template(value[kind], (*way, kind))
        key = UNIT_KEYS.get(kind, "")
        unit = self._template(value[key], (*way, key)) if key in value else None
        if text is None:
            return None
        if kind == "count" and key not in value:
            missing = "a unit is missing: what is counted, as in unit: people"
            self.faults.append(Fault(missing, way, zh="缺少unit：数的是什么，如 unit: people"))
        elif text.is_static and (unit is None or unit.is_static):
            self._try(kind, f"{text.source} {unit.source}" if unit else text.source, (*way, kind))
        return Value(kind, text, unit)

    def _try(self, kind: str, value: str, way: Way) -> None:
        """A value that is written out is said once now, so that a slip is found before a call."""
        try:
            speak(kind, value, LANGUAGES[0])
        except CannotBeSaid as refusal:
            self.faults.append(Fault(str(refusal), way, zh=refusal.zh))

    def _template(self, value: object, way: Way) -> Template | None:
        try:
            if isinstance(value, str):
                return Template(value)
            self.faults.append(
                Fault("expected a text, found a list or a mapping", way, zh="应为文本，实际为列表或映射")
            )
        except Fault as fault:
            self.faults.append(Fault(str(fault), way, zh=fault.zh))
        return None
