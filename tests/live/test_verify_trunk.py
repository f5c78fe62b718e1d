"""Calls that go out over a trunk, also those that came in through a Local channel: one call, one talk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from ivr.demo.phones import Phone
from ivr.demo.stage import Stage
from ivr.settings import Settings
from tests.live.books import Books
from tests.live.conftest import scene
from tests.live.listening import sound
from tests.live.test_verify import until_over

pytestmark = pytest.mark.asyncio(loop_scope="module")

NUMBER, OUTSIDE, THROUGH = "7197", "901088886666", "7196"
TRUNK = "1006"
"""The account that takes what goes out; the world behind it is a telephone of the test."""
DIALPLAN = f"""\
dialplan: going_out
numbers: ["{NUMBER}"]
language: zh
start: out
flows:
  out:
    - transfer: "{OUTSIDE}"
"""


def with_a_trunk(settings: Settings) -> Settings:
    (settings.path(settings.engine.dialplans) / "going_out.yaml").write_text(DIALPLAN, encoding="utf-8")
    outbound = settings.engine.outbound.model_copy(update={"trunk": TRUNK, "allow": ("90xxxxxxxxxx",)})
    return settings.model_copy(update={"engine": settings.engine.model_copy(update={"outbound": outbound})})


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def going_out(
    tmp_path_factory: pytest.TempPathFactory, prompts: Path
) -> AsyncIterator[tuple[Stage, Books]]:
    async with scene(tmp_path_factory.mktemp("trunk"), prompts, change=with_a_trunk) as made:
        yield made


@pytest.mark.parametrize("way", ["straight", "Local", "Local/n"])
@pytest.mark.parametrize("by", ["them", "the caller"])
async def test_a_talk_over_the_trunk_is_as_long_as_asterisks(
    going_out: tuple[Stage, Books], way: str, by: str
) -> None:
    here, books = going_out
    number = f"1380013{len(way)}{len(by):03}"
    dialled = NUMBER
    if way != "straight":
        dialled = THROUGH
        dial = f"{THROUGH},1,Dial,Local/{NUMBER}@callwright{way.removeprefix('Local')}"
        await here.asterisk.console(f"dialplan add extension {dial} into callwright replace")
    async with Phone(here.address) as line, Phone(here.address, account=here.account(TRUNK)) as world:
        await world.register()
        call = await line.call(dialled, number=number)
        talk = await world.rung()
        await talk.answer()
        await call.answered()
        await sound(call, seconds=1.5)
        await (talk if by == "them" else call).hang_up()
        await call.ended()
        await talk.ended()
        record = await until_over(here, number)
    assert (record.outcome, record.recovered) == ("transferred", False)
    await books.verify()
