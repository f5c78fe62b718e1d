"""What is asked by schemathesis, which makes requests of every kind from the OpenAPI document, is answered as
the document says. For many more requests:

    make contract
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from ivr.quality.choosing import Candidate
from ivr.quality.worker import Order
from ivr.settings import Engine, Settings
from ivr.settings.web import Limit
from tests.journal.paths import CALL, journey
from tests.quality.forms import GOOD
from tests.web.conftest import AGENTS, LOOKER, QUEUES, TALK, WEB, Site, had_a_call
from tests.web.test_calls import A_TALK
from tests.web.test_openapi import with_quality
from tests.web.test_recordings import recorded

EXAMPLES = int(os.environ.get("EXAMPLES", "3"))
"""Requests made for each operation, beside those that cover each parameter's limits."""
OFTEN = Limit(per_second=10_000.0, burst=100_000)
BROWSER = """#!/bin/sh
for word in "$@"; do case $word in --print-to-pdf=*) echo %PDF >"${word#--print-to-pdf=}";; esac; done
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Those of other tests, with tokens that may ask as often as they like."""
    web = WEB.model_copy(update={"limit": OFTEN})
    return Settings(root=tmp_path, engine=Engine(web=web), agents=AGENTS, queues=QUEUES)


@pytest.fixture(autouse=True)
def quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reports_here: None) -> None:
    """Reports are printed without a browser for each, and samples drawn without a process."""

    async def risky(order: Order) -> list[Candidate]:
        return [Candidate(7, "c-1", "li", "support", reasons={"silence": 21.5})]

    monkeypatch.setattr("ivr.web.quality_samples.risky", risky)
    browser = tmp_path / "browser"
    browser.write_text(BROWSER)
    browser.chmod(0o755)
    monkeypatch.setattr("ivr.web.application.LIMIT", 60.0)  # a machine that stands still breaks nothing
    monkeypatch.setenv("CALLWRIGHT_BROWSER", str(browser))


async def filled(site: Site, settings: Settings, root: Path) -> Mapping[str, list[object]]:
    """There is something of everything; the ids of it, by what they are of."""
    await had_a_call(site)
    await site.post("/agents/wang/login")
    await site.log(journey(A_TALK))
    recording = recorded(site, root).id
    quality = await with_quality(site, settings, root)
    work = [str((await site.post("/work", queue="letters")).body["id"]) for _ in range(3)]
    form = (await site.get(f"/quality/scores/{quality['score']}")).body["version"]
    job = (await site.get("/reports/queue", headers={"Prefer": "respond-async"})).body["id"]
    await site.get("/reports/queue")
    return {
        "agents": ["li", "wang", "zhao"],
        "calls": [CALL, "c-1", TALK],
        "recordings": [str(recording)],
        "scores": [str(quality["score"])],
        "samples": [str(quality["sample"])],
        "calibrations": [str(quality["calibration"])],
        "forms": [form],
        "work": work,
        "reports": ["queue", "agent"],
        "jobs": [job],
    }


OF_PATH = {
    "/agents/": "agents",
    "/calls/": "calls",
    "/recordings/": "recordings",
    "/quality/scores/": "scores",
    "/quality/forms/": "forms",
    "/quality/samples/": "samples",
    "/quality/calibrations/": "calibrations",
    "/work/": "work",
    "/reports/jobs/": "jobs",
    "/reports/": "reports",
}
"""Of what the last part of these addresses is the name."""

