"""`ivr quality sample` and `samples`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from ivr.cli.journal import iso, names_of, zone_of
from ivr.cli.json_lines import json_line
from ivr.cli.language import LanguageOption, chosen
from ivr.cli.options import DEFAULT_CONFIG, ConfigOption, JsonOption, err, say, show_table
from ivr.cli.quality.sampling_words import WORDS, word
from ivr.cli.quality.shared import Room, opened, person
from ivr.cli.recordings.shared import FromOption, ToOption, since_and_until
from ivr.journal.story import clean
from ivr.quality.candidates import Candidates
from ivr.quality.drawing import LARGEST, Draw, Strata, Wish, draw, watch_of
from ivr.quality.samples import Pick, Sample, Samples

_SAMPLES = ("sample", "made", "by", "seed", "strata", "risk", "picks")
_PICKS = ("place", "recording", "agent", "stratum", "reasons", "call")


def sample(
    seed: Annotated[str, typer.Option(help="Any text; the same draws the same. 随机种子。")],
    size: Annotated[int, typer.Option(min=1, max=LARGEST, help="How many talks. 样本量。")] = 20,
    strata: Annotated[
        Strata | None, typer.Option("--by", help="Each of them has its share. 分层：坐席、队列或班组。")
    ] = None,
    risk: Annotated[bool, typer.Option("--risk", help="Only talks with a risk. 只抽有风险的通话。")] = False,
    since: FromOption = "",
    until: ToOption = "",
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Draw a sample of the recorded talks, which anybody can draw again by its seed. 抽样。

    ivr quality sample --from 2026-11-01 --to 2026-11-07 --size 50 --seed w45 --by agent

    ivr quality sample --from 7d --size 20 --seed w45 --risk
    """
    with opened(config, language) as room:
        begin, end = since_and_until(room.settings, since, until, language)
        wish = Wish(begin, end, size, seed, strata, risk)
        candidates = Candidates(room.access)
        watch = watch_of(room.settings)
        found = candidates.risky(begin, end, watch) if risk else candidates.between(begin, end)
        kept = draw(room.access, wish, found, Draw(person(), time.time()), room.settings)
        _show_picks(room, kept, as_lines)
        if not as_lines:
            facts = {"id": kept.id, "picks": kept.picks, "candidates": len(found), "seed": clean(seed)}
            say(word("drawn", language, **facts))


def samples(
    number: Annotated[str, typer.Argument(metavar="[SAMPLE]", help="Its talks; else all. 样本。")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1_000_000, help="At most so many. 最多条数。")] = 20,
    as_lines: JsonOption = False,
    language: LanguageOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """List the samples that were drawn, or the talks of one. 列出样本，或某个样本的通话。

    ivr quality samples

    ivr quality samples 5f0c11d2 --json
    """
    with opened(config, language) as room:
        kept = Samples(room.access)
        if number:
            _show_picks(room, kept.get(number), as_lines)
            return
        found, zone = kept.newest(limit), zone_of(room.settings)
        if as_lines:
            for each in found:
                print(json_line(asdict(each) | {"made": iso(each.made, zone)}))
        elif found:
            show_table(_table(_SAMPLES, [_sample(each, room) for each in found], room))
        else:
            err.print(word("none", language))


def _show_picks(room: Room, of: Sample, as_lines: bool) -> None:
    picks = Samples(room.access).picks(of.id)
    if as_lines:
        for each in picks:
            print(json_line({"sample": of.id, **asdict(each)}))
    else:
        show_table(_table(_PICKS, [_pick(each, room) for each in picks], room))


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], room: Room) -> Table:
    shown = Table(*(WORDS[name][chosen(room.language)] for name in heads), box=None, pad_edge=False)
    for row in rows:
        shown.add_row(*(Text(clean(cell)) for cell in row))
    return shown


def _sample(each: Sample, room: Room) -> tuple[str, ...]:
    wanted = each.criteria
    risk = word("yes", room.language) if wanted["risk"] else ""
    picks = f"{each.picks}/{wanted['candidates']}"
    made = str(iso(each.made, zone_of(room.settings)))
    return each.id, made, each.by, wanted["seed"], wanted["by"], risk, picks


def _pick(each: Pick, room: Room) -> tuple[str, ...]:
    names = names_of(room.settings, chosen(room.language))
    said = []
    for name, value in each.reasons.items():
        shown = f"{value:.0%}" if name == "both_talking" and not isinstance(value, str) else value
        said.append(word(name, room.language, value=names.get(str(shown), shown)))
    agent, stratum = names.get(each.agent, each.agent), names.get(each.stratum, each.stratum)
    return str(each.place), str(each.recording), agent, stratum, "; ".join(said), each.call
