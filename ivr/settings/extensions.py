"""Numbers of the house that belong to two, and second lines that cannot be one."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.document.model import node_at
from ivr.document.nodes import Document
from ivr.document.problems import Problem, nearest
from ivr.settings.agents import Agents
from ivr.settings.queues import QueueFile


def shared_phones(agents: Agents, document: Document) -> Iterator[Problem]:
    """Phones that belong to two agents."""
    owners: dict[str, str] = {}
    for name, agent in agents.agents.items():
        owner = owners.setdefault(agent.phone, name)
        if owner != name and document.root:
            mark = node_at(document.root, ("agents", name, "phone")).mark
            yield document.problem(
                mark,
                f"the phone {agent.phone} is {owner}'s already; give {name} another",
                zh=f"话机 {agent.phone} 已属于 {owner}；请给 {name} 另一部",
            )


def second_lines(queues: QueueFile, document: Document) -> Iterator[Problem]:
    """Second lines that are no queue for calls, or the queue's own."""
    for name, queue in queues.queues.items():
        others = queues.for_calls - {name}
        if queue.escalate_to and queue.escalate_to not in others and document.root:
            text, zh = _no_second_line(queue.escalate_to, queues)
            yield document.problem(
                node_at(document.root, ("queues", name, "escalate_to")).mark,
                f"{text}; {nearest(queue.escalate_to, others)}",
                zh=f"{zh}；{nearest(queue.escalate_to, others, 'zh')}",
            )


def _no_second_line(named: str, queues: QueueFile) -> tuple[str, str]:
    if named not in queues.queues:
        return f"no queue is called '{named}'", f"没有名为“{named}”的队列"
    if named not in queues.for_calls:
        return f"queue '{named}' takes no calls", f"队列“{named}”不接电话"
    return "a queue is not its own second line", "队列不能升级到自己"


def shared_extensions(queues: QueueFile, document: Document, agents: Agents | None) -> Iterator[Problem]:
    """Numbers of queues that belong to another queue or to an agent."""
    owners = {agent.phone: name for name, agent in agents.agents.items()} if agents else {}
    for name, queue in queues.queues.items():
        owner = owners.setdefault(queue.extension, name) if queue.extension else name
        if owner != name and document.root:
            yield document.problem(
                node_at(document.root, ("queues", name, "extension")).mark,
                f"the number {queue.extension} is {owner}'s already; give {name} another",
                zh=f"号码 {queue.extension} 已属于 {owner}；请给 {name} 另一个",
            )