TIMES: Mapping[str, Sequence[object]] = {
    "from": ["", "2025-11-01", "2025-11-22T10:00"],
    "to": ["", "2025-11-25", "2025-11-25T10:30:00+08:00"],
    "Range": ["bytes=0-9", "bytes=-20"],
}
"""What no schema can say, since it holds for two things together: which time is before which, and which range
is within the sound."""
QUEUES_OR_NONE, AGENTS_OR_NONE = ["", *QUEUES.queues], ["", *AGENTS.agents]
NAMES: Mapping[str, Mapping[str, Sequence[object]]] = {
    "agents.list": {"team": [""], "skill": ["", "zh"], "queue": QUEUES_OR_NONE},
    "queues.list": {"team": [""], "skill": [""], "queue": QUEUES_OR_NONE},
    "calls.list": {"agent": AGENTS_OR_NONE, "queue": QUEUES_OR_NONE, "disposition": ["", "solved"]},
    "recordings.list": {"agent": AGENTS_OR_NONE, "queue": QUEUES_OR_NONE},
    "work.list": {"agent": AGENTS_OR_NONE, "queue": QUEUES_OR_NONE},
    "quality.scores": {"agent": AGENTS_OR_NONE, "queue": QUEUES_OR_NONE},
    "reports.get": {"by": ["", "all"], "interval": ["", "day", "15m"], "to": ["", "2099-12-31"]},
    "agents.disposition": {"code": ["solved"], "call": ["", "call-1"]},
    "agents.pause": {"reason": ["lunch", "break"]},
    "work.bring": {
        "queue": ["letters"],
        "channel": ["", "email"],
        "skills": ["", "zh >= 2", {"zh": 3}],
        "due": [None, "24h"],
    },
    "quality.score": {
        "call": ["c-1"],
        "agent": ["li"],
        "form": ["calls"],
        "answers": [GOOD],
        "session": [""],
        "agreed": [False],
    },
    "quality.draw": {"from": TIMES["from"], "to": TIMES["to"]},
    "quality.calibrate": {"call": ["c-1"], "agent": ["li"], "form": ["calls"]},
    "quality.appeal": {"agent": ["li"]},
    "quality.decide": {"answers": [None, GOOD]},
}
"""What no schema can say, since it is in the settings and in the log: the names that there are."""


def narrowed(document: dict[str, Any], ids: Mapping[str, Sequence[object]]) -> dict[str, Any]:
    """The document with that said for this engine, so that whatever else it allows has to be accepted."""
    for path, methods in document["paths"].items():
        kind = next((kind for begins, kind in OF_PATH.items() if begins in path), "")
        for operation in methods.values():
            own = NAMES.get(operation.get("operationId", ""), {})
            names = {**TIMES, **own, "id": ids.get(kind, ())}
            for parameter in operation["parameters"]:
                if parameter["name"] in names:
                    parameter["schema"] = {"enum": names[parameter["name"]]}
            if own and "requestBody" in operation:
                narrow_body(document, operation, own)
    return document


def narrow_body(document: Any, operation: Any, names: Mapping[str, Sequence[object]]) -> None:
    """Say which names there are; an administrator's token is no agent's, and has to say who appeals."""
    reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    schema = document["components"]["schemas"][reference.rpartition("/")[2]]
    schema["properties"] |= {name: {"enum": values} for name, values in names.items()}
    schema["required"] = sorted({*schema["required"], *({"agent"} & set(names))})


def configured(token: str) -> str:
    """The file that tells schemathesis who asks, and how much."""
    lines = [
        f"seed = 25\ngeneration.deterministic = true\ngeneration.max-examples = {EXAMPLES}",
        'suppress-health-check = ["too_slow"]',  # which looks at the machine
        'generation.database = "none"\ncontinue-on-failure = true\nrequest-timeout = 60',
    ]
    # 416 is how HTTP refuses a range.
    refused = [400, 401, 403, 404, 405, 406, 409, 415, 416, 422, 428, 429]
    lines.append(f"checks.negative_data_rejection.expected-statuses = {[str(each) for each in refused]}")
    if token:
        lines.append(f'[auth.openapi]\ntoken = {{ bearer = "{token}" }}')
    lines.append('[[operations]]\ninclude-path = "/api/v1/events"\nrequest-timeout = 0.3')
    return "\n".join(lines)


async def checked(site: Site, settings: Settings, folder: Path, token: str, phases: str) -> tuple[int, str]:
    """The exit code of schemathesis, 0 for nothing found, and what it said."""
    ids = await filled(site, settings, folder)
    file, document = folder / "schemathesis.toml", folder / "openapi.json"
    file.write_text(configured(token), encoding="utf-8")
    document.write_text(json.dumps(narrowed((await site.get("/openapi.json")).body, ids)), encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(file)),
        *("run", str(document), "--url", site.url.removesuffix("/api/v1"), "--checks", "all", "--no-color"),
        *("--phases", phases),
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode()


@pytest.mark.parametrize(
    ("who", "phases"),
    # What covers each parameter's limits takes longest, and one token reaches behind all of them.
    [("administrator", "coverage,fuzzing"), ("looker", "fuzzing"), ("nobody", "fuzzing")],
)
async def test_every_request_is_answered_as_the_document_says(
    site: Site, settings: Settings, tmp_path: Path, who: str, phases: str
) -> None:
    token = {"administrator": site.token, "looker": LOOKER, "nobody": ""}[who]
    code, said = await checked(site, settings, tmp_path, token, phases)
    assert code == 0, said
