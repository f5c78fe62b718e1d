"""A web service that is asked by one address with the values in it, and answers in JSON."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.flow.addresses import escaped
from ivr.flow.expressions import ExpressionFailed, Template
from ivr.lookups.rows import Rows
from ivr.ports import Http, HttpRequest, LookupFailed
from ivr.settings import Source

_NOT_FOUND = (404, 410)


class Service:
    """Asks a `Source` of the kind http: an object is one row, a list of objects is several."""

    keeps = True

    def __init__(self, source: Source, http: Http, environment: Mapping[str, str]) -> None:
        self._address = Template(source.http or "")
        self._headers = {name: Template(value) for name, value in source.headers.items()}
        self._most = source.rows
        self._http = http
        self._environment = environment

    async def rows(self, values: Mapping[str, str], seconds: float) -> Rows:
        try:
            request = self._request(values, seconds)
        except ExpressionFailed as fault:
            raise LookupFailed("unreachable", str(fault)) from fault
        try:
            _, answer = await self._http.fetch(request)
        except LookupFailed as failed:
            if failed.status in _NOT_FOUND:
                return []
            raise
        found = answer if isinstance(answer, list) else [] if answer is None else [answer]
        if not all(isinstance(row, dict) for row in found):
            raise LookupFailed("nonsense", "the answer is neither an object nor a list of objects", 200)
        return found[: self._most]

    async def close(self) -> None:
        return None

    def _request(self, values: Mapping[str, str], seconds: float) -> HttpRequest:
        env = {"env": self._environment}
        url = self._address.render({**{name: escaped(value) for name, value in values.items()}, **env})
        headers = {name: value.render({**values, **env}) for name, value in self._headers.items()}
        return HttpRequest("GET", url, seconds, headers)
