"""What templates and expressions see in a call, and how secure values stay out of sight in what they give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from ivr.flow.expressions import Expression, ExpressionFailed, Template, keepable
from ivr.flow.secrets import MASK, MASKED_KEY, Secret, Variables
from ivr.flow.world import World

Shape = Callable[[object], object]
"""What is done to each value, but those of `env`, before it is put into a text."""


def unchanged(value: object) -> object:
    """The shape of a text for people."""
    return value


class Scope:
    """The variables of a call: what steps saved, `caller`, `call`, `env` and `now`."""

    def __init__(self, world: World, caller: Mapping[str, object], call: Mapping[str, object]) -> None:
        self.variables = Variables()
        self._world = world
        self._caller = caller
        self._call = call

    def text(self, template: Template, shape: Shape = unchanged) -> str | Secret:
        """The text in this call. Raises `ExpressionFailed`.

        Where it reads a secure value it is a `Secret`: `reveal()` is the text, and `shown` is for the log,
        worked out without the value.
        """
        if template.is_static:
            return template.source
        if not self._is_secret(template):
            return template.render(self._all(shape, source=template))
        return self._secret(template, template.render, shape)

    def render(self, template: Template) -> str:
        """The text in this call. Raises `ExpressionFailed`, also for one that reads a secure value: only
        those who keep it out of every log use `text`."""
        text = self.text(template)
        if isinstance(text, Secret):
            raise ExpressionFailed(
                f"'{template.source}' reads a secure value, which can be said, compared, kept by 'set', and"
                " sent by 'http' and 'lookup', not used here"
            )
        return text

    def value(self, expression: Expression) -> object:
        """The value in this call, a `Secret` if it reads a secure one. Raises `ExpressionFailed`."""
        if not self._is_secret(expression):
            return expression.value(self._all())
        return self._secret(expression, expression.value)

    def _is_secret(self, source: Template | Expression) -> bool:
        return self.variables.any_secret and self.variables.secrets_among(source.names)

    def _secret(
        self,
        source: Template | Expression,
        work_out: Callable[[Mapping[str, object]], object],
        shape: Shape = unchanged,
    ) -> Secret:
        try:
            shown = str(work_out(self._all(shape, False, source)))
        except ExpressionFailed:
            shown = MASK
        try:
            value = work_out(self._all(shape, True, source))
        except ExpressionFailed:
            raise ExpressionFailed(
                f"'{source.source}' fails with its secure value, which is not shown"
            ) from None
        return Secret(value, shown if MASKED_KEY in shown else MASK)

    def _all(
        self, shape: Shape = unchanged, reveal: bool = True, source: Template | Expression | None = None
    ) -> Mapping[str, object]:
        """All variables that templates and expressions see; without `reveal` a mask for each secure one.

        Where they are given a shape, they are only those that `source` reads. Raises `ExpressionFailed`.
        """
        scope: dict[str, object] = {
            **self.variables,
            "caller": self._caller,
            "call": self._call,
            "now": self._world.clock.now().astimezone(ZoneInfo(self._world.timezone)),
        }
        if shape is not unchanged and source is not None:
            scope = {name: value for name, value in scope.items() if name in source.names}
            for value in scope.values():
                keepable(source, value)
        if shape is not unchanged or self.variables.any_secret:
            scope = {name: _seen(value, shape, reveal) for name, value in scope.items()}
        scope["env"] = self._world.environment
        return scope


def _seen(value: object, shape: Shape, reveal: bool) -> object:
    if isinstance(value, Secret):
        return shape(value.reveal()) if reveal else MASK
    return shape(value)
