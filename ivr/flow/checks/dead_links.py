"""A flow is named that does not exist.

Wrong: `goto: seler` where only `seller` is declared. Judged against all names that the file declares, also
those of flows that have problems of their own, so that one fault does not make a second one.
"""

from __future__ import annotations

from collections.abc import Iterator

from ivr.document.problems import Problem, nearest
from ivr.flow.checks import at
from ivr.flow.dialplan import Dialplan
from ivr.flow.site import Site
from ivr.flow.step import RESERVED, Place

ID = "dead_links"


def check(dialplan: Dialplan, site: Site) -> Iterator[Problem]:
    for key, flow in (("start", dialplan.start), ("on_error", dialplan.on_error)):
        if flow and flow not in dialplan.flows:
            yield _problem(dialplan.place_of(key), flow, dialplan)
    for _, step in dialplan.steps():
        for label, flow in step.links():
            if flow not in dialplan.flows and flow not in RESERVED:
                yield _problem(step.place_of(label), flow, dialplan)


def _problem(place: Place, flow: str, dialplan: Dialplan) -> Problem:
    text = f"no flow named '{flow}'; {nearest(flow, dialplan.flows)}"
    return at(place, ID, text, zh=f"没有名为“{flow}”的流程；{nearest(flow, dialplan.flows, 'zh')}")
